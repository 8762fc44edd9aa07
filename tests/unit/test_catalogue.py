"""The catalogue says what it should, and every kind of mistake in one is named."""

import re

import pytest

from samantha.app.catalogue import default_entries, find_entry, load_catalogue, parse_catalogue
from samantha.app.settings import DEFAULT_MODEL
from samantha.domain.errors import SettingsInvalid
from samantha.domain.models import HubAddress, ModelFile, NpmMember, PackagePart, PackageParts

SHA = "a" * 64
GOOD = f"""
[[model]]
id = "small"
name = "Small"
purpose = "tests"
licence = "MIT"
bytes = 25
sha256 = "{SHA}"
file_name = "small.gguf"

[[model.source]]
hub = "https://hub.example/small.gguf"

[[model.source]]
package = "small-part{{n}}==1.2"
member = "small_part{{n}}/part{{n:02}}.bin"
parts = 3
part_bytes = 10
"""

SEVERAL = f"""
[[model]]
id = "ears"
name = "Ears"
purpose = "tests"
licence = "MIT"
default = true

[[model.file]]
name = "left.bin"
bytes = 4
sha256 = "{SHA}"

[[model.file]]
name = "head.bin"
bytes = 5
sha256 = "{SHA}"

[[model.file.source]]
npm = "@made/up@1.2"
member = "package/{{file}}"

[[model.source]]
package = "ears==1.2"
member = "ears/{{file}}"
platform = "made_up_1_2"
"""


def test_the_default_model_is_in_the_catalogue() -> None:
    entry = find_entry(DEFAULT_MODEL)
    assert entry.size_bytes == 1_117_320_768
    (file,) = entry.files
    assert file.sha256.startswith("cc324af0")
    assert isinstance(file.sources[0], HubAddress)
    assert isinstance(file.sources[1], PackageParts)
    assert len(file.sources[1].parts) == 22


def test_every_entry_is_complete_and_its_parts_add_up() -> None:
    for model_id, entry in load_catalogue().items():
        assert entry.id == model_id
        assert entry.licence
        assert entry.size_bytes == sum(file.size_bytes for file in entry.files)
        for file in entry.files:
            assert re.fullmatch("[0-9a-f]{64}", file.sha256)
            for source in file.sources:
                if isinstance(source, PackageParts):
                    assert sum(part.size_bytes for part in source.parts) == file.size_bytes


def test_what_is_fetched_unasked_lets_her_talk_hear_and_remember() -> None:
    assert [entry.id for entry in default_entries()] == [
        DEFAULT_MODEL,
        "moonshine-base-en",
        "silero-6.2.3",
        "smart-turn-v3.2",
        "all-minilm-l6-v2",
    ]


def test_no_file_name_looks_like_a_copy_made_from_another_model() -> None:
    entries = load_catalogue().values()
    assert not any(".packed." in file.path for entry in entries for file in entry.files)


def test_parts_are_numbered_and_the_last_holds_the_rest() -> None:
    entry = parse_catalogue(GOOD)["small"]
    assert entry.place == "small.gguf"
    assert not entry.default
    assert entry.files[0].sources == (
        HubAddress("https://hub.example/small.gguf"),
        PackageParts(
            (
                PackagePart("small-part1==1.2", "small_part1/part01.bin", 10),
                PackagePart("small-part2==1.2", "small_part2/part02.bin", 10),
                PackagePart("small-part3==1.2", "small_part3/part03.bin", 5),
            )
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[[model]]", "[[model", "TOML"),
        ("[[model]]", "[[thing]]", "model"),
        ("bytes = 25", "bytes = 0", "bytes"),
        ("bytes = 25", 'bytes = "25"', "bytes"),
        ("bytes = 25", "bytes = 31", "add up"),
        ("bytes = 25", "bytes = 20", "add up"),
        (SHA, SHA[:-1], "sha256"),
        (SHA, SHA.upper(), "sha256"),
        ('"small.gguf"', '"../small.gguf"', "file_name"),
        ('"small.gguf"', '".small.gguf"', "file_name"),
        ('licence = "MIT"', "", "licence"),
        ('licence = "MIT"', 'license = "MIT"', "license"),
        ("https://", "http://", "https"),
        ("==1.2", ">=1.2", "name==version"),
        ("==1.2", "==1.2 --index-url x", "name==version"),
        ("parts = 3", "", "part_bytes"),
        ('member = "small_part{n}/part{n:02}.bin"', "", "member"),
    ],
)
def test_a_mistake_is_named(old: str, new: str, named: str) -> None:
    changed = GOOD.replace(old, new)
    assert changed != GOOD
    with pytest.raises(SettingsInvalid) as caught:
        parse_catalogue(changed)
    assert named in caught.value.message


def test_the_same_model_twice_is_a_mistake() -> None:
    with pytest.raises(SettingsInvalid, match="twice"):
        parse_catalogue(GOOD + GOOD)


def test_an_unknown_model_is_named_with_those_there_are() -> None:
    with pytest.raises(SettingsInvalid, match=DEFAULT_MODEL):
        find_entry("nothing")


def test_one_part_written_several_times_is_a_mistake() -> None:
    with pytest.raises(SettingsInvalid, match="same part"):
        parse_catalogue(GOOD.replace("{n}", "").replace("{n:02}", ""))


def test_several_files_lie_in_a_folder_and_share_their_sources() -> None:
    entry = parse_catalogue(SEVERAL)["ears"]
    assert entry.place == "ears"
    assert entry.default
    assert entry.size_bytes == 9
    package = PackageParts((PackagePart("ears==1.2", "ears/left.bin", 4, "made_up_1_2"),))
    assert entry.files == (
        ModelFile("ears/left.bin", 4, SHA, (package,)),
        ModelFile("ears/head.bin", 5, SHA, (NpmMember("@made/up@1.2", "package/head.bin"),)),
    )


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("default = true", "default = 1", "default"),
        ('"head.bin"', '"left.bin"', "twice"),
        ('"head.bin"', '"../head.bin"', "file_name"),
        ("@made/up@1.2", "@made/up", "name@version"),
        ("@made/up@1.2", "--registry=x@1.2", "name@version"),
        ('"made_up_1_2"', '"--index-url x"', "platform"),
        ('[[model.source]]\npackage = "ears==1.2"', "[model.source]", "list of tables"),
        ("bytes = 5", "bytes = 5\nfile_name = 'x'", "file_name"),
    ],
)
def test_a_mistake_among_several_files_is_named(old: str, new: str, named: str) -> None:
    changed = SEVERAL.replace(old, new)
    assert changed != SEVERAL
    with pytest.raises(SettingsInvalid) as caught:
        parse_catalogue(changed)
    assert named in caught.value.message
