"""Her room: one conversation, however many pages are open.

What happens is told to every page; the newest that takes the microphone has it, and she is heard at
the newest that plays. The life in it (`life.py`) may end and begin anew, as after a change of the
model: the pages stay, and what was told stays numbered.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import msgspec

from samantha import __version__
from samantha.domain.audio import Samples
from samantha.server.loudspeaker import RemoteLoudspeaker
from samantha.server.microphone import RemoteMicrophone
from samantha.server.page_line import PageLine
from samantha.server.past import Past
from samantha.server.wire import (
    Event,
    FloorHeld,
    FloorHolder,
    FromHer,
    Hello,
    HerTurn,
    HerWords,
    HisTurn,
    Holder,
    Met,
    Microphone,
    MicrophoneHeld,
    PageMessage,
    Played,
    Question,
    Skip,
    SpeakerHeld,
    SpeakerWanted,
    Tap,
    Welcome,
    Words,
)

MOST_PAGES: Final = 20
MOST_IDS: Final = 1_000
"""So many of the newest written lines are known by their ids."""
MOST_UNREAD: Final = 20
"""So many written lines wait for her to be awake."""
WATCH_EVERY_S: Final = 0.25


class Life(Protocol):
    """Who is in the room: the first meeting's plain voice, or she."""

    def typed(self, text: str) -> None:
        """He wrote something."""
        ...

    def tap(self) -> None:
        """He wants the floor."""
        ...

    def skip(self) -> None:
        """He skips a question of the first meeting."""
        ...


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is there, and what she can do."""

    her_name: str = ""
    his_name: str = ""
    met: bool = False
    hears: bool = False
    speaks: bool = False


@dataclass(slots=True)
class Telling:
    """How far the conversation was told: so that the history never knows more than the events."""

    utterance: int = 0
    """The newest utterance that was told of."""
    hers: int = 0
    """The one that she is saying now; 0 for none."""
    text: str = ""
    """What of it was told."""


class Room:
    """Where the pages meet her; everything here happens in the event loop."""

    def __init__(self, *, first_seq: int, now_s: Callable[[], float]) -> None:
        """`now_s` is a clock that only goes forward, in seconds."""
        self.loudspeaker = RemoteLoudspeaker(now_s)
        self.microphone = RemoteMicrophone()
        self.now_s = now_s
        self.presence = Presence()
        self.telling = Telling()
        self._past = Past(first_seq)
        self._first_seq = first_seq
        self._pages: list[PageLine] = []
        self._giver: PageLine | None = None
        self._floor: FloorHolder = "nobody"
        self._question: Question | None = None
        self._life: Life | None = None
        self._unread: deque[str] = deque(maxlen=MOST_UNREAD)
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._written: deque[tuple[str, str]] = deque(maxlen=MOST_UNREAD)
        self.someone_came = asyncio.Event()
        """Set when the first page is there."""
        self.gives_voice = asyncio.Event()
        """Set while a page gives his voice."""

    # -- pages ---------------------------------------------------------------------------------

    @property
    def seq(self) -> int:
        """The number of the newest event."""
        return self._past.seq

    @property
    def told(self) -> int:
        """How many events were told since the start."""
        return self.seq - self._first_seq + 1

    @property
    def floor(self) -> FloorHolder:
        """Who has the floor."""
        return self._floor

    @property
    def pages(self) -> int:
        """How many pages are here."""
        return len(self._pages)

    @property
    def is_full(self) -> bool:
        """Whether no more pages are let in."""
        return len(self._pages) >= MOST_PAGES

    def enter(self, page: PageLine, hello: Hello) -> None:
        """A page comes in, and is told what it missed and how things are."""
        page.plays = hello.speaks
        missed = self._past.since(hello.after)
        page.send(self._welcome(gap=missed is None))
        open_question = [self._question] if self._question else []
        for event in open_question if missed is None else missed:
            page.send(event)
        page.send(FloorHeld(self._floor))
        self._pages.append(page)
        if page.plays:
            self._speak_at(page)
        self._show_holders()
        self.someone_came.set()

    def leave(self, page: PageLine) -> None:
        """A page is gone: what it was playing stops, and was said only as far as it was played."""
        if page not in self._pages:
            return
        self._pages.remove(page)
        if self._giver is page:
            self._giver = None
        if self.loudspeaker.gone(page):
            self._hush()
        if self.loudspeaker.output is None:
            self._speak_at(next((each for each in reversed(self._pages) if each.plays), None))
        self._show_holders()

    def close_pages(self, code: int, device: str | None = None) -> None:
        """Close the lines of a device, or of all."""
        for page in list(self._pages):
            if device in (None, page.device):
                page.close(code)

    def take(self, page: PageLine, message: PageMessage) -> None:
        """A page said something."""
        match message:
            case Words(id=identity, text=text):
                self._write(identity, text)
            case Tap():
                self._tap()
            case Skip():
                if self._life is not None:
                    self._life.skip()
            case Played(stream=stream, samples=samples):
                self.loudspeaker.report(page, stream, samples)
            case Microphone(state="taken"):
                self._giver = page
                self.microphone.begin()
                if page.plays:
                    self._speak_at(page)
                self._show_holders()
            case Microphone():
                if self._giver is page:
                    self._giver = None
                    self._show_holders()
            case SpeakerWanted(on=on):
                self._want_speaker(page, on=on)
            case Hello():
                pass  # it has come in already

    def hear(self, page: PageLine, place: int, sound: Samples) -> None:
        """A page gives his sound; only that of the microphone's holder counts."""
        if page is self._giver:
            self.microphone.give(place, sound)

    # -- told by who is in it ----------------------------------------------------------------------

    def tell(self, message: FromHer) -> None:
        """Tell every page; what belongs to the conversation is numbered and kept for a while."""
        if isinstance(message, Event):
            message = self._past.keep(self._noted(message))
        elif isinstance(message, FloorHeld):
            self._floor = message.holder
        for page in self._pages:
            page.send(message)

    def show(self, presence: Presence) -> None:
        """Who is there has changed, or what she can do."""
        if presence != self.presence:
            self.presence = presence
            for page in self._pages:
                page.send(self._welcome(gap=False))

    def enliven(self, life: Life | None) -> None:
        """Someone is in the room now, or nobody."""
        self._life = life
        if life is None:
            self._question = None
            self.tell(FloorHeld("nobody"))
        while life is not None and self._unread:
            life.typed(self._unread.popleft())

    def answered(self) -> None:
        """The question of the first meeting is not open any more."""
        self._question = None

    async def watch(self) -> None:
        """See that a page which is to play does play; for ever."""
        while True:
            await asyncio.sleep(WATCH_EVERY_S)
            if self.loudspeaker.stuck:
                self.loudspeaker.move_to(None)
                self._show_holders()

    # -- within ------------------------------------------------------------------------------------

    def _welcome(self, *, gap: bool) -> Welcome:
        here = self.presence
        return Welcome(
            seq=self.seq,
            her_name=here.her_name,
            his_name=here.his_name,
            met=here.met,
            hears=here.hears,
            speaks=here.speaks,
            version=__version__,
            gap=gap,
        )

    def _noted(self, event: Event) -> Event:
        telling = self.telling
        match event:
            case HisTurn(utterance=utterance, text=text):
                telling.utterance = utterance
                return msgspec.structs.replace(event, id=self._id_of(text))
            case HerWords(utterance=utterance, text=text):
                told = telling.text if telling.hers == utterance else ""
                telling.utterance = max(telling.utterance, utterance)
                telling.hers, telling.text = utterance, told + text
            case HerTurn():
                telling.hers, telling.text = 0, ""
            case Question():
                # Who comes later is asked, too, under the number that it gets now.
                self._question = msgspec.structs.replace(event, seq=self.seq + 1)
            case Met(her_name=hers, his_name=his):
                self._question = None
                self.presence = Presence(
                    hers, his, met=True, hears=self.presence.hears, speaks=self.presence.speaks
                )
            case _:
                pass
        return event

    def _id_of(self, text: str) -> str:
        for each in self._written:
            if each[1].strip() == text.strip():
                self._written.remove(each)
                return each[0]
        return ""

    def _write(self, identity: str, text: str) -> None:
        if identity in self._ids or not text.strip():
            return
        self._ids[identity] = None
        if len(self._ids) > MOST_IDS:
            self._ids.popitem(last=False)
        if self._life is None:
            self._unread.append(text)
            self._written.append((identity, text))
            return
        if self._question is None:
            self._written.append((identity, text))
        self._life.typed(text)

    def _tap(self) -> None:
        if self._life is not None:
            self._life.tap()

    def _hush(self) -> None:
        """What she was saying cannot be heard any more."""
        self._tap()
        self.loudspeaker.stop()

    def _want_speaker(self, page: PageLine, *, on: bool) -> None:
        page.plays = page.plays or on
        if on:
            self._speak_at(page)
        elif self.loudspeaker.output is page:
            self._speak_at(None)
        self._show_holders()

    def _speak_at(self, page: PageLine | None) -> None:
        if self.loudspeaker.output is not page:
            self.loudspeaker.move_to(page)

    def _show_holders(self) -> None:
        for page in self._pages:
            page.send(MicrophoneHeld(_seen_by(page, self._giver)))
            page.send(SpeakerHeld(_seen_by(page, self.loudspeaker.output)))
        if self._giver is None:
            self.gives_voice.clear()
        else:
            self.gives_voice.set()


def _seen_by(page: PageLine, holder: object | None) -> Holder:
    if holder is None:
        return "nobody"
    return "you" if holder is page else "another"
