"""Kokoro-82M: many voices, slower than real life on small machines; fetched when asked for."""

from samantha.providers.kokoro.voice import Kokoro

__all__ = ["Kokoro"]
