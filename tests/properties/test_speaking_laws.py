"""Laws of speaking: what is said, where phrases end, and that only what was played was heard."""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import fields
from itertools import pairwise

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from samantha.speaking.phrasing import Phrasing
from samantha.speaking.ports import Prosody
from samantha.speaking.progress import Heard, Progress, SpokenPhrase
from samantha.speaking.prosody import LIMITS, Act, Mood, Style, Tone, nearer, within_limits
from samantha.speaking.speaker import Elocution, Speaker
from samantha.speaking.verbalization import Habits, verbalize
from tests.speaking_fakes import (
    VOICE,
    Lane,
    ScriptedLoudspeaker,
    ScriptedSynthesizer,
)
from tests.virtual_time import run

SPEAKABLE = re.compile(r"(?:'?[^\W\d_]+(?:['-][^\W\d_]+)*[.,?!;:…—]?(?: |$))*")
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
WRITING = st.lists(
    st.sampled_from(
        [
            *"""Dr. Smith St. No. 5 e.g. etc. U.S. J. K. Henry VIII II I X NASA BBC SO US IT
            #DrSmith @a_b a.b@c.org www.x.org/y file.txt 3.5 1,000 12 March 2025 2025-03-12 3/4
            9:15 pm 5pm $5.50 50% 10 km 1st 1990s -5 +1 555 1234 (sighs) *laughs* [pause] **so**
            _x_ `y` ``` # - | > & / @ ~ ^ “no” "yes" 'it' it's … ... — - ! ? , ; : . 🙂 ❤️ :) é ß
            Ж 你 ½ ² € a and the""".split(),
            "\n",
            "\n\n",
        ]
    ),
    max_size=16,
).map(" ".join)
TEXT = ANY_TEXT | WRITING | st.lists(WRITING | ANY_TEXT, max_size=4).map("".join)
HABITS = st.builds(Habits, st.booleans(), st.booleans(), st.booleans())
REPLY = st.lists(
    st.sampled_from(
        [
            *"""Oh, yes. well I think that the boat, which left Dr. Smith e.g. at 3.5 or 5 p.m. is
            (very old) *smiles* a.b@c.org mail: no! Really?! so… and wait— because 1. item “quoted”
            , . ?""".split(),
            "(very old)",
            "\n",
        ]
    ),
    max_size=40,
).map(" ".join)


# -- verbalizing ---------------------------------------------------------------------------------


@settings(max_examples=400, deadline=None)
@given(TEXT, HABITS)
@example("#StJohnII", Habits())
def test_only_words_and_pauses_are_said(text: str, habits: Habits) -> None:
    said = verbalize(text, habits)
    assert SPEAKABLE.fullmatch(said.text), said.text
    assert len(said.written_ends) == len(text.split())
    assert list(said.written_ends) == sorted(said.written_ends)
    if said.written_ends:
        assert said.written_ends[-1] == len(said.text.split())


@settings(max_examples=400, deadline=None)
@given(TEXT, HABITS)
def test_saying_what_was_said_changes_nothing(text: str, habits: Habits) -> None:
    said = verbalize(text, habits).text
    assert verbalize(said, habits).text == said


# -- phrasing ------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(REPLY | TEXT, st.data())
def test_phrases_do_not_depend_on_the_pieces_and_join_to_the_reply(
    reply: str, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(reply)), max_size=12)))
    pieces = [reply[begin:end] for begin, end in pairwise([0, *cuts, len(reply)])]
    phrases = _phrases(pieces)
    assert phrases == _phrases([reply]) == _phrases(list(reply))
    assert "".join(phrases) == reply


@settings(deadline=None)
@given(REPLY)
def test_no_phrase_ends_within_a_name_a_number_or_an_address(reply: str) -> None:
    for phrase in _phrases([reply])[:-1]:
        assert not re.search(r"(?:Dr|e\.g|a\.b@c|3|a|\(very|\*smiles)\.?$", phrase), phrase
        assert phrase.strip()


def _phrases(pieces: Sequence[str]) -> list[str]:
    phrasing = Phrasing()
    heard = [phrase for piece in pieces for phrase in phrasing.hear(piece)]
    return heard + phrasing.rest()


# -- prosody -------------------------------------------------------------------------------------

NUMBER = st.floats(-3, 3)
PROSODY = st.builds(
    Prosody,
    pace=st.floats(0.3, 3),
    pitch_semitones=st.floats(-12, 12),
    pitch_range=st.floats(0.1, 4),
    energy_db=st.floats(-40, 20),
    breath_db=st.floats(0, 60),
    pause=st.floats(0, 5),
)


@settings(deadline=None)
@given(st.builds(Mood, NUMBER, NUMBER), st.sampled_from(Style), st.sampled_from(Act))
def test_whatever_she_feels_she_stays_intelligible(mood: Mood, style: Style, act: Act) -> None:
    prosody = Tone(mood, style).prosody(act)
    assert within_limits(prosody) == prosody
    least, most = LIMITS
    for each in fields(Prosody):
        low, value, high = (getattr(one, each.name) for one in (least, prosody, most))
        assert low <= value <= high


@settings(deadline=None)
@given(PROSODY, PROSODY)
def test_a_change_is_never_sudden_and_gets_there(one: Prosody, other: Prosody) -> None:
    before, wanted = within_limits(one), within_limits(other)
    for _ in range(16):
        before = nearer(before, wanted)
    assert before == wanted


# -- hearing -------------------------------------------------------------------------------------


def _spoken(lengths: list[int]) -> SpokenPhrase:
    return SpokenPhrase(
        text=" ".join(f"w{length}" for length in lengths) + " ",
        samples=np.zeros(sum(lengths), np.float32),
        ends=tuple(int(end) for end in np.cumsum(lengths)),
        pause_s=0.0,
    )


