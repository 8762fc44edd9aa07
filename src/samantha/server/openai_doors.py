"""The doors for programs that speak the OpenAI protocol: to her, not to a naked model.

The last thing that the user says is what he says; the rest of the conversation she remembers
herself. What another program writes as a system message is not for her to obey.
"""

import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any, Final, Literal
from uuid import uuid4

import msgspec
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from samantha.app.dictation import sound_of, words_in
from samantha.domain.errors import HearingUnavailable, SamanthaError, SettingsInvalid
from samantha.server.aside import Aside
from samantha.server.house import House
from samantha.server.paths import Asked, Path, body_of, json_response
from samantha.server.sound_files import pcm_of, wav_of

HER_ID: Final = "samantha"
LONGEST_RECORDING: Final = 25 * 1024 * 1024
LONGEST_SPEECH: Final = 4096
"""Characters, as the protocol has it."""


class ModelCard(msgspec.Struct, frozen=True):
    """What can be talked with."""

    id: str = HER_ID
    object: str = "model"
    created: int = 0
    owned_by: str = "you"


class ModelCards(msgspec.Struct, frozen=True):
    """Everyone who can be talked with: her."""

    data: list[ModelCard]
    object: str = "list"


class Part(msgspec.Struct, frozen=True):
    """A part of a message; only text is read."""

    type: str
    text: str = ""


class ChatMessage(msgspec.Struct, frozen=True):
    """A message as programs send it."""

    role: str
    content: str | list[Part] | None = None


class StreamOptions(msgspec.Struct, frozen=True):
    """What a stream is to have."""

    include_usage: bool = False


class ChatRequest(msgspec.Struct, frozen=True):
    """A request for a reply; what else programs send (temperature, tools) is not hers to follow."""

    messages: list[ChatMessage]
    model: str = HER_ID
    stream: bool = False
    stream_options: StreamOptions | None = None


class ChatReply(msgspec.Struct, frozen=True):
    """Her whole reply."""

    id: str
    created: int
    choices: list[dict[str, Any]]
    usage: dict[str, int]
    object: str = "chat.completion"
    model: str = HER_ID


class SpeechRequest(msgspec.Struct, frozen=True):
    """Words to be said in her voice."""

    input: str
    model: str = HER_ID
    voice: Any = None
    response_format: Literal["wav", "pcm", "mp3", "opus", "aac", "flac"] = "wav"
    speed: float = 1.0


class OpenAIFailure(msgspec.Struct, frozen=True):
    """A failure as that protocol has it."""

    error: dict[str, str | None]


def openai_doors(house: House) -> Sequence[Path]:
    """The paths of these doors."""
    aside = Aside(house.room, lambda: house.awake)

    async def models(_asked: Asked) -> ModelCards:
        return ModelCards([ModelCard()])

    async def chat(asked: Asked) -> ChatReply | Response:
        request: ChatRequest = asked.body
        said = _last_words(request)
        count = house.household.model.count_tokens

        def usage(reply: str) -> dict[str, int]:
            return _usage(count(said), count(reply))

        if request.stream:
            options = request.stream_options or StreamOptions()
            chunks = _chunks(aside.say(said), usage if options.include_usage else None)
            return StreamingResponse(await _begun(chunks), media_type="text/event-stream")
        reply = ""
        async with aclosing(aside.say(said)) as phrases:
            async for phrase in phrases:
                reply += phrase
        message = {"role": "assistant", "content": reply.strip()}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return ChatReply(_new_id(), int(time.time()), [choice], usage(reply))

    async def speech(asked: Asked) -> Response:
        request: SpeechRequest = asked.body
        if request.response_format not in ("wav", "pcm"):
            raise SettingsInvalid(
                f"{request.response_format} cannot be written here.", "Ask for wav or pcm."
            )
        if not request.input.strip() or len(request.input) > LONGEST_SPEECH:
            raise SettingsInvalid(
                f"Between 1 and {LONGEST_SPEECH} characters can be said at a time.",
                "Send the text in parts.",
            )
        pace = min(max(request.speed, 0.5), 2.0)
        sound = await sound_of(request.input, house.awake.senses.senses, pace=pace)
        if request.response_format == "pcm":
            return Response(pcm_of(sound), media_type="audio/pcm")
        return Response(wav_of(sound), media_type="audio/wav")

    async def transcription(asked: Asked) -> Response:
        spare = house.awake.senses
        if not spare.hears:
            raise HearingUnavailable(
                "She cannot hear: a model for it is missing.",
                "Fetch it with `samantha models fetch`.",
            )
        file, form = await _recording(asked.request)
        text = await words_in(file, spare.senses)
        if form.get("response_format") == "text":
            return Response(text + "\n", media_type="text/plain")
        return json_response({"text": text})

    doors = [
        Path("GET", "/v1/models", "Who can be talked with", models, answer=ModelCards),
        Path("POST", "/v1/chat/completions", "Talk with her", chat, body=ChatRequest,
             answer=ChatReply),
        Path("POST", "/v1/audio/speech", "Hear her say something", speech, body=SpeechRequest,
             media="audio/wav"),
        Path("POST", "/v1/audio/transcriptions", "What is said in a recording", transcription,
             body=bytes),
    ]  # fmt: skip
    return [replace(each, fails=_failure) for each in doors]


