/** Plain requests to her program: JSON in, JSON out, and one kind of refusal. */

/** A request that was refused or never arrived: what happened, and what to do. */
export class Refused extends Error {
  /**
   * @param {string} message
   * @param {string} remedy
   * @param {number} status of HTTP; 0 when there was no answer at all
   */
  constructor(message, remedy, status) {
    super(message);
    this.remedy = remedy;
    this.status = status;
  }
}

/**
 * Ask for something.
 *
 * @param {string} path such as "api/history?limit=50"
 * @param {{method?: string, body?: unknown}} [how]
 * @returns {Promise<any>} the answer's JSON; null when there is none
 * @throws {Refused}
 */
export async function ask(path, { method = "GET", body } = {}) {
  const answer = await reach(path, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  });
  const json = (answer.headers.get("Content-Type") ?? "").includes("json");
  const content = json ? await answer.json().catch(() => null) : null;
  if (answer.ok) return content;
  throw new Refused(
    content?.message ?? "She could not do this.",
    content?.remedy ?? "",
    answer.status,
  );
}

/**
 * Fetch something that is no JSON, such as a voice's sample.
 *
 * @param {string} path
 * @returns {Promise<ArrayBuffer>}
 * @throws {Refused}
 */
export async function fetchBytes(path) {
  const answer = await reach(path, {});
  if (!answer.ok) throw new Refused("It could not be fetched.", "Try it again.", answer.status);
  return answer.arrayBuffer();
}

/**
 * @param {string} path
 * @param {RequestInit} how
 */
async function reach(path, how) {
  try {
    return await fetch(path, { credentials: "same-origin", cache: "no-store", ...how });
  } catch {
    throw new Refused("She cannot be reached.", "Start her again with the command “samantha”.", 0);
  }
}
