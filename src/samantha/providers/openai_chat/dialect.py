"""Which fields of a request this server takes, learnt from its kind and from its refusals."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import cast

from samantha.domain.language import Sampling
from samantha.domain.servers import ServerKind
from samantha.mind.remote_reply import Dialect

_STOPS_TAKEN = 4
_NOT_TAKEN = re.compile(
    r"(unsupported|unrecogni[sz]ed|unknown|unexpected|not (supported|permitted|allowed)|extra)"
    r".{0,40}(param|argument|field|propert|input|keyword)"
    r"|(param|argument|field|propert|input|keyword).{0,80}"
    r"(unsupported|unrecogni[sz]ed|unknown|unexpected|not (supported|permitted|allowed)|extra)",
    re.IGNORECASE | re.DOTALL,
)
_EXTRA_FIELDS: Mapping[ServerKind, Mapping[str, str]] = {
    ServerKind.LLAMA_CPP: {
        "min_p": "min_p",
        "repeat_penalty": "repeat_penalty",
        "repeat_window": "repeat_last_n",
    },
    ServerKind.LM_STUDIO: {"repeat_penalty": "repeat_penalty"},
    ServerKind.KOBOLD_CPP: {"min_p": "min_p", "repeat_penalty": "rep_pen"},
    ServerKind.VLLM: {"min_p": "min_p", "repeat_penalty": "repetition_penalty"},
    ServerKind.OPENROUTER: {"min_p": "min_p", "repeat_penalty": "repetition_penalty"},
    ServerKind.TEXT_GENERATION_WEBUI: {"min_p": "min_p", "repeat_penalty": "repetition_penalty"},
}
"""What a kind of server calls the wishes that the protocol itself has no word for."""

_NO_THINKING: Mapping[str, object] = {"chat_template_kwargs": {"enable_thinking": False}}
_THOUGHTLESS: Mapping[ServerKind, Mapping[str, object]] = {
    ServerKind.LLAMA_CPP: _NO_THINKING,
    ServerKind.VLLM: _NO_THINKING,
    ServerKind.OLLAMA: {"reasoning_effort": "none"},
}
"""How a kind of server is told that the model is to speak without thinking for long before."""


def wishes_of(sampling: Sampling, kind: ServerKind, dialect: Dialect) -> Mapping[str, object]:
    """Return `sampling` in the fields that a server of this kind takes."""
    wishes: dict[str, object] = {
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "stop": [stop for stop in sampling.stop if stop][:_STOPS_TAKEN] or None,
        "seed": sampling.seed,
    }
    for wish, field in _EXTRA_FIELDS.get(kind, {}).items():
        wishes[field] = cast("float", getattr(sampling, wish))
    wishes.update(_THOUGHTLESS.get(kind, {}))
    taken = {
        field: wish
        for field, wish in wishes.items()
        if wish is not None and field not in dialect.left_out
    }
    taken[dialect.length_field] = sampling.max_tokens + dialect.room_for_thoughts
    return taken


def simpler(said: str, sent: Collection[str], dialect: Dialect) -> Dialect | None:
    """Return the dialect without what the server does not take.

    `said` is the server's refusal, `sent` the names of the wishes it was sent. First those go that
    it names, then all that can; None where the trouble is another one.
    """
    if "max_completion_tokens" in said:
        if dialect.length_field == "max_completion_tokens":
            return None
        return replace(dialect, length_field="max_completion_tokens")
    optional = frozenset(sent) - {dialect.length_field}
    named = frozenset(field for field in optional if _names(said, field))
    if not optional or not (named or _NOT_TAKEN.search(said)):
        return None
    refused = named if named and not dialect.left_out else optional
    return replace(dialect, left_out=dialect.left_out | refused)


def _names(said: str, field: str) -> bool:
    # "Stop" is a word of English too: only in quotation marks it is surely the field.
    pattern = r"[\"'`]stop[\"'`]" if field == "stop" else rf"\b{field}\b"
    return re.search(pattern, said) is not None
