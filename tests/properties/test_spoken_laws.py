"""Laws of a spoken session: whatever he does and whatever fails, what is kept was heard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from samantha.conversation.spoken import SpokenSession
from samantha.conversation.tales import Tale, Told
from samantha.domain.audio import SPEAKING_HZ
from samantha.domain.dialogue import Speaker as Who
from samantha.domain.language import Message
from samantha.domain.words import words_of
from tests.fakes import BreaksOff, Line, ScriptedModel, Unavailable
from tests.hearing_fakes import WORDS, ScriptedRecognizer, silence, spoken
from tests.scenarios.evening import Evening
from tests.speaking_fakes import ScriptedLoudspeaker

REPLIES: Sequence[Line] = (
    "Good.",
    "Oh, your sister. That is three calls within a month and every one from another harbour.",
    "Which one was it today, the grey one?",
    "The tide was late. The cranes slept and nobody counted the boats. Did the lamps burn?",
    Unavailable("No words came.", "Try again."),
    BreaksOff("A boat left first. Then another"),
)
MURMUR = 2
"""So many words over hers may be a listener's sound that was misheard."""
ENDS = (Told.OVER, Told.BROKEN_OFF, Told.TROUBLE)


@dataclass(frozen=True)
class Course:
    """An evening to be held: his words between silences, and what he does by hand."""

    stretches: Sequence[tuple[int, float]]
    """How many words, and how many seconds of silence behind them."""
    by_hand: Sequence[tuple[float, str]]
    """When, and what he writes; "" is a tap."""
    replies: Sequence[int]
    finality: float
    thinking_s: float
    word_s: float = 0.2


@st.composite
def courses(draw: st.DrawFn, *, by_hand: bool = True, word_s: float = 0.2) -> Course:
    pauses = st.sampled_from([0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1.0, 1.3, 2.0, 3.5])
    stretches = st.lists(st.tuples(st.integers(1, 5), pauses), min_size=1, max_size=8)
    hand = st.tuples(st.integers(20, 900).map(lambda n: n / 60), st.sampled_from(["", "", "stay"]))
    return Course(
        draw(stretches),
        draw(st.lists(hand, max_size=4 if by_hand else 0, unique_by=lambda each: each[0])),
        draw(st.lists(st.integers(0, len(REPLIES) - 1), min_size=1, max_size=5)),
        draw(st.sampled_from([0.1, 0.5, 0.9])),
        draw(st.sampled_from([0.0, 0.05, 0.3, 0.8])),
        word_s,
    )


@dataclass
class Held:
    """The evening, and what the laws compare it with."""

    evening: Evening
    his: Sequence[str]
    over_him: int
    """How many samples of hers were played while he alone had the floor."""


def hold(course: Course) -> Held:
    loudspeaker = Watched()
    model = ScriptedModel(_answers(course.replies), delay_s=course.thinking_s)
    evening = Evening([], finality=course.finality, model=model)
    evening.recognizer = ScriptedRecognizer(WORDS)
    evening.loudspeaker = loudspeaker
    evening.watch = loudspeaker.watch
    for second, text in course.by_hand:
        evening.at_second[second] = _act(text)
    sounds, count = [silence(0.5)], 0
    for words, pause_s in course.stretches:
        sounds += [spoken(count, words, word_s=course.word_s), silence(pause_s)]
        count += words
    evening.hold(*sounds, silence(5), muted_s=50)
    return Held(evening, WORDS[:count], loudspeaker.over_him)


class Watched(ScriptedLoudspeaker):
    """Counts what it plays while he alone has the floor."""

    def __init__(self) -> None:
        super().__init__()
        self.over_him = 0
        self._since: int | None = None

    def watch(self, tale: Tale) -> None:
        if tale.what is Told.FLOOR:
            if self._since is not None:
                self.over_him += self.played - self._since
            self._since = self.played if tale.text == "he" else None


def _answers(choices: Sequence[int]) -> Callable[[Sequence[Message]], Line]:
    count = 0

    def answer(_: Sequence[Message]) -> Line:
        nonlocal count
        count += 1
        return REPLIES[choices[(count - 1) % len(choices)]]

    return answer


def _act(text: str) -> Callable[[SpokenSession], None]:
    return (lambda talking: talking.typed(text)) if text else (lambda talking: talking.tap())


def words_in(texts: Sequence[str]) -> list[str]:
    return list(words_of(" ".join(texts)))


@settings(deadline=None, max_examples=40)
@given(courses())
def test_what_is_kept_of_her_is_what_was_played_and_what_was_told(course: Course) -> None:
    held = hold(course)
    kept = words_in(held.evening.said(Who.SHE))
    assert kept == words_in(held.evening.heard)
    assert kept == words_in(held.evening.told(Told.HER_WORDS))


@settings(deadline=None, max_examples=40)
@given(courses())
def test_she_is_silent_while_he_alone_has_the_floor(course: Course) -> None:
    # What is stopped may have been counted up to the end of the sample that was being played.
    assert hold(course).over_him <= SPEAKING_HZ // 1000


@settings(deadline=None, max_examples=40)
@given(courses())
def test_every_turn_of_his_is_answered_once_or_its_trouble_told(course: Course) -> None:
    evening = hold(course).evening
    open_turns = 0
    for tale in evening.tales:
        if tale.what is Told.HIS_TURN:
            assert open_turns == 0
            open_turns = 1
        elif tale.what in (Told.OVER, Told.BROKEN_OFF):
            open_turns = 0
    assert open_turns == 0
    turns = [each.utterance for each in evening.tales if each.what is Told.HIS_TURN]
    assert turns == [each.id for each in evening.kept if each.speaker is Who.PERSON]


@settings(deadline=None, max_examples=40)
@given(courses())
def test_after_any_storm_it_settles_and_leaves_nothing_behind(course: Course) -> None:
    evening = hold(course).evening
    assert evening.told(Told.FLOOR)[-1] == "nobody"
    assert evening.tasks_left == 0


@settings(deadline=None, max_examples=100)
@given(courses(by_hand=False, word_s=0.6))
def test_no_word_of_his_is_lost_or_doubled(course: Course) -> None:
    held = hold(course)
    assert words_in(held.evening.said(Who.PERSON)) == list(held.his)


@settings(deadline=None, max_examples=100)
@given(courses(by_hand=False))
def test_of_words_so_short_that_they_may_be_a_murmur_only_one_or_two_in_a_row_are_lost(
    course: Course,
) -> None:
    held = hold(course)
    kept = words_in(held.evening.said(Who.PERSON))
    lost = [word not in kept for word in held.his]
    assert kept == [word for word, gone in zip(held.his, lost, strict=True) if not gone]
    first = 0
    for count, _ in course.stretches:
        assert sum(lost[first : first + count]) in ((0, count) if count <= MURMUR else (0,))
        first += count
