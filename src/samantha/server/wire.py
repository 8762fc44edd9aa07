"""The live protocol's nouns: everything that goes over `/live`, as docs/protocol.md describes it.

A text frame is one JSON object whose `type` names one of these; a binary frame is sound.
"""

import struct
from typing import Any, ClassVar, Final, Literal, TypeAlias

import msgspec
import numpy as np

from samantha.domain.audio import Samples

PLACE: Final = struct.Struct("<I")
"""What a binary frame begins with: a place in a stream, or the stream."""
_FULL_SCALE: Final = 32_767

FloorHolder: TypeAlias = Literal["nobody", "he", "pausing", "thinking", "she", "both"]
Holder: TypeAlias = Literal["you", "another", "nobody"]


class FromPage(msgspec.Struct, frozen=True, tag_field="type"):
    """What a page sends."""


class Hello(FromPage, frozen=True, tag="hello"):
    """The first frame: what the page has seen already, and what it can do."""

    after: int
    device: str
    speaks: bool


class Words(FromPage, frozen=True, tag="words"):
    """He wrote something; an `id` that was seen before counts for nothing."""

    id: str
    text: str


class Tap(FromPage, frozen=True, tag="tap"):
    """He wants the floor."""


class Microphone(FromPage, frozen=True, tag="microphone"):
    """Whether this page gives his sound."""

    state: Literal["taken", "muted", "lost", "released"]


class Played(FromPage, frozen=True, tag="played"):
    """How much of a stream has left the loudspeaker."""

    stream: int
    samples: int


class Skip(FromPage, frozen=True, tag="skip"):
    """He skips the question of the first meeting."""


class SpeakerWanted(FromPage, frozen=True, tag="speaker"):
    """Whether her voice is to be heard at this page."""

    on: bool


PageMessage: TypeAlias = Hello | Words | Tap | Microphone | Played | Skip | SpeakerWanted


class FromHer(msgspec.Struct, frozen=True, tag_field="type"):
    """What a page is sent."""

    kept: ClassVar[bool] = False
    """Whether it belongs to the conversation, has a `seq`, and is sent again to who missed it."""


class Event(FromHer, frozen=True):
    """What belongs to the conversation; `seq` is given when it is told."""

    kept: ClassVar[bool] = True


class Welcome(FromHer, frozen=True, tag="welcome"):
    """Answers `hello`. What was missed follows; with `gap` the page reads the history anew."""

    seq: int
    her_name: str
    his_name: str
    met: bool
    hears: bool
    speaks: bool
    version: str
    gap: bool


class FloorHeld(FromHer, frozen=True, tag="floor"):
    """Who has the floor."""

    holder: FloorHolder


class HisWords(FromHer, frozen=True, tag="his_words"):
    """What he is saying, as far as it is recognised."""

    text: str


class HisTurn(Event, frozen=True, tag="his_turn"):
    """What he has said or written: it is kept."""

    utterance: int
    text: str
    id: str = ""
    seq: int = 0


class HerWords(Event, frozen=True, tag="her_words"):
    """What was heard of her."""

    utterance: int
    text: str
    seq: int = 0


class HerTurn(Event, frozen=True, tag="her_turn"):
    """Her reply ended."""

    utterance: int
    ended: Literal["over", "interrupted"]
    seq: int = 0


class Notice(Event, frozen=True, tag="notice"):
    """Something that needs no answer, from the first meeting's plain voice or of her listening."""

    text: str
    seq: int = 0


class Question(Event, frozen=True, tag="question"):
    """The first meeting asks."""

    key: str
    text: str
    number: int
    of: int
    seq: int = 0


class Met(Event, frozen=True, tag="met"):
    """The first meeting is over: she is there."""

    her_name: str
    his_name: str
    seq: int = 0


class Mood(FromHer, frozen=True, tag="mood"):
    """How she is; the numbers are in [-1, 1]."""

    words: str
    valence: float
    energy: float


class Activity(FromHer, frozen=True, tag="activity"):
    """What she is at, if it takes time; empty when done."""

    text: str


class Trouble(Event, frozen=True, tag="trouble"):
    """A part failed: what happened and what to do."""

    message: str
    remedy: str
    seq: int = 0


class MicrophoneHeld(FromHer, frozen=True, tag="microphone"):
    """Who gives his sound."""

    holder: Holder


class SpeakerHeld(FromHer, frozen=True, tag="speaker"):
    """Where she is heard."""

    holder: Holder


class Gain(FromHer, frozen=True, tag="gain"):
    """How loud she plays from now on, over 20 ms."""

    decibels: float


class Flush(FromHer, frozen=True, tag="flush"):
    """Throw away what waits of this stream and of older ones, and report what was played."""

    stream: int


_page_message: Final[msgspec.json.Decoder[PageMessage]] = msgspec.json.Decoder(PageMessage)
_encoder: Final = msgspec.json.Encoder()


def page_message(text: str) -> PageMessage:
    """Read a text frame.

    Raises:
        msgspec.MsgspecError: it is no message of the protocol.
    """
    return _page_message.decode(text)


def text_frame(message: FromHer) -> str:
    """Write a text frame."""
    return _encoder.encode(message).decode()


def his_sound(frame: bytes) -> tuple[int, Samples]:
    """Read a binary frame of his sound: the place of its first sample, and the samples.

    Raises:
        ValueError: it is too short, or ends within a sample.
    """
    if len(frame) < PLACE.size:
        raise ValueError("A frame of sound begins with its place.")
    place: int = PLACE.unpack_from(frame)[0]
    whole: Any = np.frombuffer(frame, "<i2", offset=PLACE.size)
    return place, whole.astype(np.float32) / (_FULL_SCALE + 1)


def her_sound(stream: int, sound: Samples) -> bytes:
    """Write a binary frame of her sound."""
    whole = (np.clip(sound, -1, 1) * _FULL_SCALE).round().astype("<i2")
    return PLACE.pack(stream) + whole.tobytes()
