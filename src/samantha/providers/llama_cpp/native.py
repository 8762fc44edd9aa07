"""A language model's weights and its attention cache, behind llama.cpp's C interface.

Everything here blocks and belongs to one thread at a time. The library is the ik_llama.cpp line of
llama.cpp: measured here, it reads prompts twice and writes half again as fast as the main line on
the same two cores (docs/log.md).
"""

import ctypes
import importlib
import os
import platform
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samantha.domain.errors import ModelUnavailable
from samantha.domain.language import Message

Logits = NDArray[np.float32]
"""One score per token of the vocabulary, shape (vocabulary,)."""

CHUNK_TOKENS = 32
"""How much of a prompt is evaluated between two looks at whether to go on (about 0.4 s)."""


def cpu_trouble() -> str | None:
    """Say why the embedded model cannot run on this processor, or None."""
    machine = platform.machine().lower()
    if machine not in {"x86_64", "amd64"}:
        return f"the embedded model is built for x86-64 processors, and this one is {machine}"
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return None
    missing = [flag for flag in ("avx2", "fma", "f16c") if f" {flag} " not in flags]
    return f"this processor lacks {', '.join(missing)}" if missing else None


class Native:
    """One model and one sequence in its cache. Not thread-safe; use from one thread at a time."""

    def __init__(self, library: Any, model: int, context: int, window_tokens: int) -> None:
        self._c = library
        self._model = model
        self._context = context
        self.window_tokens = window_tokens
        vocabulary = library.llama_model_get_vocab(model)
        self.vocabulary_size: int = library.llama_vocab_n_tokens(vocabulary)
        self._cached: list[int] = []
        self._adapter = 0
        self._strength = 0.0
        self._template = self._metadata("tokenizer.chat_template") or "chatml"
        self.tokens_of = lru_cache(maxsize=4096)(self._tokens_of)
        self.bytes_of = lru_cache(maxsize=16384)(self._bytes_of)

    def render(self, messages: Sequence[Message], *, reply: bool) -> list[int]:
        """Turn messages into tokens, ending with the start of a reply if `reply`.

        Only the template's own marks become control tokens: the same characters inside a message
        stay characters, so nothing that is read can end a message or start another.
        """
        marks = [f"\u2402{index}\u2403" for index in range(len(messages))]
        text = self._apply_template(
            [(message.role.value, mark) for message, mark in zip(messages, marks, strict=True)],
            reply=reply,
        )
        tokens: list[int] = []
        for message, mark in zip(messages, marks, strict=True):
            before, _, text = text.partition(mark)
            tokens += self.tokens_of(before, control=True)
            tokens += self.tokens_of(message.content, control=False)
        return tokens + list(self.tokens_of(text, control=True))

    def evaluate(self, tokens: Sequence[int], cancelled: Callable[[], bool]) -> bool:
        """Bring the cache to exactly `tokens`, keeping the beginning that it already holds.

        Returns False where `cancelled` said so in between; what was evaluated by then is kept.
        """
        kept = 0
        limit = min(len(self._cached), len(tokens) - 1)  # the last one always gives new scores
        while kept < limit and self._cached[kept] == tokens[kept]:
            kept += 1
        self._forget_after(kept)
        for start in range(kept, len(tokens), CHUNK_TOKENS):
            if cancelled():
                return False
            self._decode(tokens[start : start + CHUNK_TOKENS])
        return True

    def adapt(self, adapter: Path) -> None:
        """Let a low-rank adapter change what the weights say, from now on.

        Raises:
            ModelUnavailable: it does not fit this model.
        """
        init = self._c._lib.llama_lora_adapter_init
        init.restype = ctypes.c_void_p
        init.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        self._adapter = init(self._model, os.fsencode(adapter)) or 0
        if not self._adapter or not self._set_adapter(1.0):
            raise ModelUnavailable(
                f"The adapter {adapter.name} does not fit the embedded model.",
                "Install Samantha again, so that both are of the same version.",
            )

    def colour(self, strength: float) -> None:
        """Set how much the adapter counts, from 0 to 1, in what is evaluated from now on."""
        if self._adapter and strength != self._strength:
            self._set_adapter(strength)

    def append(self, token: int) -> None:
        """Evaluate one more token, which becomes part of the sequence."""
        self._decode([token])

    def scores(self) -> Logits:
        """Return the scores of the next token; valid until the next evaluation."""
        pointer = self._c.llama_get_logits_ith(self._context, -1)
        return np.ctypeslib.as_array(pointer, shape=(self.vocabulary_size,))

    def is_end(self, token: int) -> bool:
        """Say whether the token ends a reply."""
        return bool(self._c.llama_token_is_eog(self._model, token))

    @property
    def evaluated_tokens(self) -> int:
        """How many tokens the cache holds."""
        return len(self._cached)

    def save(self, file: Path) -> None:
        """Write the cache to `file`, whole or not at all, readable by its owner only."""
        scratch = file.with_suffix(".tmp")
        tokens = (ctypes.c_int32 * len(self._cached))(*self._cached)
        save = self._c._lib.llama_state_seq_save_file
        save.restype = ctypes.c_size_t
        save.argtypes = [
            ctypes.c_void_p,
            ctypes.c_char_p,
            ctypes.c_int32,
            ctypes.POINTER(ctypes.c_int32),
            ctypes.c_size_t,
        ]
        scratch.touch(mode=0o600)
        written = save(self._context, os.fsencode(scratch), 0, tokens, len(self._cached))
        if not written:
            scratch.unlink(missing_ok=True)
            raise OSError(f"the model's state could not be written to {file.name}")
        scratch.replace(file)

    def restore(self, file: Path) -> bool:
        """Fill the cache from `file`; returns False, with an empty cache, where that fails."""
        capacity = self.window_tokens
        tokens = (ctypes.c_int32 * capacity)()
        count = ctypes.c_size_t(0)
        load = self._c._lib.llama_state_seq_load_file
        load.restype = ctypes.c_size_t
        load.argtypes = [
            ctypes.c_void_p,
            ctypes.c_char_p,
            ctypes.c_int32,
            ctypes.POINTER(ctypes.c_int32),
            ctypes.c_size_t,
            ctypes.POINTER(ctypes.c_size_t),
        ]
        read = load(self._context, os.fsencode(file), 0, tokens, capacity, ctypes.byref(count))
        if not read:
            self._c.llama_kv_cache_clear(self._context)
            self._cached = []
            return False
        self._cached = list(tokens[: count.value])
        return True

    def close(self) -> None:
        """Free the model's memory."""
        if self._context:
            self._c.llama_free(self._context)
            self._c.llama_free_model(self._model)
            self._context = self._model = 0

    def _set_adapter(self, strength: float) -> bool:
        use = self._c._lib.llama_lora_adapter_set
        use.restype = ctypes.c_int32
        use.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_float]
        self._strength = strength
        return bool(use(self._context, self._adapter, strength) == 0)

    def _forget_after(self, kept: int) -> None:
        if kept == len(self._cached):
            return
        remove = self._c._lib.llama_kv_cache_seq_rm
        remove.restype = ctypes.c_bool
        remove.argtypes = [ctypes.c_void_p, ctypes.c_int32, ctypes.c_int32, ctypes.c_int32]
        if not remove(self._context, 0, kept, -1):
            self._c.llama_kv_cache_clear(self._context)
            kept = 0
        del self._cached[kept:]

    def _decode(self, tokens: Sequence[int]) -> None:
        count = len(tokens)
        start = len(self._cached)
        batch = self._c.llama_batch_init(count, 0, 1)
        try:
            batch.n_tokens = count
            for index, token in enumerate(tokens):
                batch.token[index] = token
                batch.pos[index] = start + index
                batch.n_seq_id[index] = 1
                batch.seq_id[index][0] = 0
                batch.logits[index] = index == count - 1
            status = self._c.llama_decode(self._context, batch)
        finally:
            self._c.llama_batch_free(batch)
        if status != 0:
            self._c.llama_kv_cache_clear(self._context)
            self._cached = []
            raise ModelUnavailable(
                f"The embedded model could not go on (llama.cpp status {status}).",
                "Try again; if it stays so, run `samantha doctor`.",
            )
        self._cached += tokens

    def _tokens_of(self, text: str, *, control: bool) -> tuple[int, ...]:
        if not text:
            return ()
        raw = text.encode("utf-8", errors="replace")
        room = len(raw) + 8
        buffer = (ctypes.c_int32 * room)()
        count = self._c.llama_tokenize(
            self._model,
            raw,
            len(raw),
            buffer,
            room,
            False,  # noqa: FBT003 - C takes no names
            control,
        )
        return tuple(buffer[:count])

    def _bytes_of(self, token: int) -> bytes:
        buffer = ctypes.create_string_buffer(512)
        count = self._c.llama_token_to_piece(self._model, token, buffer, 512, 0, False)  # noqa: FBT003
        return buffer.raw[: max(0, count)]

    def _metadata(self, key: str) -> str:
        buffer = ctypes.create_string_buffer(65536)
        read = self._c._lib.llama_model_meta_val_str
        read.restype = ctypes.c_int32
        read.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_size_t]
        count = read(self._model, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", errors="replace") if count >= 0 else ""

    def _apply_template(self, turns: Sequence[tuple[str, str]], *, reply: bool) -> str:
        chat = (_ChatMessage * len(turns))()
        for index, (role, content) in enumerate(turns):
            chat[index].role = role.encode()
            chat[index].content = content.encode()
        apply = self._c._lib.llama_chat_apply_template
        apply.restype = ctypes.c_int32
        apply.argtypes = [
            ctypes.c_char_p,
            ctypes.POINTER(_ChatMessage),
            ctypes.c_size_t,
            ctypes.c_bool,
            ctypes.c_char_p,
            ctypes.c_int32,
        ]
        room = 512 + 128 * len(turns)
        buffer = ctypes.create_string_buffer(room)
        for template in (self._template, "chatml"):
            count = apply(template.encode(), chat, len(turns), reply, buffer, room)
            if 0 <= count <= room:
                return buffer.raw[:count].decode("utf-8")
        raise ModelUnavailable(
            "This model's chat template is not one that the embedded engine knows.",
            "Choose another GGUF file, or run it in a server and name that with `samantha models"
            " use`.",
        )


class _ChatMessage(ctypes.Structure):
    _fields_ = (("role", ctypes.c_char_p), ("content", ctypes.c_char_p))


def _ignore(_level: int, _text: bytes, _data: int) -> None:
    """Take llama.cpp's own log lines and let them go: they hold pieces of prompts."""


_silence = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)(_ignore)


