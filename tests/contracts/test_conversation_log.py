"""The contract of `ConversationLog` and `Keepsakes`, the same for the real store and the fake."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Protocol

import pytest

from samantha.domain.dialogue import (
    Draft,
    Episode,
    EpisodeKind,
    Fact,
    Gist,
    Origin,
    Speaker,
    Utterance,
)
from samantha.memory.ports import ConversationLog, Keepsakes
from samantha.providers.sqlite.holding import open_memory
from tests.clock_fake import MORNING
from tests.memory_fake import ListMemory

NEVER = 2**62
"""A `before_id` that leaves nothing out."""


class Memory(ConversationLog, Keepsakes, Protocol):
    """What is tried here: one object that satisfies both ports."""


@pytest.fixture(params=["sqlite", "list"])
async def memory(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Memory, None]:
    if request.param == "list":
        yield ListMemory(datetime.now(UTC))
        return
    home = tmp_path / "home"
    async with open_memory(home / "a.db", lock_file=home / "a.lock", purpose="a test") as store:
        yield store


def draft(text: str, *, session: int = 1, speaker: Speaker = Speaker.PERSON) -> Draft:
    origin = Origin.SPOKEN if speaker is Speaker.PERSON else Origin.MODEL
    return Draft(session, speaker, text, MORNING, origin)


async def told(memory: Memory, *texts: str) -> list[Utterance]:
    """Keep `texts` in a session of their own and return them as kept."""
    session = await memory.begin_session(MORNING)
    return [await memory.add(draft(text, session=session)) for text in texts]


async def found(memory: Memory, *words: str, limit: int = 10, before_id: int = NEVER) -> list[str]:
    return [u.text for u, _ in await memory.search(words, limit, before_id=before_id)]


# -- the log -----------------------------------------------------------------------------------


async def test_begins_empty(memory: Memory) -> None:
    assert list(await memory.last(10)) == []
    assert await found(memory, "anything") == []
    life = await memory.lifetime()
    assert (life.conversations, life.utterances, life.previous_at) == (0, 0, None)
    assert timedelta(0) <= datetime.now(UTC) - life.born_at < timedelta(minutes=1)


async def test_gives_back_what_was_added_word_for_word(memory: Memory) -> None:
    session = await memory.begin_session(MORNING)
    at = datetime(2025, 10, 26, 2, 30, 1, 123456, timezone(timedelta(hours=5, minutes=45)))
    kept = await memory.add(
        Draft(session, Speaker.SHE, "Well —", at, Origin.SYSTEM, interrupted=True)
    )
    assert kept == Utterance(
        kept.id, session, Speaker.SHE, "Well —", at, Origin.SYSTEM, interrupted=True
    )
    assert list(await memory.last(1)) == [kept]


async def test_order_is_that_of_telling_whatever_the_clock_says(memory: Memory) -> None:
    session = await memory.begin_session(MORNING)
    backwards = [MORNING - timedelta(hours=hour) for hour in range(5)]
    kept = [
        await memory.add(Draft(session, Speaker.PERSON, str(at), at, Origin.SPOKEN))
        for at in backwards
    ]
    assert list(await memory.last(9)) == kept
    assert [each.id for each in kept] == sorted({each.id for each in kept})


async def test_last_takes_the_newest_before_an_id(memory: Memory) -> None:
    kept = await told(memory, *"abcdef")
    assert list(await memory.last(2)) == kept[-2:]
    assert list(await memory.last(2, before_id=kept[3].id)) == kept[1:3]
    assert list(await memory.last(9, before_id=kept[0].id)) == []
    assert list(await memory.last(0)) == []


async def test_ids_grow_over_sessions(memory: Memory) -> None:
    first = await told(memory, "one")
    second = await told(memory, "two")
    assert first[0].id < second[0].id
    assert first[0].session_id != second[0].session_id


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\n  spaces kept \r\n ",
        "naïve façade — “quotes” … 物語 🙂 👩‍🚀 e\u0301",
        "a\x00b\x00",
        "\x01\x02\x1b[31mred\x7f",
        "'; DROP TABLE utterances; --",
        "right-to-left \u202e marks \u200b and \ufeff",
        "🙂 long " * 2500,
    ],
)
async def test_every_text_survives(memory: Memory, text: str) -> None:
    (kept,) = await told(memory, text)
    assert kept.text == text
    assert (await memory.last(1))[0].text == text
    await memory.extend(kept.id, text + "!", interrupted=False)
    assert (await memory.last(1))[0].text == text + "!"


async def test_half_a_character_is_no_reason_to_lose_a_line(memory: Memory) -> None:
    """Lone surrogates come out of broken JSON and cannot be written as UTF-8."""
    (kept,) = await told(memory, "one \ud83d two")
    assert kept.text == (await memory.last(1))[0].text == "one ? two"
    await memory.extend(kept.id, "one \ud83d two \udc80 three", interrupted=True)
    assert (await memory.last(1))[0].text == "one ? two ? three"
    assert await found(memory, "\ud83d", "three") == ["one ? two ? three"]


async def test_half_a_character_does_no_harm_to_keepsakes(memory: Memory) -> None:
    (kept,) = await told(memory, "x")
    await memory.keep_facts([Fact("pet", "My \udc00 dog.", kept.id, MORNING)])
    await memory.keep_gist(Gist("a \ud800 b", kept.id))
    await memory.add_episode(Episode(EpisodeKind.NAMED, "I am \udfff.", MORNING))
    assert (await memory.facts())[0].quote == "My ? dog."
    assert (await memory.gist()).text == "a ? b"
    assert (await memory.episodes())[0].text == "I am ?."


# -- extend --------------------------------------------------------------------------------------


async def test_extend_replaces_text_and_mark_and_nothing_else(memory: Memory) -> None:
    before, kept, after = await told(memory, "before", "Well", "after")
    await memory.extend(kept.id, "Well, I", interrupted=True)
    await memory.extend(kept.id, "Well, I think so.", interrupted=False)
    utterances = await memory.last(3)
    assert [each.text for each in utterances] == ["before", "Well, I think so.", "after"]
    assert [each.id for each in utterances] == [before.id, kept.id, after.id]
    assert not utterances[1].interrupted


async def test_extend_keeps_the_search_right(memory: Memory) -> None:
    _, kept, _ = await told(memory, "a walrus", "an elephant", "a walrus again")
    await memory.extend(kept.id, "an elephant and a giraffe", interrupted=True)
    await memory.extend(kept.id, "a giraffe alone", interrupted=True)
    assert await found(memory, "elephant") == []
    assert await found(memory, "giraffe") == ["a giraffe alone"]
    assert len(await found(memory, "walrus")) == 2


async def test_extending_what_was_never_said_makes_nothing(memory: Memory) -> None:
    await told(memory, "one")
    await memory.extend(99, "ghost", interrupted=False)
    assert [each.text for each in await memory.last(9)] == ["one"]
    assert await found(memory, "ghost") == []


# -- search --------------------------------------------------------------------------------------


async def test_search_finds_other_forms_of_a_word(memory: Memory) -> None:
    await told(memory, "I walked the dogs.", "We were running late.", "Nothing here.")
    assert await found(memory, "walking", "dog") == ["I walked the dogs."]
    assert await found(memory, "runs") == ["We were running late."]


async def test_search_does_not_mind_case_or_accents(memory: Memory) -> None:
    await told(memory, "Zoë lives in LÜBECK.")
    assert len(await found(memory, "zoe")) == 1
    assert len(await found(memory, "lübeck")) == 1


async def test_search_takes_any_of_the_words_and_puts_the_best_first(memory: Memory) -> None:
    await told(memory, "the red boat", "the red boat on the lake", "the blue car", "a red car")
    hits = await memory.search(["boat", "lake"], 10, before_id=NEVER)
    assert [u.text for u, _ in hits] == ["the red boat on the lake", "the red boat"]
    scores = [score for _, score in hits]
    assert all(score > 0 for score in scores)
    assert scores == sorted(scores, reverse=True)


async def test_search_gives_no_more_than_asked_for(memory: Memory) -> None:
    await told(memory, *[f"sheep number {number}" for number in range(20)])
    assert len(await found(memory, "sheep", limit=3)) == 3
    assert await found(memory, "sheep", limit=0) == []


async def test_search_looks_only_at_what_is_older(memory: Memory) -> None:
    first, second, third = await told(memory, "a pear", "a second pear", "a third pear")
    assert await found(memory, "pear", before_id=first.id) == []
    assert set(await found(memory, "pear", before_id=third.id)) == {first.text, second.text}


async def test_search_gives_back_whole_utterances(memory: Memory) -> None:
    kept = await told(memory, "one plum")
    ((utterance, _),) = await memory.search(["plum"], 5, before_id=NEVER)
    assert utterance == kept[0]


@pytest.mark.parametrize(
    "words",
    [
        [],
        [""],
        [" ", "\t"],
        ['"'],
        ['""', '"*'],
        ["*"],
        ["\x00"],
        ["!!!", "…", "🙂"],
        ["\u202e"],
    ],
)
async def test_searching_for_no_real_word_finds_nothing(memory: Memory, words: list[str]) -> None:
    await told(memory, "apple OR pear")
    assert await found(memory, *words) == []


@pytest.mark.parametrize(
    "word",
    [
        '"apple',
        'app"le',
        "apple*",
        "^apple",
        "(apple",
        "apple)",
        "-apple",
        "+ apple",
        "{apple}",
        "apple:",
        "'apple'",
        "apple\\",
        "\x00apple",
    ],
)
async def test_signs_of_the_query_language_are_harmless(memory: Memory, word: str) -> None:
    await told(memory, "an apple", "a pear")
    assert await found(memory, word) == ["an apple"]


@pytest.mark.parametrize("word", ["OR", "NOT", "AND", "NEAR", "NEAR(apple, 2)", "text:apple"])
async def test_words_of_the_query_language_are_words(memory: Memory, word: str) -> None:
    await told(memory, "an apple", f"he said {word}")
    assert await found(memory, word) == [f"he said {word}"]


async def test_search_takes_as_many_words_as_a_long_letter_has(memory: Memory) -> None:
    await told(memory, "the word xylophone", "nothing")
    words = [f"word{number}" for number in range(3000)]
    assert await found(memory, *words, "xylophone") == ["the word xylophone"]


# -- lifetime ------------------------------------------------------------------------------------


async def test_lifetime_counts_only_sessions_in_which_something_was_said(memory: Memory) -> None:
    await told(memory, "a", "b")
    await told(memory)
    await told(memory, "c")
    life = await memory.lifetime()
    assert (life.conversations, life.utterances) == (2, 3)


async def test_lifetime_knows_when_they_talked_before_this_session(memory: Memory) -> None:
    session = await memory.begin_session(MORNING)
    await memory.add(draft("hello", session=session))
    assert (await memory.lifetime()).previous_at is None
    now = MORNING + timedelta(days=1)
    session = await memory.begin_session(now)
    assert (await memory.lifetime()).previous_at == MORNING
    await memory.add(Draft(session, Speaker.PERSON, "again", now, Origin.SPOKEN))
    assert (await memory.lifetime()).previous_at == MORNING


# -- keepsakes -----------------------------------------------------------------------------------


async def test_facts_come_in_the_order_of_telling(memory: Memory) -> None:
    one, two = await told(memory, "one", "two")
    later = Fact("home", "I live by the sea.", two.id, MORNING)
    earlier = Fact("work", "I work as a cook.", one.id, MORNING)
    await memory.keep_facts([later, earlier])
    assert list(await memory.facts()) == [earlier, later]
    await memory.keep_facts([])
    assert len(await memory.facts()) == 2


async def test_a_later_fact_takes_the_place_of_the_one_with_its_key(memory: Memory) -> None:
    one, two, three = await told(memory, "one", "two", "three")
    at = MORNING.astimezone(timezone(timedelta(hours=-3)))
    await memory.keep_facts([Fact("home", "I live here.", one.id, at)])
    await memory.keep_facts([Fact("dog", "My dog is old.", two.id, at)])
    moved = Fact("home", "I moved there.", three.id, at)
    await memory.keep_facts([moved])
    assert [fact.key for fact in await memory.facts()] == ["dog", "home"]
    assert (await memory.facts())[-1] == moved


async def test_the_gist_is_empty_at_first_and_then_the_last_one_kept(memory: Memory) -> None:
    assert await memory.gist() == Gist()
    await memory.keep_gist(Gist("first\nsecond", 3))
    await memory.keep_gist(Gist("second\nthird", 7))
    assert await memory.gist() == Gist("second\nthird", 7)


async def test_episodes_come_in_the_order_they_happened(memory: Memory) -> None:
    assert list(await memory.episodes()) == []
    episodes = [
        Episode(EpisodeKind.NAMED, "I chose a name.", MORNING),
        Episode(EpisodeKind.NAMED, "I chose another — “Iø”.", MORNING - timedelta(days=1)),
    ]
    for episode in episodes:
        await memory.add_episode(episode)
    assert list(await memory.episodes()) == episodes
