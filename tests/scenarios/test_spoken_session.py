"""A spoken session from end to end, with scripted models and voices, in virtual time."""

import asyncio

import pytest

from samantha.conversation.spoken import SpokenSession
from samantha.conversation.tales import Told
from samantha.domain.audio import SPEAKING_HZ
from samantha.domain.dialogue import Speaker as Who
from samantha.speaking.silent_loudspeaker import SilentLoudspeaker
from tests.fakes import ScriptedModel, Unavailable
from tests.hearing_fakes import ScriptedRecognizer, silence, spoken
from tests.scenarios.evening import HARBOUR, LISTEN, LONG_REPLY, SISTER, YEAH, Evening
from tests.speaking_fakes import WORD_SAMPLES, ScriptedLoudspeaker


def test_he_speaks_pauses_and_is_answered_once() -> None:
    evening = Evening(["Oh, your sister. What did she say?"])
    evening.hold(silence(0.5), SISTER, silence(6))
    assert evening.said(Who.PERSON) == ["my sister called"]
    assert evening.said(Who.SHE) == ["Oh, your sister. What did she say?"]
    assert [each.speaker for each in evening.kept] == [Who.PERSON, Who.SHE]
    assert not evening.kept[1].interrupted
    # He ended at 1.1 s; a finished turn is taken up within half a second.
    assert 1.3 <= evening.when(Told.HIS_TURN) <= 1.6


def test_who_goes_on_after_a_pause_is_answered_once_and_for_all_of_it() -> None:
    evening = Evening(["Never heard, never kept.", "The harbour? Which one?"], finality=0.2)
    evening.hold(silence(0.5), SISTER, silence(0.5), HARBOUR, silence(6))
    assert evening.said(Who.PERSON) == ["my sister called from the harbour and wept"]
    assert evening.said(Who.SHE) == ["The harbour? Which one?"]
    assert "Never" not in " ".join(each.text for each in evening.tales)


def test_an_interruption_stops_her_and_only_what_was_heard_is_kept() -> None:
    loudspeaker = ScriptedLoudspeaker()
    evening = Evening([LONG_REPLY, "I am listening to you. Go on."], loudspeaker=loudspeaker)
    evening.hold(silence(0.5), SISTER, silence(2.5), LISTEN, silence(6))
    first, second = evening.said(Who.SHE)
    assert LONG_REPLY.startswith(first)
    assert len(first) < len(LONG_REPLY)
    assert evening.kept[1].interrupted
    assert second == "I am listening to you. Go on."
    assert evening.said(Who.PERSON)[1] == "wait listen to me"
    assert -12.0 in loudspeaker.gains


def test_a_listeners_sound_makes_her_quieter_for_a_moment_and_no_more() -> None:
    loudspeaker = ScriptedLoudspeaker()
    evening = Evening([LONG_REPLY], loudspeaker=loudspeaker)
    evening.hold(silence(0.5), SISTER, silence(3), YEAH, silence(12))
    assert evening.said(Who.SHE) == [LONG_REPLY]
    assert evening.said(Who.PERSON) == ["my sister called"]
    gains = loudspeaker.gains
    assert gains[gains.index(-12.0) + 1] == 0.0


def test_a_tap_silences_her_at_once() -> None:
    evening = Evening([LONG_REPLY])
    evening.at_second[3.0] = lambda talking: talking.tap()
    evening.hold(silence(0.5), SISTER, silence(4))
    (reply,) = evening.said(Who.SHE)
    assert LONG_REPLY.startswith(reply)
    assert evening.kept[1].interrupted
    assert evening.played < 3.0 * SPEAKING_HZ


def test_a_model_that_fails_is_admitted_aloud_and_the_talk_goes_on() -> None:
    gone = Unavailable("The model is not there.", "Start it.")
    evening = Evening([gone, "Here I am again, and so are you."])
    evening.hold(silence(0.5), SISTER, silence(6), HARBOUR, silence(6))
    trouble = [each.text for each in evening.tales if each.what is Told.TROUBLE]
    assert trouble
    assert "The model is not there." in trouble[0]
    assert any("Here I am again" in each for each in evening.said(Who.SHE))


