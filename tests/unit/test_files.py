"""Files are written whole or not at all."""

from pathlib import Path

import pytest

from samantha.app.files import PRIVATE, write_whole


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "new" / "a.toml"
    for text in ("a longer text", "ä"):
        write_whole(file, text)
        assert file.read_text(encoding="utf-8") == text
    assert list(file.parent.iterdir()) == [file]
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_private_file_is_for_its_owner_even_over_a_leftover(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.with_suffix(".tmp").write_text("half of an earlier one")
    write_whole(file, b"secret", rights=PRIVATE)
    assert file.read_bytes() == b"secret"
    assert file.stat().st_mode & 0o777 == 0o600


def test_where_it_cannot_be_written_the_old_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.toml"
    write_whole(file, "old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(file, "new")
    assert file.read_text() == "old"
