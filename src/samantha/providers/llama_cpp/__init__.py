"""The embedded language model: llama.cpp inside her own process, with no server to start."""

from samantha.providers.llama_cpp.embedded import EmbeddedLlama
from samantha.providers.llama_cpp.native import cpu_trouble, open_native
from samantha.providers.llama_cpp.packing import pack_for_this_machine

__all__ = ["EmbeddedLlama", "cpu_trouble", "open_native", "pack_for_this_machine"]