def test_her_question_that_is_not_answered_is_asked_about_once() -> None:
    evening = Evening(["Oh. What did she say?"])
    evening.hold(silence(0.5), SISTER, silence(45))
    assert len(evening.said(Who.SHE)) == 2


@pytest.mark.parametrize("seconds", [0.2, 3.0])
def test_silence_alone_is_no_turn(seconds: float) -> None:
    evening = Evening([])
    evening.hold(silence(seconds))
    assert not evening.kept


def test_what_he_writes_is_answered_where_no_sound_comes() -> None:
    evening = Evening(["Oh, your sister. What did she say?"])
    evening.at_second[1.0] = lambda talking: talking.typed("my sister called")
    evening.hold(muted_s=10)
    assert [each.text for each in evening.kept] == [
        "my sister called",
        "Oh, your sister. What did she say?",
    ]
    assert "".join(evening.told(Told.HER_WORDS)) == "Oh, your sister. What did she say?"
    assert 0.8 <= evening.when(Told.HIS_TURN) <= 1.2
    assert evening.told(Told.FLOOR) == ["nobody", "thinking", "she", "nobody"]


def test_what_he_writes_stops_her_and_is_answered() -> None:
    evening = Evening([LONG_REPLY, "I stopped. What is it?"])
    evening.at_second[3.0] = lambda talking: talking.typed("stop for a moment")
    evening.hold(silence(0.5), SISTER, silence(10))
    first, second = evening.said(Who.SHE)
    assert LONG_REPLY.startswith(first)
    assert len(first) < len(LONG_REPLY)
    assert evening.kept[1].interrupted
    assert second == "I stopped. What is it?"
    assert evening.said(Who.PERSON) == ["my sister called", "stop for a moment"]


def test_what_he_writes_while_he_speaks_is_one_turn_with_what_he_said() -> None:
    evening = Evening(["Never heard.", "Both of that, then."], finality=0.2)
    evening.at_second[1.5] = lambda talking: talking.typed("and she wept")
    evening.hold(silence(0.5), SISTER, silence(10))
    assert evening.said(Who.PERSON) == ["my sister called and she wept"]
    assert evening.said(Who.SHE) == ["Both of that, then."]


def test_who_mutes_himself_after_his_last_word_is_answered() -> None:
    evening = Evening(["Oh, your sister."], finality=0.2)
    evening.hold(silence(0.5), SISTER, silence(0.3), muted_s=10)
    assert evening.said(Who.SHE) == ["Oh, your sister."]


def _now_s() -> float:
    """The time of the evening, or 0 before it begins."""
    try:
        return asyncio.get_running_loop().time()
    except RuntimeError:
        return 0.0


def test_a_page_that_is_only_read_gets_all_of_it_in_its_time() -> None:
    evening = Evening([LONG_REPLY])
    evening.at_second[1.0] = lambda talking: talking.typed("my sister called")
    evening.loudspeaker = SilentLoudspeaker(_now_s)
    evening.hold(muted_s=20)
    assert evening.said(Who.SHE) == [LONG_REPLY]
    assert not evening.kept[1].interrupted


def test_every_tale_names_what_was_kept() -> None:
    evening = Evening([LONG_REPLY, "I am listening to you. Go on."])
    evening.hold(silence(0.5), SISTER, silence(2.5), LISTEN, silence(6))
    ids = [(each.what, each.utterance) for each in evening.tales if each.utterance]
    his, hers, over = Told.HIS_TURN, Told.HER_WORDS, Told.OVER
    assert list(dict.fromkeys(ids)) == [
        (his, 1), (hers, 2), (Told.BROKEN_OFF, 2), (his, 3), (hers, 4), (over, 4),
    ]  # fmt: skip


def test_who_stops_looking_on_silences_her_and_leaves_nothing_behind() -> None:
    evening = Evening([LONG_REPLY])
    evening.hold(silence(0.5), SISTER, silence(2))
    (reply,) = evening.said(Who.SHE)
    assert LONG_REPLY.startswith(reply)
    assert evening.kept[1].interrupted
    assert evening.tasks_left == 0