SPOKEN = st.lists(st.integers(0, 9), min_size=1, max_size=4).map(_spoken)


@settings(max_examples=300, deadline=None)
@given(st.lists(SPOKEN, max_size=4), st.lists(st.none() | st.integers(1, 30), max_size=12))
def test_progress_knows_exactly_what_was_played(
    phrases: list[SpokenPhrase], deeds: list[int | None]
) -> None:
    """However often the loudspeaker is emptied (None), or plays so many samples."""
    progress = Progress()
    for phrase in phrases:
        progress.add(phrase)
    played: list[tuple[int, int]] = []  # which phrase, and which sample of it
    heard: list[Heard] = []
    queue = _queued(progress, phrases, 0)
    for deed in [*deeds, None]:
        if deed is None:
            progress.broken_off(len(played))
            queue = _queued(progress, phrases, len(played))
        else:
            played += queue[:deed]
            queue = queue[deed:]
            heard += progress.heard(len(played))
    progress.broken_off(len(played))
    heard += progress.heard(len(played))
    last = progress.given_up()
    assert heard + ([last] if last else []) == list(_expected(phrases, set(played)))
    assert len(progress) == 0


def _queued(
    progress: Progress, phrases: Sequence[SpokenPhrase], place: int
) -> list[tuple[int, int]]:
    queue: list[tuple[int, int]] = []
    while (phrase := progress.waiting()) is not None:
        number = next(at for at, each in enumerate(phrases) if each is phrase)
        count = len(progress.put(place + len(queue)))
        length = len(phrase.samples)
        queue += [(number, sample) for sample in range(length - count, length)]
    return queue


def _expected(phrases: Sequence[SpokenPhrase], played: set[tuple[int, int]]) -> Iterator[Heard]:
    for number, phrase in enumerate(phrases):
        length = len(phrase.samples)
        if length == 0 or (number, length - 1) in played:
            yield Heard(phrase.text, whole=True)
            continue
        begun = any(each == number for each, _ in played)
        count = sum((number, end - 1) in played or (end == 0 and begun) for end in phrase.ends)
        if count:
            words = phrase.text.split()
            yield Heard(" ".join(words[:count]), whole=False)
        return


WORDS = st.lists(st.sampled_from(["one", "two", "🙂", "5%", "three"]), min_size=1, max_size=6)
PHRASES = st.lists(
    st.tuples(WORDS.map(" ".join), st.sampled_from(["", ".", ",", "…"])).map("".join), max_size=5
)
TIME_S = st.integers(0, 150).map(lambda hundredths: hundredths / 100)
DEED = st.sampled_from(["pause", "resume", "duck", "lift"])
BREAK = st.tuples(TIME_S, st.just("pause"), TIME_S, st.just("resume"))
DEEDS = st.lists(BREAK | st.tuples(TIME_S, DEED, TIME_S, DEED), max_size=6)
STOPPED_S = st.none() | TIME_S.map(lambda time_s: 4 * time_s)
Deeds = list[tuple[float, str, float, str]]


@settings(max_examples=150, deadline=None)
@given(PHRASES, DEEDS, STOPPED_S, st.sampled_from([0.0, 0.15, 0.7]))
def test_what_is_reported_was_played_and_nothing_else(
    phrases: list[str], deeds: Deeds, stopped_s: float | None, delay_s: float
) -> None:
    """However she is interrupted, her words are reported in order, each once, none unplayed."""
    reported, played = run(asyncio.wait_for(_scene(phrases, deeds, stopped_s, delay_s), 120))
    assert "".join(phrases).startswith(reported)
    if stopped_s is None:
        assert reported == "".join(phrases)
    assert played == set(range(1, len(played) + 1))
    # Of "5%" only "five" may have been played: then it was not said.
    assert 0 <= len(played) - _spoken_words(phrases, reported) <= 1


async def _scene(
    phrases: list[str], deeds: Deeds, stopped_s: float | None, delay_s: float
) -> tuple[str, set[int]]:
    """What was reported, and the numbers of the words that were played to their last sample."""
    loudspeaker = ScriptedLoudspeaker()
    speaker = Speaker(ScriptedSynthesizer(), loudspeaker, Lane(delay_s), Elocution(VOICE))
    loop = asyncio.get_running_loop()
    at_s = 0.0
    for first_s, first, second_s, second in [*deeds, (0.0, "lift", 0.0, "resume")]:
        for later_s, deed in ((first_s, first), (second_s, second)):
            at_s += later_s + 0.001
            loop.call_at(at_s, getattr(speaker, deed))
    if stopped_s is not None:
        loop.call_at(stopped_s, speaker.stop)

    async def source() -> AsyncGenerator[str, None]:
        for phrase in phrases:
            yield phrase

    reported = ""
    async with aclosing(speaker.say(source(), Tone(style=Style.PLAIN))) as heard:
        async for each in heard:
            reported += each.text
            played = _words_played(loudspeaker)
            assert len(played) >= _spoken_words(phrases, reported)
    assert loudspeaker.queued == 0
    return reported, _words_played(loudspeaker)


def _words_played(loudspeaker: ScriptedLoudspeaker) -> set[int]:
    levels = np.rint(loudspeaker.history * -10_000).astype(int)
    return {int(level) for level in levels[levels > 0]}


def _spoken_words(phrases: Sequence[str], reported: str) -> int:
    """How many spoken words a beginning of the written phrases stands for."""
    count = 0
    for phrase in phrases:
        taken, reported = reported[: len(phrase)], reported[len(phrase) :]
        ends = (0, *verbalize(phrase).written_ends)
        count += ends[len(taken.split())]
    return count
