"""Who can be reached, and whether the model that is set really answers."""

import asyncio
import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from samantha.app.assembly import open_model
from samantha.app.doctor.finding import Finding, State, of_error
from samantha.app.erasure import who_holds
from samantha.app.settings import Home, ModelKind, ModelSettings, Settings
from samantha.domain.clock import Clock
from samantha.domain.errors import SamanthaError
from samantha.domain.language import Message, Role, Sampling
from samantha.domain.servers import is_loopback
from samantha.mind.ports import LanguageModel
from samantha.providers.anthropic_messages import ADDRESS
from samantha.providers.local_servers import find_local_servers
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.memory import SqliteMemory

ANSWER_LIMIT_S: Final = 150.0
"""For loading the model and for the answer together."""
SLOW_FIRST_TOKEN_S: Final = 15.0
SLOW_TOKENS_PER_S: Final = 4.0
_CONNECT_LIMIT_S = 5.0

_TRIAL = (
    Message(Role.SYSTEM, "You are friendly and speak in plain sentences."),
    Message(Role.USER, "What makes a good morning? Tell me in two or three sentences."),
)
_MANNER = Sampling(temperature=0.0, max_tokens=48, seed=1)


async def of_local_servers() -> Finding:
    """Which model servers run on this machine; asks nobody else."""
    found = await find_local_servers()
    if not found:
        return Finding("local servers", State.OK, "No model server runs on this machine.")
    each = (
        f"{server.kind} at {server.base_url} ({', '.join(server.models) or 'no model'})"
        for server in found
    )
    return Finding("local servers", State.OK, "; ".join(each))


async def of_remote_host(settings: Settings, home: Home) -> Sequence[Finding]:
    """Whether the host of the model that is set can be reached; nothing is said to it."""
    if settings.model.kind is ModelKind.EMBEDDED:
        return []
    address = urlsplit(_address(settings.model))
    host, what = address.hostname or "", "model's host"
    port = address.port or (443 if address.scheme == "https" else 80)
    here = is_loopback(host)
    if settings.privacy.stay_local and not here:
        said = f"{host} was not asked: the settings say that nothing leaves this machine."
        return [Finding(what, State.WARN, said, "Choose it with `samantha models use`.")]
    if not here and who_holds(home) is not None:
        return [_cannot_note(what, host)]
    try:
        async with _note_book(home, here=here) as memory, asyncio.timeout(_CONNECT_LIMIT_S):
            if memory is not None:
                await memory.record(f"{host}:{port}", "a look whether it can be reached", 0)
            _, writer = await asyncio.open_connection(host, port)
            writer.close()
    except SamanthaError as error:
        return [of_error(what, error)]
    except OSError as error:  # being too slow is one, too
        said = f"{host}:{port} cannot be reached ({error.strerror or 'it does not answer'})."
        state = State.WARN if settings.model.fall_back else State.BAD
        remedy = (
            "Start the server there, or see to the network; `samantha models use` chooses another."
        )
        return [Finding(what, state, said, remedy)]
    return [Finding(what, State.OK, f"{host}:{port} can be reached")]


async def of_answer(settings: Settings, home: Home, clock: Clock) -> Finding:
    """Whether the model that is set answers, and how fast; no other may answer in its place."""
    alone = replace(settings, model=replace(settings.model, fall_back=False))
    what = "live answer"
    here = _on_this_machine(settings.model)
    if not here and who_holds(home) is not None:
        return _cannot_note(what, settings.model.name)
    try:
        async with asyncio.timeout(ANSWER_LIMIT_S), AsyncExitStack() as stack:
            memory = await stack.enter_async_context(_note_book(home, here=here))
            model = await open_model(alone, None, memory, clock)
            stack.push_async_callback(model.aclose)
            return await _measured(model, clock)
    except TimeoutError:
        said = f"{settings.model.name} did not answer within {ANSWER_LIMIT_S:.0f} s."
        remedy = "Choose a smaller or a nearer model with `samantha models use`."
        return Finding(what, State.BAD, said, remedy)
    except SamanthaError as error:
        return of_error(what, error)


async def _measured(model: LanguageModel, clock: Clock) -> Finding:
    """Ask for a few sentences and take the time."""
    asked_s = clock.monotonic_s()
    text, times_s = "", list[float]()
    async with aclosing(model.stream(_TRIAL, _MANNER)) as reply:
        async for piece in reply:
            text += piece
            times_s.append(clock.monotonic_s())
    what, name = "live answer", model.identity.name
    if not times_s:
        said = f"{name} answered with nothing."
        return Finding(what, State.BAD, said, "Choose another model with `samantha models use`.")
    first_s, spoke_s = times_s[0] - asked_s, times_s[-1] - times_s[0]
    said = f"{name}: first word after {first_s:.1f} s"
    slow = first_s > SLOW_FIRST_TOKEN_S
    if spoke_s > 0:
        per_s = (model.count_tokens(text) - 1) / spoke_s
        said += f", {per_s:.0f} tokens a second"
        slow = slow or per_s < SLOW_TOKENS_PER_S
    said += f", {resident_bytes() / 1e9:.1f} GB of memory in this process"
    if not slow:
        return Finding(what, State.OK, said)
    remedy = "Close other programs, or choose a smaller model (`samantha models list`)."
    return Finding(what, State.WARN, said, remedy)


def resident_bytes(statm: Path = Path("/proc/self/statm")) -> int:
    """How much memory this process holds now, or held at most where only that is told."""
    try:
        return int(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        import resource  # noqa: PLC0415 - not on every system

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _address(model: ModelSettings) -> str:
    return model.base_url or (ADDRESS if model.kind is ModelKind.ANTHROPIC else "")


def _on_this_machine(model: ModelSettings) -> bool:
    if model.kind is ModelKind.EMBEDDED:
        return True
    return is_loopback(urlsplit(_address(model)).hostname or "")


@asynccontextmanager
async def _note_book(home: Home, *, here: bool) -> AsyncGenerator[SqliteMemory | None]:
    """Where to note what leaves the machine; None where nothing will, or she was never met."""
    if here or not home.database.exists():
        yield None
        return
    async with open_memory(
        home.database, lock_file=home.lock_file, purpose="samantha doctor"
    ) as memory:
        yield memory


def _cannot_note(what: str, who: str) -> Finding:
    return Finding(
        what,
        State.WARN,
        f"{who} was not asked: what leaves this machine is noted in her memory, which is in use.",
        "Close the conversation and run the check-up again.",
    )