def test_of_two_things_written_at_once_both_are_kept_and_the_last_is_answered() -> None:
    def write(talking: SpokenSession) -> None:
        talking.typed("my sister called")
        talking.typed("and she wept")

    evening = Evening([], model=ScriptedModel(lambda _: "The last of the two."))
    evening.at_second[1.0] = write
    evening.hold(muted_s=10)
    assert [each.text for each in evening.kept] == [
        "my sister called",
        "and she wept",
        "The last of the two.",
    ]


def test_who_taps_and_speaks_on_is_heard_to_the_end() -> None:
    evening = Evening([LONG_REPLY, "I am listening to you."])
    evening.at_second[3.85] = lambda talking: talking.tap()
    evening.hold(silence(0.5), SISTER, silence(2.5), LISTEN, silence(6))
    assert evening.said(Who.PERSON) == ["my sister called", "wait listen to me"]
    assert evening.said(Who.SHE)[1] == "I am listening to you."


@pytest.mark.parametrize("thinking_s", [0.0, 0.01, 0.05])
def test_whoever_goes_on_in_the_very_moment_of_her_reply_loses_no_word(thinking_s: float) -> None:
    for n in range(25):
        model = ScriptedModel(lambda _: LONG_REPLY, delay_s=thinking_s)
        evening = Evening([], model=model)
        evening.hold(silence(0.5), SISTER, silence(0.2 + 0.02 * n), HARBOUR, silence(2))
        said = " ".join(evening.said(Who.PERSON))
        assert said == "my sister called from the harbour and wept", f"after {0.2 + 0.02 * n} s"


def test_words_of_hers_that_he_says_in_a_later_turn_are_his() -> None:
    words = "my sister called wait that is three calls within a month too".split()
    evening = Evening([LONG_REPLY, "I wait.", "So you counted."])
    evening.recognizer = ScriptedRecognizer(words)
    evening.hold(
        silence(0.5), SISTER, silence(2.5), spoken(3, 1), silence(6), spoken(4, 8), silence(6)
    )
    assert evening.said(Who.PERSON)[2] == "that is three calls within a month too"


def test_an_echo_before_his_interruption_is_not_his() -> None:
    words = "my sister called three calls within a month please listen to me now".split()
    evening = Evening([LONG_REPLY, "I am listening to you."])
    evening.recognizer = ScriptedRecognizer(words)
    evening.hold(silence(0.5), SISTER, silence(3), spoken(3, 5), spoken(8, 5), silence(6))
    assert evening.said(Who.PERSON)[1] == "please listen to me now"


# -- small sounds ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("wanted", "made"), [(True, 2), (False, 0)])
def test_a_sound_goes_before_one_answer_in_three_if_he_wants_that(wanted: bool, made: int) -> None:
    evening = Evening([], small_sounds=wanted)
    evening.model = ScriptedModel(lambda _: "Good.", delay_s=0.6)
    turn = (SISTER, silence(4))
    evening.hold(silence(0.5), *(turn * 5))
    assert len(evening.said(Who.PERSON)) == 5
    assert evening.heard.count("Mm.") == made
    assert evening.said(Who.SHE) == ["Good."] * 5


def test_no_sound_goes_before_a_likely_yes_or_no() -> None:
    evening = Evening([], small_sounds=True)
    evening.model = ScriptedModel(lambda _: "Yes.", delay_s=0.6)
    evening.recognizer = ScriptedRecognizer("did my sister call".split())
    evening.hold(silence(0.5), spoken(0, 4), silence(4))
    assert evening.heard == ["Yes."]


@pytest.mark.parametrize("wanted", [True, False])
def test_she_is_heard_to_listen_while_he_tells_something_long(wanted: bool) -> None:
    evening = Evening([], small_sounds=wanted, finality=0.1)
    evening.model = ScriptedModel(lambda _: "Good.")
    evening.recognizer = ScriptedRecognizer([f"{letter}{letter}oma" for letter in "bdfgklmnprst"])
    telling = [part for n in range(6) for part in (spoken(2 * n, 2, word_s=0.5), silence(0.5))]
    evening.hold(silence(0.5), *telling, silence(5))
    assert len(evening.said(Who.PERSON)) == 1
    assert evening.said(Who.SHE) == ["Good."]
    # What he hears of her besides that word: one word's length of "Mm.", and the pause behind it.
    assert (evening.played > 3 * WORD_SAMPLES // 2) == wanted
