"""Laws of words, replies, prompts and memory, tried on whatever hypothesis thinks of."""

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from samantha.app.persona_file import load_persona, save_persona
from samantha.domain.dialogue import Draft, Gist, Origin, Speaker, Utterance
from samantha.domain.language import Message, Role, Sampling
from samantha.domain.words import sentences_of, words_of
from samantha.memory.gist import fold
from samantha.memory.sheet import facts_said
from samantha.mind.attention import fit
from samantha.mind.checks import Hearing, fault_of
from samantha.mind.thinking import LOST_THREAD, Task, think
from samantha.mind.topics import topic_of
from samantha.personality.persona import Persona, Timbre, Traits
from samantha.providers.llama_cpp.sampling import draw
from samantha.providers.sqlite.holding import open_memory
from samantha.providers.sqlite.memory import SqliteMemory
from tests.clock_fake import MORNING
from tests.fakes import ScriptedModel

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
PROSE = st.lists(
    st.sampled_from(
        "I you my sister Ines cried Dr. 3.5 km a.m. well… What?! “Go.” (yes) no. Stop! e.g. "
        "boat \n \n\n \t 🙂 it's — left. Rome, on Monday. !? . ...".split(" ")
    ),
    max_size=40,
).map(" ".join)
TEXT = ANY_TEXT | PROSE
TELLING = st.lists(
    st.sampled_from(
        [
            *"I cried when my sister Ines left Rome on 3 May . ! ? “ ” :".split(),
            "\n",
            "\r\n",
            "\x85",
        ]
    ),
    min_size=8,
    max_size=40,
).map(" ".join)
Count = Callable[[str], int]
SENTENCES = (
    "The sea was calm.",
    "A gull came down.",
    "Which pier was it?",
    "Oh!",
    "It cost 3.5 euros.",
    "I'm sorry to hear that.",
    "How can I assist you today?",
    "My mother said so.",
    "**Yes.**",
    "Theodore: hello.",
)
HEARING = Hearing("I saw the sea from the pier", "Theodore", "Mirel")


def words(text: str) -> int:
    return len(text.split())


def utf8_bytes(text: str) -> int:
    return len(text.encode())


# -- words ---------------------------------------------------------------------------------------


@given(TEXT)
def test_sentences_hold_all_words_and_no_others(text: str) -> None:
    sentences = list(sentences_of(text))
    assert words_of(" ".join(sentences)) == words_of(text)
    assert all(sentence == sentence.strip() != "" for sentence in sentences)


@given(TEXT)
def test_taking_apart_twice_changes_nothing(text: str) -> None:
    for sentence in sentences_of(text):
        assert "".join(sentences_of(sentence)) == sentence


@given(TEXT)
def test_facts_are_sentences_of_his(text: str) -> None:
    utterance = Utterance(1, 1, Speaker.PERSON, text, MORNING, Origin.SPOKEN)
    sentences = list(sentences_of(text))
    assert all(fact.quote in sentences for fact in facts_said(utterance))
    topic_of(text)


# -- replies -------------------------------------------------------------------------------------


@given(st.lists(st.lists(st.sampled_from(SENTENCES), max_size=6).map(" ".join), min_size=2))
def test_only_what_she_would_say_is_said(replies: list[str]) -> None:
    async def thought() -> list[str]:
        task = Task([Message(Role.USER, HEARING.said)], Sampling(stop=("\n",)), HEARING, 1)
        async with aclosing(think(ScriptedModel(replies), task)) as phrases:
            return [phrase async for phrase in phrases]

    phrases = asyncio.run(thought())
    reply = "".join(phrases)
    assert reply
    if phrases != [LOST_THREAD[1]]:
        assert all(fault_of(phrase.strip(), HEARING) is None for phrase in phrases)
        assert any(reply in each for each in replies)


# -- prompts -------------------------------------------------------------------------------------


@given(TEXT, st.integers(0, 60), st.sampled_from([words, utf8_bytes, len]))
def test_what_is_shown_never_takes_more_than_its_share(text: str, limit: int, count: Count) -> None:
    shown = fit(text, count, limit)
    assert count(shown) <= limit
    begin, _, end = shown.partition(" … ")
    assert text.startswith(begin) or text.startswith(shown)
    assert text.endswith(end)


@given(
    st.lists(st.tuples(st.booleans(), TEXT | TELLING), max_size=12), st.integers(0, 80), st.data()
)
def test_a_gist_stays_within_its_budget_and_invents_nothing(
    told: Sequence[tuple[bool, str]], budget: int, data: st.DataObject
) -> None:
    utterances = [
        Utterance(
            number + 1,
            1,
            Speaker.PERSON if his else Speaker.SHE,
            text,
            MORNING + timedelta(days=number),
            Origin.SPOKEN,
        )
        for number, (his, text) in enumerate(told)
    ]
    gist, rest = Gist(), utterances
    while rest:
        count = data.draw(st.integers(1, len(rest)))
        older, rest = rest[:count], rest[count:]
        gist = fold(gist, older, count_tokens=words, budget_tokens=budget)
        assert gist.up_to == older[-1].id
        assert words(gist.text) <= budget
    spoken = {
        " ".join(sentence.split())
        for each in utterances
        if each.speaker is Speaker.PERSON
        for sentence in sentences_of(each.text)
    }
    for line in gist.text.splitlines():
        match = re.fullmatch(r"\d{1,2} \w{3} \d{4}: “(.*)”", line)
        assert match
        assert " ".join(match[1].split()) in spoken


