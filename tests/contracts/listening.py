"""Hearing one reply from a scripted OpenAI-protocol server, and judging how it failed."""

import asyncio
from contextlib import aclosing

from samantha.domain.errors import SamanthaError
from samantha.domain.language import Message, Role, Sampling
from samantha.domain.servers import ServerKind, Timeouts
from samantha.providers.openai_chat import OpenAIChat
from tests.faulty_server import FaultyServer, Step, reply

KEY = "sk-very-secret-0123456789"
SECRET = "Catherine signed the papers"
PROMPT = (Message(Role.SYSTEM, "Be kind."), Message(Role.USER, SECRET))
QUICK = Timeouts(connect_s=1.0, first_token_s=0.9, between_tokens_s=0.9)
GOOD = reply("All", " is", " well.")
ALL_IS_WELL = "All is well."
USUAL = Sampling()


class Naps:
    """Records the waits instead of waiting."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


class Heard:
    """What was heard of a reply, and the error it ended with."""

    def __init__(self) -> None:
        self.text = ""
        self.error: SamanthaError | None = None


async def hear(model: OpenAIChat, sampling: Sampling = USUAL) -> Heard:
    heard = Heard()
    try:
        async with aclosing(model.stream(PROMPT, sampling)) as pieces:
            async for piece in pieces:
                heard.text += piece
    except SamanthaError as error:
        heard.error = error
    return heard


def chat(server: FaultyServer, naps: Naps | None = None, name: str = "small") -> OpenAIChat:
    return OpenAIChat(
        base_url=server.url,
        model=name,
        key=KEY,
        timeouts=QUICK,
        kind=ServerKind.UNKNOWN,
        sleep=naps or Naps(),
    )


def assert_tellable(error: SamanthaError | None, *secrets: str) -> None:
    """One sentence and what to do, and nothing of what is private."""
    assert error is not None
    for sentence in (error.message, error.remedy):
        assert sentence.strip().endswith(".")
        assert len(sentence) > 10
    told = f"{error} {error.args} {error.__cause__!r}"
    for secret in (KEY, SECRET, "Be kind", *secrets):
        assert secret not in told


async def fault(*script: Step, naps: Naps | None = None) -> tuple[Heard, FaultyServer]:
    """Hear one reply from a server with this script."""
    async with FaultyServer(*script) as server:
        model = chat(server, naps)
        heard = await hear(model)
        if heard.error is not None and server.answering:
            # Whatever went wrong, the server is not left talking to nobody.
            await asyncio.wait_for(server.left.wait(), 0.5)
        await model.aclose()
    return heard, server
