"""The embedded model as a port: streaming, thinking ahead and stopping within one token."""

import asyncio
import codecs
import contextlib
import threading
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from samantha.domain.errors import ModelBrokeOff, ModelUnavailable
from samantha.domain.language import Message, ModelIdentity, Sampling
from samantha.providers.llama_cpp.native import Native
from samantha.providers.llama_cpp.sampling import Avoided, draw


class EmbeddedLlama:
    """A GGUF model in this process, as a `LanguageModel`.

    Native work runs in one thread of its own; `state_file`, where given, keeps what the model had
    in mind from one start to the next.
    """

    def __init__(
        self, native: Native, identity: ModelIdentity, *, state_file: Path | None = None
    ) -> None:
        self._native = native
        self._identity = identity
        self._state_file = state_file
        self._saved_tokens = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="language-model")
        self._alone = asyncio.Lock()
        self._closed = False

    @property
    def identity(self) -> ModelIdentity:
        """Which model this is."""
        return self._identity

    def count_tokens(self, text: str) -> int:
        """Exactly how many tokens `text` takes."""
        return len(self._native.tokens_of(text, control=False))

    async def recollect(self) -> bool:
        """Take up what the model had in mind when it was last closed, if that is kept."""
        file = self._state_file
        if file is None or not file.exists():
            return False
        loop = asyncio.get_running_loop()
        async with self._alone:
            restored = await loop.run_in_executor(self._thread, self._native.restore, file)
        self._saved_tokens = self._native.evaluated_tokens
        return restored

    async def prepare(self, messages: Sequence[Message]) -> None:
        """Evaluate `messages` ahead of time; stops within 0.4 s when cancelled."""
        stop = threading.Event()

        def evaluate() -> None:
            self._native.evaluate(self._native.render(messages, reply=False), stop.is_set)

        async with self._alone:
            await self._run(evaluate, stop)

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling
    ) -> AsyncGenerator[str, None]:
        """Yield the reply's text as the tokens come."""
        stop = threading.Event()
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[str | None] = asyncio.Queue()

        def generate() -> None:
            try:
                for piece in self._generate(messages, sampling, stop):
                    loop.call_soon_threadsafe(pieces.put_nowait, piece)
            finally:
                loop.call_soon_threadsafe(pieces.put_nowait, None)

        async with self._alone:
            spoke = False
            work = asyncio.ensure_future(self._run(generate, stop))
            try:
                while (piece := await pieces.get()) is not None:
                    spoke = True
                    yield piece
                await work
            except ModelUnavailable as error:
                if spoke:
                    raise ModelBrokeOff(error.message, error.remedy) from error
                raise
            finally:
                stop.set()
                await asyncio.wait([work])

    async def keep_state(self) -> None:
        """Write what the model has in mind to the state file, so that the next start is quick."""
        file = self._state_file
        if file is None or self._closed or self._native.evaluated_tokens == self._saved_tokens:
            return
        loop = asyncio.get_running_loop()
        async with self._alone:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # A state that cannot be written costs the next start a few seconds, nothing else.
            with contextlib.suppress(OSError):
                await loop.run_in_executor(self._thread, self._native.save, file)
            self._saved_tokens = self._native.evaluated_tokens

    async def aclose(self) -> None:
        """Keep the state and free the memory."""
        if self._closed:
            return
        await self.keep_state()
        self._closed = True
        loop = asyncio.get_running_loop()
        async with self._alone:
            await loop.run_in_executor(self._thread, self._native.close)
        self._thread.shutdown(wait=True)

    async def _run(self, work: Callable[[], None], stop: threading.Event) -> None:
        """Do blocking work in the model's thread; when cancelled, stop it and wait till it has."""
        if self._closed:
            raise ModelUnavailable("The embedded model is closed.", "Start again.")
        future = asyncio.get_running_loop().run_in_executor(self._thread, work)
        try:
            await asyncio.shield(future)
        except asyncio.CancelledError:
            stop.set()
            await asyncio.wait([future])
            raise

    def _generate(
        self, messages: Sequence[Message], sampling: Sampling, stop: threading.Event
    ) -> Iterator[str]:
        native = self._native
        prompt = native.render(messages, reply=True)
        room = native.window_tokens - len(prompt)
        if room < 1:
            raise ModelUnavailable(
                f"The prompt has {len(prompt)} tokens, and the model holds {native.window_tokens}.",
                "Send less at once.",
            )
        # What was evaluated in full colour serves here too: only the last words are weighed anew.
        native.colour(sampling.manner)
        try:
            yield from self._drawn(prompt, sampling, stop)
        finally:
            native.colour(1.0)

    def _drawn(
        self, prompt: Sequence[int], sampling: Sampling, stop: threading.Event
    ) -> Iterator[str]:
        native = self._native
        room = native.window_tokens - len(prompt)
        if not native.evaluate(prompt, stop.is_set):
            return
        random = np.random.default_rng(sampling.seed)
        text = _TextSoFar(sampling.stop)
        avoided = Avoided(native.tokens_of, sampling.avoid)
        recent: list[int] = []
        for _ in range(min(sampling.max_tokens, room)):
            if stop.is_set():
                return
            banned = avoided.next_after(recent)
            token = draw(
                native.scores(), sampling, recent[-sampling.repeat_window :], random, banned=banned
            )
            if native.is_end(token):
                break
            piece = text.add(native.bytes_of(token))
            if piece:
                yield piece
            if text.stopped:
                return
            recent.append(token)
            native.append(token)
        if rest := text.finish():
            yield rest


class _TextSoFar:
    """Bytes become text; text that may yet turn out to be a stop string is held back."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = [stop for stop in stops if stop]
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._held = ""
        self.stopped = False

    def add(self, raw: bytes) -> str:
        """Take the next token's bytes and return the text that may be spoken."""
        self._held += self._decoder.decode(raw)
        found = [at for stop in self._stops if (at := self._held.find(stop)) >= 0]
        if found:
            self.stopped = True
            ready, self._held = self._held[: min(found)], ""
            return ready
        keep = max((_overlap(self._held, stop) for stop in self._stops), default=0)
        cut = len(self._held) - keep
        ready, self._held = self._held[:cut], self._held[cut:]
        return ready

    def finish(self) -> str:
        """Return what is still held back."""
        return self._held + self._decoder.decode(b"", final=True)


def _overlap(text: str, stop: str) -> int:
    """How many characters at the end of `text` are a beginning of `stop`."""
    for size in range(min(len(text), len(stop) - 1), 0, -1):
        if text.endswith(stop[:size]):
            return size
    return 0
