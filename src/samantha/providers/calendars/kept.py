"""A calendar whose entries lie on this machine: as .ics files, and perhaps elsewhere as well.

What is read is read from the files, so that it is there when a server is not. What is written goes
to where the calendar lives first, and into the files only after that was acknowledged.
"""

import asyncio
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import msgspec

from samantha.agenda.events import Answer, Draft, Event, Span
from samantha.agenda.ports import Change
from samantha.domain.clock import Clock
from samantha.domain.errors import StoreUnavailable
from samantha.providers.calendars import entries

_MIRROR = ".mirror.json"


class Tags(msgspec.Struct, frozen=True):
    """Which versions lie here, and when they were last compared with where they come from."""

    at: datetime
    state: str = ""
    """What the source gave to name its state."""
    versions: dict[str, str] = {}
    """The version of each entry, in the source's own way."""


@dataclass(frozen=True, slots=True)
class News:
    """What is different elsewhere."""

    state: str
    versions: Mapping[str, str]
    """Of all entries that are there now."""
    fresh: Mapping[str, bytes]
    """The entries whose version is not the one that was known."""


class Source(Protocol):
    """Where a calendar lives. Blocking; every method raises StoreUnavailable."""

    writable: bool

    def news(self, known: Tags | None) -> News | None:
        """What is different from `known`; None where nothing is."""
        ...

    def write(self, entry: str, raw: bytes | None, version: str | None) -> str:
        """Put or remove one entry, if its version is still `version`; returns the new version."""
        ...