def open_native(
    file: Path, *, window_tokens: int, threads: int | None = None, adapter: Path | None = None
) -> Native:
    """Load a GGUF file by mapping it into memory, with a low-rank `adapter` for it if one is given.

    Raises:
        ModelUnavailable: the processor, the library or the file will not do.
    """
    trouble = cpu_trouble()
    elsewhere = (
        "Name a model server instead (Ollama, llama.cpp, LM Studio, …) with `samantha models use`."
    )
    if trouble:
        raise ModelUnavailable(f"The embedded model cannot run: {trouble}.", elsewhere)
    try:
        library: Any = importlib.import_module("ik_llama_cpp._ctypes_api")
    except (ImportError, OSError) as error:
        raise ModelUnavailable(
            f"The embedded model's library does not load on this machine ({error}).", elsewhere
        ) from error
    library._lib.llama_log_set(_silence, None)
    library.llama_backend_init()
    model_options = library.llama_model_default_params()
    model = library.llama_model_load_from_file(os.fsencode(file), model_options)
    if not model:
        raise ModelUnavailable(
            f"The file {file.name} is not a model that the embedded engine can read.",
            "Run `samantha models verify`, or name another GGUF file.",
        )
    options = library.llama_context_default_params()
    options.n_ctx = window_tokens
    options.n_batch = options.n_ubatch = CHUNK_TOKENS * 2
    # The library reads an adapter only where these two are not fused into one step.
    options.flash_attn = options.fused_up_gate = adapter is None
    options.n_threads = options.n_threads_batch = threads or len(os.sched_getaffinity(0))
    context = library.llama_init_from_model(model, options)
    if not context:
        library.llama_free_model(model)
        raise ModelUnavailable(
            "There is not enough free memory for the embedded model (about 1.4 GB).",
            "Close other programs, or name a smaller model with `samantha models use`.",
        )
    native = Native(library, model, context, window_tokens)
    if adapter is not None:
        try:
            native.adapt(adapter)
        except ModelUnavailable:
            native.close()
            raise
    return native