# -- persona -------------------------------------------------------------------------------------

_NAME = st.none() | ANY_TEXT.map(str.strip).filter(bool)
_PART = st.floats(0, 1)


@settings(max_examples=50)
@given(
    st.builds(
        Persona,
        her_name=_NAME,
        his_name=_NAME,
        traits=st.builds(Traits, **{each.name: _PART for each in fields(Traits)}),
        timbre=st.sampled_from(Timbre),
        voice=st.sampled_from(("", "hibari:soft", "kokoro:river")),
        voice_wish=ANY_TEXT,
        style=st.lists(ANY_TEXT, max_size=4).map(tuple),
    )
)
def test_a_persona_that_is_saved_is_read_again(persona: Persona) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "persona.toml"
        save_persona(file, persona)
        assert load_persona(file) == persona


# -- drawing -------------------------------------------------------------------------------------


@given(
    st_numpy.arrays(np.float32, st.integers(100, 300), elements=st.floats(-50, 50, width=32)),
    st.frozensets(st.integers(0, 99), max_size=60),
    st.lists(st.integers(0, 99), max_size=20),
    st.just(0.0) | st.floats(0.01, 2),
    st.floats(0.01, 1),
    st.floats(0, 1),
    st.integers(0, 2**32),
)
def test_a_banned_token_is_never_drawn(
    scores: np.ndarray[tuple[int], np.dtype[np.float32]],
    banned: frozenset[int],
    recent: list[int],
    temperature: float,
    top_p: float,
    min_p: float,
    seed: int,
) -> None:
    sampling = Sampling(temperature=temperature, top_p=top_p, min_p=min_p, repeat_penalty=1.1)
    token = draw(scores, sampling, recent, np.random.default_rng(seed), banned=banned)
    assert 0 <= token < len(scores)
    assert token not in banned


# -- memory --------------------------------------------------------------------------------------


class LastingLog(RuleBasedStateMachine):
    """The real store and a plain list, through any interleaving, are the same log."""

    WORDS: ClassVar = ("walrus", "pier", "boat", "Zoë", '"', "*", "\x00", "🙂", "\n")
    TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join) | ANY_TEXT

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self._runner = asyncio.Runner()
        self._told: list[Utterance] = []
        self._sessions = 0
        self._open()

    def _open(self) -> None:
        home = Path(self._folder.name)
        self._stack = AsyncExitStack()
        opening = open_memory(home / "a.db", lock_file=home / "a.lock", purpose="a law")
        self._memory: SqliteMemory = self._runner.run(self._stack.enter_async_context(opening))

    @rule()
    def reopen(self) -> None:
        self._runner.run(self._stack.aclose())
        self._open()

    @rule()
    def begin_session(self) -> None:
        self._sessions += 1
        assert self._runner.run(self._memory.begin_session(MORNING)) == self._sessions

    @precondition(lambda self: self._sessions > 0)
    @rule(text=TEXTS, speaker=st.sampled_from(Speaker), interrupted=st.booleans())
    def add(self, text: str, speaker: Speaker, *, interrupted: bool) -> None:
        draft = Draft(
            self._sessions, speaker, text, MORNING, Origin.SPOKEN, interrupted=interrupted
        )
        self._told.append(self._runner.run(self._memory.add(draft)))
        assert self._told[-1].text == text

    @precondition(lambda self: self._told)
    @rule(data=st.data(), text=TEXTS, interrupted=st.booleans())
    def extend(self, data: st.DataObject, text: str, *, interrupted: bool) -> None:
        at = data.draw(st.integers(0, len(self._told) - 1))
        old = self._told[at]
        self._runner.run(self._memory.extend(old.id, text, interrupted=interrupted))
        self._told[at] = Utterance(
            old.id, old.session_id, old.speaker, text, old.said_at, old.origin, interrupted
        )

    @invariant()
    def all_is_there_in_order(self) -> None:
        assert list(self._runner.run(self._memory.last(10**6))) == self._told

    @invariant()
    def what_holds_a_word_is_found(self) -> None:
        hits = self._runner.run(self._memory.search(["walrus"], 10**6, before_id=2**62))
        holding = {each.id for each in self._told if "walrus" in words_of(each.text)}
        assert {utterance.id for utterance, _ in hits} == holding

    def teardown(self) -> None:
        self._runner.run(self._stack.aclose())
        self._runner.close()
        self._folder.cleanup()


class TestLastingLog(LastingLog.TestCase):
    settings = settings(max_examples=20, stateful_step_count=15, deadline=None)
