"""The sentences that are said when a model server fails; never the prompt, the reply or the key."""

from collections.abc import Sequence
from dataclasses import dataclass

from samantha.domain.errors import ModelBrokeOff, ModelUnavailable

_MODELS_NAMED = 8
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class ServedModel:
    """A model at a server, as far as the sentences name it."""

    name: str
    place: str
    on_this_machine: bool

    def not_reached(self) -> ModelUnavailable:
        """Nobody listens there, or the connection is reset."""
        remedy = (
            "Start the model server, or choose another model."
            if self.on_this_machine
            else "Check the network and the address, or choose another model."
        )
        return ModelUnavailable(f"The model server at {self.place} cannot be reached.", remedy)

    def too_slow(self, waited_s: float) -> ModelUnavailable:
        """The first token did not come in time."""
        return ModelUnavailable(
            f"{self.name} at {self.place} said nothing for {waited_s:g} seconds.",
            "Try again when the server is less busy, or choose a smaller model.",
        )

    def empty(self, *, cut_short: bool) -> ModelUnavailable:
        """A reply came to its end without a word."""
        if cut_short:
            return ModelUnavailable(
                f"{self.name} at {self.place} used up its length without saying a word.",
                "Choose a model that does not think before it speaks, or turn its thinking off.",
            )
        return ModelUnavailable(
            f"{self.name} at {self.place} gave an empty reply.",
            "Try again, or choose another model.",
        )

    def not_the_protocol(self) -> ModelUnavailable:
        """What came back is not what the protocol says."""
        return ModelUnavailable(
            f"The server at {self.place} answered in a way that is not the protocol's.",
            "Check that the address is that of a model server and ends as its manual says.",
        )

    def broke_off(self) -> ModelBrokeOff:
        """The connection ended before the reply did."""
        return ModelBrokeOff(
            f"The connection to {self.place} broke off in the middle of the reply.",
            "Ask again; if it happens often, look at the model server's own log.",
        )

    def stalled(self, waited_s: float) -> ModelBrokeOff:
        """No further token came in time."""
        return ModelBrokeOff(
            f"{self.name} at {self.place} fell silent for {waited_s:g} seconds within its reply.",
            "Ask again, or choose a smaller model.",
        )

    def garbled(self) -> ModelBrokeOff:
        """Within the reply came something that is not the protocol's."""
        return ModelBrokeOff(
            f"{self.name} at {self.place} sent something unreadable in the middle of the reply.",
            "Ask again; if it happens often, update the model server.",
        )

    def failed_within(self) -> ModelBrokeOff:
        """The server itself reported a failure in the middle of the reply."""
        return ModelBrokeOff(
            f"The server at {self.place} reported a failure in the middle of the reply.",
            "Ask again; if it happens often, look at the model server's own log.",
        )

    def unknown_model(self, others: Sequence[str]) -> ModelUnavailable:
        """The server has no such model; `others` are those it has, as far as it says."""
        if not others:
            return ModelUnavailable(
                f"The server at {self.place} knows no model “{self.name}” at this address.",
                "Check the model's name, and that the address ends as the server's manual says.",
            )
        named = ", ".join(printable(name) for name in others[:_MODELS_NAMED])
        more = "" if len(others) <= _MODELS_NAMED else f" and {len(others) - _MODELS_NAMED} more"
        return ModelUnavailable(
            f"The server at {self.place} has no model “{self.name}”.",
            f"Choose one that it has: {named}{more}.",
        )

    def refused(self, status: int, retry_after_s: float | None = None) -> ModelUnavailable:
        """The server answered with an HTTP status that is not a success."""
        what, remedy = _REFUSALS.get(status, (None, ""))
        if what is None:
            what, remedy = _by_hundreds(status)
        if status == 429 and retry_after_s is not None:
            remedy = f"Wait {retry_after_s:.0f} seconds, or choose another model."
        return ModelUnavailable(
            f"The server at {self.place} {what}.", remedy, retry_after_s=retry_after_s
        )

    def too_long(self) -> ModelUnavailable:
        """The prompt does not fit the model's window."""
        return ModelUnavailable(
            f"The prompt is longer than {self.name} at {self.place} can hold.",
            "Set a smaller `window_tokens` for this model, or give the model a larger context.",
        )


_REFUSALS: dict[int, tuple[str, str]] = {
    401: (
        "does not accept the key",
        "Check that the key's reference in the settings names the right key and that it is valid.",
    ),
    402: ("asks to be paid first", "Top up the account, or choose another model."),
    403: (
        "does not allow this key to use the model",
        "Check what the key may do, or choose another model.",
    ),
    408: ("gave up waiting", "Try again, or choose a smaller model."),
    413: ("finds the prompt too large", "Set a smaller `window_tokens` for this model."),
    429: ("is asked too often", "Wait a minute, or choose another model."),
    503: ("is not ready", "Wait until it has loaded its model, then try again."),
    529: ("is overloaded", "Try again in a few minutes, or choose another model."),
}


def _by_hundreds(status: int) -> tuple[str, str]:
    if status >= 500:
        return (
            f"failed with status {status}",
            "Try again; if it stays so, look at the model server's own log.",
        )
    if status >= 400:
        return (
            f"refused the request with status {status}",
            "Check the model's name and the address, or choose another model.",
        )
    return (
        f"answered with status {status} instead of a reply",
        "Check that the address is the model server's own, without a detour.",
    )


def printable(name: str) -> str:
    """A name that a server gave, made fit to be shown: one short line without control signs."""
    clean = "".join(sign for sign in name if sign.isprintable())
    return clean if len(clean) <= _LONGEST_NAME else f"{clean[: _LONGEST_NAME - 1]}…"
