"""The speaker: what it plays when, and what it says was heard."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

import numpy as np
import pytest

from samantha.domain.audio import SPEAKING_HZ
from samantha.domain.errors import ModelBrokeOff, VoiceUnavailable
from samantha.speaking.mannerisms import BREATH_S, Mannerisms, Reflex
from samantha.speaking.pauses import PAUSES_S
from samantha.speaking.progress import Heard
from samantha.speaking.prosody import Act, Mood, Style, Tone
from samantha.speaking.speaker import AHEAD, DUCKED_DB, Elocution, Speaker
from tests.speaking_fakes import (
    UNSAYABLE,
    VOICE,
    WORD_SAMPLES,
    Lane,
    ScriptedLoudspeaker,
    ScriptedSynthesizer,
)
from tests.virtual_time import run

WORD_S = WORD_SAMPLES / SPEAKING_HZ
PLAIN = Tone(style=Style.PLAIN)


@dataclass
class Stage:
    """A speaker with everything around it scripted."""

    delay_s: float = 0.0
    mannerisms: Mannerisms = field(default_factory=Mannerisms)
    voice: str = VOICE
    synthesizer: ScriptedSynthesizer = field(default_factory=ScriptedSynthesizer)

    def __post_init__(self) -> None:
        self.loudspeaker = ScriptedLoudspeaker()
        elocution = Elocution(self.voice, mannerisms=self.mannerisms)
        self.speaker = Speaker(self.synthesizer, self.loudspeaker, Lane(self.delay_s), elocution)
        self.heard: list[Heard] = []
        self.at_s: list[float] = []

    async def say(
        self, phrases: Sequence[str] | AsyncIterator[str], tone: Tone = PLAIN, *, held: bool = False
    ) -> list[Heard]:
        source = phrases if isinstance(phrases, AsyncIterator) else given(phrases)
        async with aclosing(self.speaker.say(source, tone, held=held)) as heard:
            async for each in heard:
                self.heard.append(each)
                self.at_s.append(asyncio.get_running_loop().time())
        return self.heard

    async def say_and(
        self, phrases: Sequence[str], *deeds: tuple[float, Callable[[], object]]
    ) -> str:
        """Say it, and do each deed at its time; what was heard, a bar behind what is not whole."""
        for at_s, deed in deeds:
            asyncio.get_running_loop().call_at(at_s, deed)
        return shown(await self.say(phrases))

    def words_played(self) -> list[str]:
        """The words that were played, whole or broken, in their order."""
        levels = np.abs(np.rint(self.loudspeaker.history * 10_000).astype(int))
        ends = np.flatnonzero(np.diff(levels, append=0)) + 1
        runs = zip([0, *ends], ends, strict=False)
        fade = SPEAKING_HZ // 250
        return [
            self.synthesizer.said[levels[begin] - 1]
            for begin, end in runs
            if levels[begin] and end - begin > fade
        ]


async def given(phrases: Sequence[str], delay_s: float = 0.0) -> AsyncGenerator[str, None]:
    for phrase in phrases:
        if delay_s:
            await asyncio.sleep(delay_s)
        yield phrase


def shown(heard: Sequence[Heard]) -> str:
    return "".join(each.text + ("" if each.whole else "|") for each in heard)


def test_phrases_are_heard_in_order_and_reported_when_they_were() -> None:
    async def scene() -> None:
        stage = Stage()
        assert await stage.say(["One two,", " three four five."]) == [
            Heard("One two,", whole=True),
            Heard(" three four five.", whole=True),
        ]
        assert stage.at_s == pytest.approx([2 * WORD_S, 5 * WORD_S + PAUSES_S[","]], abs=0.02)
        assert stage.words_played() == ["One", "two,", "three", "four", "five."]

    run(scene())


def test_he_does_not_wait_for_a_pause_that_is_over_already() -> None:
    async def scene() -> None:
        stage = Stage()
        await stage.say(given(["One.", " Two."], delay_s=WORD_S + 10))
        assert stage.at_s[1] == pytest.approx(stage.at_s[0] + 10 + WORD_S, abs=0.02)

    run(scene())


def test_half_a_pause_is_made_whole() -> None:
    async def scene() -> None:
        stage = Stage()
        half_s = PAUSES_S["."] / 2
        await stage.say(given(["One.", " Two."], delay_s=WORD_S + half_s))
        silent = np.flatnonzero(stage.loudspeaker.history == 0)
        assert len(silent) == pytest.approx(half_s * SPEAKING_HZ, abs=3)

    run(scene())


@pytest.mark.parametrize(
    ("stopped_at", "expected"),
    [
        (0.0, ""),
        (0.5, ""),
        (0.99, ""),
        (1.0, "One|"),
        (1.5, "One|"),
        (2.0, "One two."),
        (2.1, "One two."),
        (2.5 + PAUSES_S["."] / WORD_S, "One two."),
        (3.5 + PAUSES_S["."] / WORD_S, "One two. Three|"),
        (4.2 + PAUSES_S["."] / WORD_S, "One two. Three four"),
        (9.0, "One two. Three four"),
    ],
)
def test_what_was_cut_off_was_not_said(stopped_at: float, expected: str) -> None:
    async def scene() -> None:
        stage = Stage()
        deed = (stopped_at * WORD_S + 1e-9, stage.speaker.stop)
        assert await stage.say_and(["One two.", " Three four"], deed) == expected
        assert stage.loudspeaker.queued == 0

    run(scene())


def test_a_written_word_was_heard_when_all_that_is_said_for_it_was() -> None:
    async def scene(stopped_s: float) -> str:
        stage = Stage()
        return await stage.say_and(["It cost $5.50 🙂 today."], (stopped_s, stage.speaker.stop))

    assert run(scene(4.5 * WORD_S)) == "It cost|"
    assert run(scene(5.5 * WORD_S)) == "It cost $5.50 🙂|"


def test_after_a_pause_she_goes_on_with_the_broken_word() -> None:
    async def scene() -> None:
        stage = Stage()
        heard = await stage.say_and(
            ["One two three.", " Four five."],
            (1.5 * WORD_S, stage.speaker.pause),
            (10.0, stage.speaker.resume),
        )
        assert heard == "One two three. Four five."
        assert stage.words_played() == ["One", "two", "two", "three.", "Four", "five."]
        assert stage.at_s == pytest.approx(
            [10 + 2 * WORD_S, 10 + 4 * WORD_S + PAUSES_S["."]], abs=0.02
        )

    run(scene())


def test_a_pause_between_phrases_breaks_no_word() -> None:
    async def scene() -> None:
        stage = Stage()
        between_s = 2 * WORD_S + PAUSES_S["."] / 2
        heard = await stage.say_and(
            ["One two.", " Three."],
            (between_s, stage.speaker.pause),
            (5.0, stage.speaker.resume),
        )
        assert heard == "One two. Three."
        assert stage.words_played() == ["One", "two.", "Three."]

    run(scene())


def test_what_he_says_while_she_is_silent_can_end_it() -> None:
    async def scene() -> None:
        stage = Stage()
        heard = await stage.say_and(
            ["One two three.", " Four."],
            (2.5 * WORD_S, stage.speaker.pause),
            (3.0, stage.speaker.stop),
            (4.0, stage.speaker.resume),
        )
        assert heard == "One two|"

    run(scene())


def test_ten_interruptions_in_five_seconds_leave_everything_in_order() -> None:
    async def scene() -> None:
        stage = Stage()
        deeds = [
            (0.05 + 0.5 * count + later_s, deed)
            for count in range(10)
            for later_s, deed in ((0.0, stage.speaker.pause), (0.1, stage.speaker.resume))
        ]
        phrases = [f" {name} a b c." for name in ("One", "Two", "Three", "Four")]
        assert await stage.say_and(phrases, *deeds) == "".join(phrases)

    run(scene())


def test_a_held_reply_is_made_but_not_heard() -> None:
    async def scene() -> None:
        stage = Stage(delay_s=0.3)
        saying = asyncio.create_task(stage.say(["One.", " Two."], held=True))
        await stage.speaker.ready()
        assert asyncio.get_running_loop().time() == pytest.approx(0.3)
        await asyncio.sleep(5)
        assert stage.loudspeaker.played == 0
        assert stage.synthesizer.said == ["One.", "Two."]
        stage.speaker.resume()
        assert shown(await saying) == "One. Two."
        assert stage.at_s[0] == pytest.approx(5.3 + WORD_S, abs=0.02)

    run(scene())


def test_a_held_reply_that_is_thrown_away_was_never_said() -> None:
    async def scene() -> None:
        stage = Stage()
        saying = asyncio.create_task(stage.say(["One.", " Two."], held=True))
        await stage.speaker.ready()
        saying.cancel()
        await asyncio.wait([saying])
        assert stage.loudspeaker.played == stage.loudspeaker.queued == 0
        assert stage.heard == []
        assert shown(await stage.say(["Three."])) == "Three."

    run(scene())


def test_a_reply_that_was_left_says_nothing_of_whether_the_next_one_is_ready() -> None:
    stage = Stage(delay_s=1.0)

    async def evening() -> None:
        left = asyncio.create_task(stage.say(["Never", " heard."], held=True))
        await asyncio.sleep(0.5)
        left.cancel()
        await asyncio.wait([left])
        asking = asyncio.create_task(stage.speaker.ready())
        following = asyncio.create_task(stage.say(["Now", " then."], held=True))
        await asyncio.sleep(0.5)
        assert not asking.done()
        await asyncio.sleep(1.0)
        assert asking.done()
        following.cancel()
        await asyncio.wait([following])

    run(evening())


def test_only_so_many_phrases_are_made_ahead() -> None:
    async def scene() -> None:
        stage = Stage()
        phrases = [f"Word{letter}." for letter in "abcdefgh"]
        made: list[int] = []
        async with aclosing(stage.speaker.say(given(phrases), PLAIN)) as heard:
            async for _ in heard:
                await asyncio.sleep(0.05)
                made.append(len(stage.synthesizer.said))
        assert made[:3] == [AHEAD + 2, AHEAD + 3, AHEAD + 4]

    run(scene())


def test_whoever_lets_time_pass_sees_when_her_next_words_are_not_there_yet() -> None:
    async def scene() -> None:
        stage, starved = Stage(), dict[float, bool]()
        at = asyncio.get_running_loop().call_at
        for at_s in (WORD_S / 2, WORD_S + 5, WORD_S + 10.1, WORD_S + 30):
            at(at_s + 10, lambda at_s=at_s: starved.update({at_s: stage.speaker.starved}))
        assert not stage.speaker.starved
        await stage.say(given(["One.", " Two."], delay_s=10))
        await asyncio.sleep(30)
        assert list(starved.values()) == [False, True, False, False]

    run(scene())


def test_she_dips_and_is_as_loud_again() -> None:
    async def scene() -> None:
        stage = Stage()
        await stage.say_and(["One two."], (0.1, stage.speaker.duck), (0.2, stage.speaker.lift))
        assert stage.loudspeaker.gains == [0.0, DUCKED_DB, 0.0]

    run(scene())


async def broken_off() -> AsyncGenerator[str, None]:
    yield "One two."
    raise ModelBrokeOff("The model failed.", "Ask again.")


def test_what_was_thought_before_a_failure_is_still_said() -> None:
    async def scene() -> None:
        stage = Stage()
        with pytest.raises(ModelBrokeOff):
            await stage.say(broken_off())
        assert shown(stage.heard) == "One two."

    run(scene())


def test_a_voice_that_breaks_says_so_after_what_was_heard() -> None:
    async def scene() -> None:
        stage = Stage()
        with pytest.raises(VoiceUnavailable):
            await stage.say(["One two.", f" It is {UNSAYABLE} now."])
        assert shown(stage.heard) == "One two."
        assert shown(await stage.say(["Three."])) == "One two.Three."

    run(scene())


def test_who_leaves_silences_her() -> None:
    async def scene() -> None:
        stage = Stage()
        heard = stage.speaker.say(given(["One.", " Two.", " Three."]), PLAIN)
        assert (await anext(heard)).text == "One."
        await heard.aclose()
        played = stage.loudspeaker.played
        await asyncio.sleep(3)
        assert stage.loudspeaker.played == played
        assert stage.loudspeaker.queued == 0

    run(scene())


@pytest.mark.parametrize("silent", ["🙂", " ", "*smiles*", "…", "\n\n"])
def test_what_cannot_be_said_is_passed_over_in_its_place(silent: str) -> None:
    async def scene() -> None:
        stage = Stage()
        assert shown(await stage.say(["One.", silent, " Two."])) == f"One.{silent} Two."
        assert stage.words_played() == ["One.", "Two."]

    run(scene())


def test_nothing_to_say_is_said_at_once() -> None:
    async def scene() -> None:
        stage = Stage()
        assert await stage.say([]) == []
        await asyncio.wait_for(stage.say([""]), 1)

    run(scene())


def test_the_tone_is_heard_and_the_plain_style_has_none() -> None:
    async def scene() -> None:
        stage = Stage()
        await stage.say(["One.", " Two?"], Tone(Mood(1, 1), Style.EXCITED))
        (_, first), (_, second) = stage.synthesizer.calls
        assert first.pitch_semitones > 2
        assert second.pitch_range >= first.pitch_range
        await stage.say(["Three."], Tone(Mood(1, 1), Style.PLAIN))
        assert stage.synthesizer.calls[-1][1].pitch_semitones == 0

    run(scene())


def test_an_act_may_be_given() -> None:
    async def scene() -> None:
        stage = Stage()
        async with aclosing(stage.speaker.say(given(["One."]), Tone(), act=Act.COMFORT)) as heard:
            assert [each.text async for each in heard] == ["One."]
        comforting = stage.synthesizer.calls[-1][1]
        await stage.say(["One."], Tone())
        assert comforting.pace < stage.synthesizer.calls[-1][1].pace

    run(scene())


ALL = Mannerisms(breath=True, um=True, laughter=True)


def test_mannerisms_are_heard_but_are_no_words_of_hers() -> None:
    async def scene() -> None:
        stage = Stage(mannerisms=ALL)
        phrases = ["I think so.", " I think you are.", " *laughs* You know."]
        assert shown(await stage.say(phrases, Tone())) == "".join(phrases)
        said = stage.synthesizer.said
        assert said == ["Um,", *"I think so. I think you are. Ha ha! You know.".split()]

    run(scene())


@pytest.mark.parametrize(
    ("mannerisms", "tone"), [(ALL, PLAIN), (Mannerisms(), Tone())], ids=["plain", "not wanted"]
)
def test_mannerisms_are_off_in_the_plain_style_and_by_default(
    mannerisms: Mannerisms, tone: Tone
) -> None:
    async def scene() -> None:
        stage = Stage(mannerisms=mannerisms)
        await stage.say(["I think it is a b c d e f g. *laughs* No."], tone)
        assert stage.synthesizer.said == "I think it is a b c d e f g. No.".split()
        assert np.all(stage.loudspeaker.history != 0)

    run(scene())


def test_an_um_that_was_cut_off_leaves_no_trace() -> None:
    async def scene() -> None:
        stage = Stage(mannerisms=ALL)
        asyncio.get_running_loop().call_at(1.5 * WORD_S, stage.speaker.stop)
        assert shown(await stage.say(["I think so."], Tone())) == ""

    run(scene())


def test_she_breathes_before_a_long_sentence() -> None:
    async def scene() -> None:
        stage = Stage(mannerisms=Mannerisms(breath=True))
        await stage.say(["one two three four five six seven"], Tone())
        assert stage.at_s[0] > BREATH_S + 7 * WORD_S

    run(scene())


def test_a_reflex_is_a_sound_made_at_once_when_nothing_else_sounds() -> None:
    async def scene() -> None:
        stage = Stage()
        assert not stage.speaker.react(Reflex.MM)
        await stage.speaker.prepare()
        assert stage.synthesizer.warmed == 1
        assert stage.speaker.react(Reflex.MM)
        assert not stage.speaker.react(Reflex.OH)
        await asyncio.sleep(WORD_S + 0.01)
        assert stage.words_played() == ["Mm."]
        assert shown(await stage.say(["One."])) == "One."

    run(scene())


def test_a_voice_that_is_not_there_says_so_when_it_is_prepared() -> None:
    async def scene() -> None:
        with pytest.raises(VoiceUnavailable, match="no voice"):
            await Stage(voice="scripted:two").speaker.prepare()

    run(scene())


def test_calls_without_a_reply_do_nothing() -> None:
    async def scene() -> None:
        stage = Stage()
        for deed in (stage.speaker.stop, stage.speaker.pause, stage.speaker.resume):
            deed()
        assert shown(await stage.say(["One."])) == "One."

    run(scene())
