"""What the talk benchmark found: figures, a table of the rules, readable transcripts."""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.talk_material import Expect, Scene
from benchmarks.talk_rules import Moment, Rule, Verdict
from benchmarks.talk_words import words

FAR_LINES = 10
"""A fact told so many of his lines ago counts as told long ago."""
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply of hers, judged and timed; `first_phrase_ms` is None where no phrase came."""

    moment: Moment
    verdict: Verdict
    told_before: int | None
    """How many of his lines ago the asked fact was told; None where none is asked."""
    first_phrase_ms: float | None
    whole_ms: float


@dataclass(frozen=True, slots=True)
class Played:
    """A scene as it went; `round` counts repetitions from 1."""

    scene: Scene
    round: int
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule applied and failed, with some of what it found."""

    rule: Rule
    applied: int
    failed: int
    examples: tuple[str, ...]

    @property
    def failed_percent(self) -> float | None:
        """Failures in a hundred; None where the rule never applied."""
        return round(100 * self.failed / self.applied, 1) if self.applied else None

    @property
    def right_percent(self) -> float | None:
        """The rest of the hundred; None where the rule never applied."""
        failed = self.failed_percent
        return None if failed is None else round(100 - failed, 1)


def count_rules(replies: Sequence[Reply]) -> dict[Rule, RuleCount]:
    """Each rule over all replies."""
    counts: dict[Rule, RuleCount] = {}
    for rule in Rule:
        applied = [reply for reply in replies if rule in reply.verdict.applied]
        failed = [reply for reply in applied if reply.verdict.failed(rule)]
        examples = [
            f"{fault} ← {reply.moment.line.says}"
            for reply in failed
            for found, fault in reply.verdict.faults
            if found is rule
        ]
        counts[rule] = RuleCount(rule, len(applied), len(failed), tuple(examples[:_EXAMPLES]))
    return counts


def figures(replies: Sequence[Reply]) -> dict[str, float | int | None]:
    """The figures by the names that the benchmark's JSON line uses."""
    counts = count_rules(replies)
    lengths = [len(words(reply.moment.reply)) for reply in replies]
    first_ms = [reply.first_phrase_ms for reply in replies if reply.first_phrase_ms is not None]
    recalls = [reply for reply in replies if reply.moment.line.expect is Expect.RECALL]
    far = [reply for reply in recalls if (reply.told_before or 0) >= FAR_LINES]
    starts = Counter(" ".join(words(reply.moment.reply)[:2]) for reply in replies)
    asking = sum(reply.moment.reply.rstrip().endswith("?") for reply in replies)
    result: dict[str, float | int | None] = {
        f"{rule}_percent": counts[rule].failed_percent
        for rule in Rule
        if rule not in _GOOD_WHEN_HIGH
    }
    result |= {name: counts[rule].right_percent for rule, name in _GOOD_WHEN_HIGH.items()}
    return result | {
        "fact_recall_far_percent": count_rules(far)[Rule.RECALL].right_percent,
        "facts_asked": len(recalls),
        "faultless_percent": _percent(
            sum(not reply.verdict.faults for reply in replies), len(replies)
        ),
        "median_words": statistics.median(lengths) if lengths else None,
        "p95_words": _p95(lengths),
        "ends_asking_percent": _percent(asking, len(replies)),
        "same_start_percent": _percent(max(starts.values(), default=0), len(replies)),
        "first_phrase_p50_ms": round(statistics.median(first_ms)) if first_ms else None,
        "first_phrase_p95_ms": _p95([round(value) for value in first_ms]),
        "replies": len(replies),
    }


_GOOD_WHEN_HIGH = {
    Rule.RECALL: "fact_recall_percent",
    Rule.ANSWER: "answer_percent",
    Rule.TRUTH: "truth_percent",
    Rule.NAME: "name_right_percent",
    Rule.FAREWELL: "farewell_percent",
}


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _p95(values: Sequence[int]) -> int | None:
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))] if values else None


def table(replies: Sequence[Reply]) -> str:
    """One line a rule with count and share of failures, then what was found."""
    lines = [f"{'rule':<16}{'replies':>8}{'failed':>8}{'%':>7}"]
    for count in count_rules(replies).values():
        share = "–" if count.failed_percent is None else f"{count.failed_percent:.1f}"
        lines.append(f"{count.rule:<16}{count.applied:>8}{count.failed:>8}{share:>7}")
        lines += [f"    {_cut(example)}" for example in count.examples]
    lines.append("")
    lines += [f"{name:<26}{value}" for name, value in figures(replies).items()]
    return "\n".join(lines)


def _cut(text: str, room: int = 92) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= room else f"{flat[: room - 1]}…"


def transcripts(played: Sequence[Played]) -> str:
    """All replies, unedited, as Markdown, each with its length, time and verdict."""
    parts = ["# Transcripts of the talk benchmark", ""]
    for scene_played in played:
        scene = scene_played.scene
        parts += [
            f"## {scene.id} ({scene.kind}, round {scene_played.round})",
            "",
            f"Expected: {scene.about}",
            "",
        ]
        for reply in scene_played.replies:
            parts += _transcript_turn(reply)
    return "\n".join(parts)


def _transcript_turn(reply: Reply) -> list[str]:
    moment, verdict = reply.moment, reply.verdict
    first = "no phrase" if reply.first_phrase_ms is None else f"{reply.first_phrase_ms:.0f} ms"
    lines = [
        f"**{moment.his_name}:** {moment.line.says}",
        "",
        f"**{moment.her_name}:** {moment.reply}",
        "",
        f"- {len(words(moment.reply))} words, first phrase {first}, whole {reply.whole_ms:.0f} ms",
    ]
    lines += [f"- ✗ {rule}: {fault}" for rule, fault in verdict.faults]
    expected = sorted(verdict.applied & set(_GOOD_WHEN_HIGH))
    lines += [f"- ✓ {rule}" for rule in expected if not verdict.failed(rule)]
    return [*lines, ""]