class KeptCalendar:
    """A `Calendar` made of a folder of .ics files, or of one such file."""

    def __init__(
        self,
        name: str,
        path: Path,
        clock: Clock,
        *,
        zone: tzinfo,
        source: Source | None = None,
        his: Sequence[str] = (),
    ) -> None:
        """Whole days, and times without a zone, are meant in `zone`, where he lives.

        `his` are the addresses under which he is invited.
        """
        self._name = name
        self._path = path
        self._clock = clock
        self._zone = zone
        self._source = source
        self._his = tuple(his)
        self._alone = asyncio.Lock()
        self._parsed: dict[str, tuple[tuple[int, int], Any]] = {}

    @property
    def name(self) -> str:
        """What he calls it."""
        return self._name

    @property
    def writable(self) -> bool:
        """Whether it can be written at all."""
        return self._source is None or self._source.writable

    async def events(self, span: Span) -> Sequence[Event]:
        """What meets `span`, earliest first; a file that is no calendar is passed over."""
        async with self._alone:
            return await asyncio.to_thread(self._events, span)

    async def refresh(self) -> int:
        """Fetch what changed elsewhere; returns how many entries did."""
        if self._source is None:
            return 0
        async with self._alone:
            return await asyncio.to_thread(self._refresh, self._source)

    async def known_at(self) -> datetime | None:
        """When the files were last compared with their source; now, where there is none."""
        if self._source is None:
            return self._clock.now()
        tags = await asyncio.to_thread(self._tags)
        return None if tags is None else tags.at

    async def add(self, draft: Draft) -> Change:
        """Enter something new."""
        entry = self._path.name if self._is_file else f"{uuid4()}.ics"
        async with self._alone:
            before = await asyncio.to_thread(self._read, entry)
            return await self._written(entry, before, entries.written(draft, self._now(), before))

    async def move(self, event: Event, span: Span) -> Change:
        """Let one event, or this one occurrence of it, be at another time."""
        async with self._alone:
            entry, before = await asyncio.to_thread(self._entry_of, event)
            return await self._written(
                entry, before, entries.moved(before, event, span, self._now())
            )

    async def remove(self, event: Event) -> Change:
        """Remove one event, or this one occurrence of it."""
        async with self._alone:
            entry, before = await asyncio.to_thread(self._entry_of, event)
            return await self._written(entry, before, entries.without(before, event, self._now()))

    async def answer(self, event: Event, his_address: str, answer: Answer) -> Change:
        """Say on his behalf whether he comes."""
        async with self._alone:
            entry, before = await asyncio.to_thread(self._entry_of, event)
            after = entries.answered(before, event, his_address, answer, self._now())
            return await self._written(entry, before, after)

    async def undo(self, change: Change) -> None:
        """Put an entry back as it was; refused where it was changed since."""
        async with self._alone:
            there = await asyncio.to_thread(self._read, change.entry)
            if not entries.same(there, change.after):
                raise StoreUnavailable(
                    "That entry was changed since, so it is left as it is.",
                    "Look at it in the calendar and change it there.",
                )
            await self._written(change.entry, there, change.before)

    @property
    def _is_file(self) -> bool:
        return self._path.suffix.casefold() == ".ics"

    @property
    def _folder(self) -> Path:
        return self._path.parent if self._is_file else self._path

    def _now(self) -> datetime:
        return self._clock.now()

    def _files(self) -> list[Path]:
        if self._is_file:
            return [self._path] if self._path.exists() else []
        return sorted(self._path.glob("*.ics"))

    def _events(self, span: Span) -> list[Event]:
        found: list[Event] = []
        for file in self._files():
            with suppress(StoreUnavailable, FileNotFoundError):
                found += entries.events_in(self._calendar(file), span, self._zone, self._his)
        found.sort(key=lambda event: event.span.starts.timestamp())
        return [replace(event, calendar=self._name) for event in found]

    def _calendar(self, file: Path) -> Any:
        """The parsed file; parsed anew only where it changed."""
        status = file.stat()
        stamp = status.st_mtime_ns, status.st_size
        known = self._parsed.get(file.name)
        if known is None or known[0] != stamp:
            known = self._parsed[file.name] = stamp, entries.parsed(file.read_bytes())
        return known[1]

    def _entry_of(self, event: Event) -> tuple[str, bytes]:
        for file in self._files():
            raw = file.read_bytes()
            if event.uid.encode() in raw.replace(b"\r\n ", b""):
                return file.name, raw
        raise StoreUnavailable(
            f"“{event.title}” is not in the calendar any more.", "Look again at what is there."
        )

    async def _written(self, entry: str, before: bytes | None, after: bytes | None) -> Change:
        if not self.writable:
            raise StoreUnavailable(
                f"The calendar “{self._name}” can only be read.",
                "Connect it by CalDAV to change it here.",
            )
        await asyncio.to_thread(self._write, entry, after)
        return Change(self._name, entry, before, after)

    def _write(self, entry: str, raw: bytes | None) -> None:
        if self._source is not None:
            tags = self._tags() or Tags(self._now())
            version = self._source.write(entry, raw, tags.versions.get(entry))
            versions = {name: tag for name, tag in tags.versions.items() if name != entry}
            if raw is not None:
                versions[entry] = version
            self._keep_tags(msgspec.structs.replace(tags, state="", versions=versions))
        self._keep(entry, raw)

    def _refresh(self, source: Source) -> int:
        known = self._tags()
        news = source.news(known)
        if news is None:
            assert known is not None, "nothing is new only to one who knows something"
            self._keep_tags(msgspec.structs.replace(known, at=self._now()))
            return 0
        for entry, raw in news.fresh.items():
            self._keep(entry, raw)
        gone = [file.name for file in self._files() if file.name not in news.versions]
        for entry in gone:
            self._keep(entry, None)
        # Last, so that who is killed before this fetches again, and loses nothing.
        self._keep_tags(Tags(self._now(), news.state, dict(news.versions)))
        return len(news.fresh) + len(gone)

    def _read(self, entry: str) -> bytes | None:
        try:
            return (self._folder / entry).read_bytes()
        except FileNotFoundError:
            return None

    def _keep(self, entry: str, raw: bytes | None) -> None:
        """Write or remove one file, whole or not at all."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = self._folder / entry
            if raw is None:
                file.unlink(missing_ok=True)
                return
            scratch = file.with_name(f".{entry}.tmp")
            with scratch.open("wb") as out:
                out.write(raw)
                out.flush()
                os.fsync(out.fileno())
            scratch.replace(file)
        except OSError as error:
            raise StoreUnavailable(
                f"The calendar “{self._name}” could not be written: {error.strerror}.",
                "Make room or set the rights of that folder, and try again.",
            ) from error

    def _tags(self) -> Tags | None:
        with suppress(FileNotFoundError, msgspec.DecodeError, msgspec.ValidationError):
            return msgspec.json.decode((self._folder / _MIRROR).read_bytes(), type=Tags)
        return None

    def _keep_tags(self, tags: Tags) -> None:
        self._keep(_MIRROR, msgspec.json.encode(tags))
