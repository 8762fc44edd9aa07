"""The embedded language model: llama.cpp inside her own process, with no server to start."""

from pathlib import Path
from typing import Final

from samantha.providers.llama_cpp.embedded import EmbeddedLlama
from samantha.providers.llama_cpp.native import cpu_trouble, open_native
from samantha.providers.llama_cpp.packing import pack_for_this_machine

MANNER: Final = Path(__file__).with_name("manner.gguf")
"""The adapter trained on her lines, for the default model alone (docs/manner.md)."""

__all__ = ["MANNER", "EmbeddedLlama", "cpu_trouble", "open_native", "pack_for_this_machine"]
