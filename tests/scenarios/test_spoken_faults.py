"""Parts that fail in the middle of talk: she says so, text goes on, and the part comes back."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

import pytest

from samantha.conversation.afterwards import Mindset
from samantha.conversation.answer import LOST_THE_REST
from samantha.conversation.remarks import ASKING_AFTER, ASKING_AGAIN, BRIDGES
from samantha.conversation.reply import Thought, Wording
from samantha.conversation.session import Session
from samantha.conversation.tales import Tale, Told
from samantha.domain.audio import HeardWord, Samples, Speech
from samantha.domain.dialogue import Origin, Utterance
from samantha.domain.dialogue import Speaker as Who
from samantha.domain.errors import VoiceUnavailable
from samantha.domain.language import Message, Sampling
from samantha.mind.checks import Hearing, fault_of
from samantha.mind.timely import Timely
from samantha.speaking.ports import Prosody
from samantha.speaking.understudy import REST_S, STANDS_IN, Understudied
from tests.fakes import BreaksOff, ScriptedModel, Unavailable
from tests.hearing_fakes import ScriptedRecognizer, silence
from tests.scenarios.evening import (
    HARBOUR,
    LISTEN,
    LONG_REPLY,
    SISTER,
    WORDS,
    Evening,
)
from tests.speaking_fakes import ScriptedLoudspeaker, ScriptedSynthesizer

T = TypeVar("T")

pytestmark = pytest.mark.usefixtures("unblocked_loop")


class HesitantModel(ScriptedModel):
    """Falls silent for `pauses[n]` seconds before the n-th piece (from 0) of every reply."""

    def __init__(self, replies: Sequence[str], pauses: dict[int, float]) -> None:
        super().__init__(list(replies))
        self.pauses = pauses

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling
    ) -> AsyncGenerator[str, None]:
        count = 0
        async for piece in super().stream(messages, sampling):
            await asyncio.sleep(self.pauses.get(count, 0.05))
            count += 1
            yield piece


class SlowLane:
    """A lane in which everything takes so many seconds for each second of sound heard so far."""

    def __init__(self, slowness: float) -> None:
        self._slowness = slowness
        self._free_at_s = 0.0
        self.waiting = 0
        self.most_waiting = 0

    def submit(self, fn: Callable[[], T], /) -> "Future[T]":
        future: Future[T] = Future()
        loop = asyncio.get_running_loop()
        self.waiting += 1
        self.most_waiting = max(self.most_waiting, self.waiting)
        result = fn()

        def done() -> None:
            self.waiting -= 1
            if future.set_running_or_notify_cancel():
                future.set_result(result)

        loop.call_later(self._slowness, done)
        return future


# -- F1, F2, F3: the language model ---------------------------------------------------------------


def test_a_model_that_refuses_is_admitted_within_a_second_and_the_next_turn_is_answered() -> None:
    gone = Unavailable("The model is not there.", "Start it.")
    evening = Evening([gone, "Here I am again, and so are you."])
    evening.hold(silence(0.5), SISTER, silence(6), HARBOUR, silence(6))
    assert [each.text for each in evening.kept] == [
        "my sister called",
        "The model is not there.",
        "from the harbour and wept",
        "Here I am again, and so are you.",
    ]
    assert evening.told(Told.TROUBLE) == ["The model is not there. Start it."]
    assert evening.when(Told.FLOOR, "she") <= 1.1 + 1.0


def test_a_slow_first_word_is_bridged_truly_and_then_answered() -> None:
    evening = Evening([], model=HesitantModel(["Three calls, then."], {0: 4.0}))
    evening.hold(silence(0.5), SISTER, silence(10))
    assert evening.said(Who.PERSON) == ["my sister called"]
    assert evening.said(Who.SHE) == [f"{BRIDGES[0]} Three calls, then."]
    # He ended at 1.1 s and his turn at some 1.4 s: 1.2 s later she speaks.
    assert 2.3 <= evening.when(Told.FLOOR, "she") <= 2.9


def test_words_for_while_she_thinks_come_later_when_they_were_needed_just_before() -> None:
    model = HesitantModel(["Three calls, then.", "And which harbour was it?"], {0: 2.5})
    evening = Evening([], model=model)
    evening.hold(silence(0.5), SISTER, silence(10), HARBOUR, silence(10))
    assert evening.said(Who.SHE) == [
        f"{BRIDGES[0]} Three calls, then.",
        "And which harbour was it?",
    ]


class Doer(Session):
    """Does what he asks for, which takes a moment and begins only when his words are certain."""

    def consider(self, text: str) -> Thought | None:
        return None

    async def _known_answer(self, said: Utterance, turn: int, mindset: Mindset) -> str | None:
        await asyncio.sleep(0.3)
        return "It is done."


def test_a_deed_that_takes_a_moment_needs_no_words_before_it() -> None:
    evening = Evening([], kind=Doer)
    evening.hold(silence(0.5), SISTER, silence(6))
    assert evening.said(Who.SHE) == ["It is done."]


class Looking(Session):
    """Finds every answer by looking something up, which takes four seconds."""

    def consider(self, text: str) -> Thought:
        async def look() -> AsyncGenerator[str, None]:
            await asyncio.sleep(4.0)
            yield "At the grey one, on Friday."

        async def find() -> Wording:
            return Wording(look(), Origin.MODEL, meanwhile="Let me look.")

        return Thought(text, find)


def test_who_looks_something_up_says_so_and_then_answers() -> None:
    evening = Evening([], kind=Looking)
    evening.hold(silence(0.5), SISTER, silence(10))
    assert evening.said(Who.SHE) == ["Let me look. At the grey one, on Friday."]
    assert " ".join(evening.heard) == "Let me look. At the grey one, on Friday."


def test_a_model_without_a_word_is_given_up_after_eight_seconds() -> None:
    model = Timely(HesitantModel(["Never heard."], {0: 60.0}))
    evening = Evening([], model=model)
    evening.hold(silence(0.5), SISTER, silence(14))
    (reply,) = evening.said(Who.SHE)
    assert reply == f"{BRIDGES[0]} My model keeps me waiting just now."
    assert len(evening.told(Told.TROUBLE)) == 1
    assert evening.when(Told.TROUBLE) <= 1.1 + 8.5
    assert evening.told(Told.FLOOR)[-1] == "nobody"


@pytest.mark.parametrize("stalls", [False, True])
def test_a_model_that_leaves_off_in_mid_sentence_keeps_what_was_heard(stalls: bool) -> None:
    begun = "Three calls within a month. And every one of them from"
    if stalls:
        evening = Evening([], model=Timely(HesitantModel([begun + " afar."], {11: 60.0})))
    else:
        evening = Evening([BreaksOff(begun)])
    evening.hold(silence(0.5), SISTER, silence(14))
    assert evening.said(Who.SHE) == ["Three calls within a month." + LOST_THE_REST]
    assert len(evening.told(Told.TROUBLE)) == 1
    assert "".join(evening.told(Told.HER_WORDS)) == evening.said(Who.SHE)[0]


def test_nothing_is_told_of_a_model_that_failed_a_thought_which_was_forgotten() -> None:
    evening = Evening([Unavailable(), "The harbour? Which one?"], finality=0.2)
    evening.hold(silence(0.5), SISTER, silence(0.5), HARBOUR, silence(6))
    assert evening.told(Told.TROUBLE) == []
    assert evening.said(Who.SHE) == ["The harbour? Which one?"]


# -- F10: the recognizer --------------------------------------------------------------------------


class Deaf(ScriptedRecognizer):
    """Gives no word, or garbage, or breaks, for its first `turns` calls."""

    def __init__(self, result: Sequence[HeardWord] | Exception, calls: int) -> None:
        super().__init__(WORDS)
        self.result = result
        self.calls = calls

    def recognize(self, sound: Samples, *, settled: Sequence[str] = ()) -> Sequence[HeardWord]:
        self.calls -= 1
        if self.calls < 0:
            return super().recognize(sound, settled=settled)
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


def test_who_is_not_understood_is_told_at_most_once_in_three() -> None:
    turn = (silence(0.5), HARBOUR, HARBOUR, silence(6))
    evening = Evening([], recognizer=Deaf((), 1000))
    evening.hold(*(turn * 9))
    assert evening.said(Who.PERSON) == []
    assert evening.said(Who.SHE) == list(ASKING_AGAIN)
    first, second = (each.at_ms / 1000 for each in evening.tales if each.what is Told.OVER)
    assert second - first >= 3 * 8.0


def test_a_short_sound_without_a_word_asks_for_nothing() -> None:
    evening = Evening([], recognizer=Deaf((), 1000))
    evening.hold(silence(0.5), SISTER, silence(6))
    assert not evening.kept
    assert evening.told(Told.FLOOR) == ["nobody", "he", "pausing", "nobody"]


def test_a_recognizer_that_breaks_is_told_and_comes_back_by_itself() -> None:
    recognizer = Deaf(RuntimeError("broken"), 1000)
    evening = Evening(["So you are there."], recognizer=recognizer)
    evening.at_second[7.0] = lambda _: setattr(recognizer, "calls", 0)
    evening.hold(silence(0.5), HARBOUR, HARBOUR, silence(6), SISTER, silence(6))
    assert len(evening.told(Told.TROUBLE)) == 1
    assert evening.said(Who.PERSON) == ["my sister called"]
    assert evening.said(Who.SHE)[-1] == "So you are there."


@pytest.mark.parametrize("slowness", [0.3, 1.5, 3.0])
def test_a_slow_recognizer_makes_her_late_and_loses_nothing(slowness: float) -> None:
    lane = SlowLane(slowness)
    evening = Evening(["So she wept."], recognition=lane)
    evening.hold(silence(0.5), SISTER, HARBOUR, silence(12))
    assert evening.said(Who.PERSON) == ["my sister called from the harbour and wept"]
    assert evening.said(Who.SHE) == ["So she wept."]
    assert lane.most_waiting == 1


def test_an_interruption_is_understood_late_but_is_understood() -> None:
    evening = Evening([LONG_REPLY, "I am listening to you."], recognition=SlowLane(0.5))
    evening.hold(silence(0.5), SISTER, silence(3), LISTEN, silence(8))
    assert evening.said(Who.PERSON) == ["my sister called", "wait listen to me"]
    assert evening.said(Who.SHE)[1] == "I am listening to you."


def test_a_noise_over_her_words_breaks_them_off_and_she_takes_them_up_again() -> None:
    recognizer = Deaf((), 0)
    evening = Evening([LONG_REPLY], recognizer=recognizer)
    evening.at_second[2.0] = lambda _: setattr(recognizer, "calls", 1000)
    floor: list[tuple[float, str, int]] = []

    def watch(tale: Tale) -> None:
        if tale.what is Told.FLOOR:
            floor.append((tale.at_ms / 1000, tale.text, evening.loudspeaker.played))

    evening.watch = watch
    evening.hold(silence(0.5), SISTER, silence(2), HARBOUR, silence(14))
    assert evening.said(Who.SHE) == [LONG_REPLY]
    assert not evening.kept[1].interrupted
    assert " ".join(evening.heard) == LONG_REPLY
    holders = [(holder, played) for _, holder, played in floor]
    assert [holder for holder, _ in holders[-5:]] == ["both", "he", "pausing", "she", "nobody"]
    assert dict(holders)["he"] == dict(holders)["pausing"]
    (paused_s, went_on_s) = (at_s for at_s, _, _ in floor[-3:-1])
    assert went_on_s - paused_s >= 1.0


# -- F11: the voice -------------------------------------------------------------------------------


class HoarseSynthesizer(ScriptedSynthesizer):
    """Fails at the calls whose numbers (from 1, those that warm it up left out) are given."""

    def __init__(self, fails_at: Sequence[int], error: Exception) -> None:
        super().__init__()
        self.fails_at = fails_at
        self.error = error
        self.asked = -5  # as many reflexes are prepared

    def say(self, text: str, voice: str, prosody: Prosody) -> Speech:
        self.asked += 1
        if self.asked in self.fails_at:
            raise self.error
        return super().say(text, voice, prosody)


@pytest.mark.parametrize("call", [1, 2, 3])
@pytest.mark.parametrize("error", [VoiceUnavailable("It broke.", "Read."), RuntimeError("onnx")])
def test_a_voice_that_fails_leaves_the_words_to_be_read(call: int, error: Exception) -> None:
    evening = Evening([LONG_REPLY, "Here is my voice."])
    evening.synthesizer = HoarseSynthesizer([call], error)
    evening.hold(silence(0.5), SISTER, silence(8), HARBOUR, silence(8))
    assert evening.said(Who.SHE) == [LONG_REPLY, "Here is my voice."]
    assert "".join(evening.told(Told.HER_WORDS)) == LONG_REPLY + "Here is my voice."
    assert not evening.kept[1].interrupted
    assert len(evening.told(Told.TROUBLE)) == 1


def test_another_voice_speaks_until_the_chosen_one_comes_back() -> None:
    chosen = HoarseSynthesizer([2], RuntimeError("onnx"))
    other = ScriptedSynthesizer()
    now_s = 0.0
    both = Understudied(chosen, other, "scripted:one", now_s=lambda: now_s)
    chosen.asked = 0
    for text in ("one", "two", "three"):
        both.say(text, "scripted:one", Prosody())
    assert (chosen.said, other.said) == (["one"], ["two", "three"])
    assert (both.tell_failure(), both.tell_failure()) == (STANDS_IN, None)
    now_s = REST_S
    both.say("four", "scripted:one", Prosody())
    assert chosen.said == ["one", "four"]
    assert both.tell_failure() is None


def test_he_is_told_once_that_another_voice_stands_in() -> None:
    chosen = HoarseSynthesizer(range(2, 100), RuntimeError("onnx"))
    both = Understudied(chosen, ScriptedSynthesizer(), "scripted:one", now_s=lambda: 0.0)
    assert both.tell_failure() is None
    evening = Evening([LONG_REPLY, "Here is my voice."], synthesizer=both)
    evening.trouble = both.tell_failure
    evening.hold(silence(0.5), SISTER, silence(12), HARBOUR, silence(8))
    assert evening.said(Who.SHE) == [LONG_REPLY, "Here is my voice."]
    assert evening.told(Told.NOTICE) == [STANDS_IN]


def test_a_voice_that_nobody_has_is_an_error_in_spite_of_the_other() -> None:
    both = Understudied(
        ScriptedSynthesizer(), ScriptedSynthesizer(), "scripted:one", now_s=lambda: 0.0
    )
    with pytest.raises(VoiceUnavailable):
        both.say("one", "scripted:none", Prosody())


class StandingLoudspeaker(ScriptedLoudspeaker):
    """Plays nothing any more after so many samples."""

    def __init__(self, until: int) -> None:
        super().__init__()
        self.until = until

    @property
    def played(self) -> int:
        return min(super().played, self.until)

    @property
    def queued(self) -> int:
        return super().queued + super().played - self.played

    def stop(self) -> int:
        played = self.played
        super().stop()
        return played


def test_a_loudspeaker_that_stands_still_is_told_and_does_not_hold_her_up() -> None:
    evening = Evening([LONG_REPLY], loudspeaker=StandingLoudspeaker(24_000))
    evening.hold(silence(0.5), SISTER, silence(12))
    (reply,) = evening.said(Who.SHE)
    assert LONG_REPLY.startswith(reply)
    assert len(evening.told(Told.TROUBLE)) == 1
    assert evening.told(Told.FLOOR)[-1] == "nobody"


# -- F16: a storm of interruptions ----------------------------------------------------------------


def test_ten_interruptions_in_five_seconds_leave_everything_in_order() -> None:
    loudspeaker = ScriptedLoudspeaker()
    model = ScriptedModel(lambda _: LONG_REPLY.replace("Oh, ", ""), delay_s=0.02)
    evening = Evening([], model=model, loudspeaker=loudspeaker)
    sounding: list[int] = []
    for n in range(10):
        at_s = 2.0 + 0.5 * n
        if n % 2:
            evening.at_second[at_s] = lambda talking: talking.tap()
        else:
            text = f"stop number {n}"
            evening.at_second[at_s] = lambda talking, text=text: talking.typed(text)
        evening.at_second[at_s + 0.0001] = lambda _: sounding.append(loudspeaker.queued)
    evening.hold(silence(0.5), SISTER, silence(20))
    assert sounding == [0] * 10
    assert evening.said(Who.PERSON) == [
        "my sister called",
        *(f"stop number {n}" for n in range(0, 10, 2)),
    ]
    assert evening.told(Told.FLOOR)[-1] == "nobody"
    assert evening.tasks_left == 0


# -- what no model finds ------------------------------------------


def test_nothing_she_says_by_herself_is_worn() -> None:
    hearing = Hearing(said="", his_name=None, her_name=None)
    for remark in (*ASKING_AFTER, *ASKING_AGAIN, *BRIDGES, LOST_THE_REST.strip()):
        assert fault_of(remark, hearing) is None, remark