def _failure(error: SamanthaError) -> OpenAIFailure:
    return OpenAIFailure(
        {"message": f"{error.message} {error.remedy}", "type": type(error).__name__, "code": None}
    )


def _last_words(request: ChatRequest) -> str:
    """What he says.

    Raises:
        SettingsInvalid: nothing.
    """
    said = [_text(each) for each in request.messages if each.role == "user"]
    if not said or not said[-1].strip():
        raise SettingsInvalid("There is nothing to answer.", "Send a message of the user's last.")
    return said[-1].strip()


def _text(message: ChatMessage) -> str:
    if isinstance(message.content, list):
        return "\n".join(part.text for part in message.content if part.type == "text")
    return message.content or ""


async def _begun(chunks: AsyncGenerator[str, None]) -> AsyncIterator[str]:
    """The chunks, once the first is there: what fails before it is answered with a status."""
    first = await anext(chunks)

    async def all_of() -> AsyncGenerator[str, None]:
        async with aclosing(chunks):
            yield first
            async for chunk in chunks:
                yield chunk

    return all_of()


async def _chunks(
    phrases: AsyncGenerator[str, None],
    usage: Callable[[str], dict[str, int]] | None = None,
) -> AsyncGenerator[str, None]:
    """Her reply as the events of a stream."""
    head = {"id": _new_id(), "object": "chat.completion.chunk", "created": int(time.time()),
            "model": HER_ID}  # fmt: skip
    reply = ""
    async with aclosing(phrases):
        try:
            async for phrase in phrases:
                text = phrase if reply else phrase.lstrip()
                start: dict[str, str] = {} if reply else {"role": "assistant"}
                reply += phrase
                yield _event({**head, "choices": [_choice({**start, "content": text})]})
        except SamanthaError as error:
            if not reply:
                raise
            yield _event(msgspec.to_builtins(_failure(error)))
            return
    yield _event({**head, "choices": [_choice({}, "stop")]})
    if usage is not None:
        yield _event({**head, "choices": [], "usage": usage(reply)})
    yield "data: [DONE]\n\n"


def _choice(delta: dict[str, str], finish: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": finish}


def _event(content: object) -> str:
    return f"data: {msgspec.json.encode(content).decode()}\n\n"


def _usage(prompt: int, completion: int) -> dict[str, int]:
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
    }


def _new_id() -> str:
    return f"chatcmpl-{uuid4().hex}"


async def _recording(request: Request) -> tuple[bytes, dict[str, str]]:
    """The file of a form, and its fields; nothing of it touches the disk."""
    body = await body_of(request, longest=LONGEST_RECORDING)

    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(request.headers, stream(), max_files=1, max_fields=20)
    parser.spool_max_size = LONGEST_RECORDING
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise SettingsInvalid(
            "The form cannot be read.", "Send multipart/form-data with a “file”."
        ) from error
    try:
        file = form.get("file")
        if file is None or isinstance(file, str):
            raise SettingsInvalid("There is no file in the form.", "Send it as “file”.")
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        return await file.read(), fields
    finally:
        await form.close()
