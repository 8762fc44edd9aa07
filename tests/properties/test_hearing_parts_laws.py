"""Laws of echo, backchannels, names, cues, resampling and the play queue."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from samantha.domain.audio import HEARING_HZ, HeardWord, Samples
from samantha.domain.resampling import Resampler, resampled
from samantha.domain.words import words_of
from samantha.hearing.backchannels import UNSTRESSED, Overlap, overlap_of
from samantha.hearing.cues import VoiceTrace
from samantha.hearing.echo_check import Whose, sift
from samantha.hearing.pitch import HIGHEST_HZ, LOWEST_HZ, WINDOW, pitch_of
from samantha.hearing.usual import Usual, described
from samantha.hearing.wake import edits_between, sounds_like, without_call
from samantha.speaking.play_queue import PlayQueue

HER_WORDS = (
    "perhaps tomorrow morning would suit everybody because the ferry leaves early and your brother"
    " wanted breakfast before crossing towards the northern island where puffins gather every"
    " summer although last year storms kept them away until somebody noticed how many had returned"
).split()
HIS_WORDS = "could you find my blue jacket it must hang in a wardrobe upstairs next to mum".split()
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
SOME = st.integers(0, 2**32 - 1)


def phrase(words: Sequence[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Neighbouring words."""
    return st.integers(least, most).flatmap(
        lambda length: st.integers(0, len(words) - length).map(
            lambda start: list(words[start : start + length])
        )
    )


def misheard(text: str, share: float, seed: int) -> str:
    """`text` with this share of its letters changed, left out or added."""
    random = np.random.default_rng(seed)
    letters: list[str] = []
    for letter in text:
        kind = random.random() if letter != " " else 1.0
        other = chr(ord("a") + int(random.integers(26)))
        if kind >= share:
            letters.append(letter)
        elif kind < share / 3:
            letters.append(other)
        elif kind < 2 * share / 3:
            letters.extend((letter, other))
    return "".join(letters)


# -- echo ----------------------------------------------------------------------------------------


@settings(deadline=None)
@given(phrase(HER_WORDS, 4, 20))
def test_her_own_words_are_hers(words: list[str]) -> None:
    sifted = sift(" ".join(words), " ".join(HER_WORDS))
    assert (sifted.whose, sifted.his) == (Whose.HERS, "")


@settings(deadline=None)
@given(phrase(HER_WORDS, 6, 20), SOME)
def test_her_own_words_misheard_are_mostly_known(words: list[str], seed: int) -> None:
    heard = misheard(" ".join(words), 0.08, seed)
    sifted = sift(heard, " ".join(HER_WORDS))
    assert len(words_of(sifted.his)) <= len(words) / 3


@settings(deadline=None)
@given(phrase(HIS_WORDS, 3, 12))
def test_his_words_are_his(words: list[str]) -> None:
    assert sift(" ".join(words), " ".join(HER_WORDS)).whose is Whose.HIS


@settings(deadline=None)
@given(phrase(HIS_WORDS, 3, 8), st.lists(st.sampled_from(HER_WORDS), max_size=2), st.randoms())
def test_he_may_quote_two_of_her_words(
    his: list[str], quoted: list[str], random: np.random.Generator
) -> None:
    words = his + quoted
    random.shuffle(words)
    assert sift(" ".join(words), " ".join(HER_WORDS)).whose is Whose.HIS


@settings(deadline=None)
@given(phrase(HER_WORDS, 4, 12), st.sampled_from(["stop", "listen", "no thanks"]), st.data())
def test_a_word_of_his_amid_hers_is_not_lost(
    hers: list[str], his: str, data: st.DataObject
) -> None:
    at = data.draw(st.sampled_from([0, len(hers)]))
    heard = [*hers[:at], his, *hers[at:]]
    sifted = sift(" ".join(heard), " ".join(HER_WORDS))
    assert sifted.whose is Whose.HIS
    assert overlap_of(sifted.his) is overlap_of(his)


@settings(deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_any_words_can_be_sifted(heard: str, saying: str) -> None:
    sifted = sift(heard, saying)
    assert set(words_of(sifted.his)) <= set(words_of(heard))
    assert bool(sifted.his) == (sifted.whose is Whose.HIS)


# -- backchannels and names ----------------------------------------------------------------------


@given(said=ANY_TEXT, asked=st.booleans())
def test_any_overlap_is_one_of_four(said: str, *, asked: bool) -> None:
    kind = overlap_of(said, ["Samantha"], asked=asked)
    assert (kind is Overlap.NOTHING) >= (not words_of(said))
    assert kind is not Overlap.NOTHING or UNSTRESSED.issuperset(words_of(said))


LISTENING = st.lists(
    st.sampled_from(["yeah", "Mm-hm.", "oh", "I see.", "ha ha", "right", "Really?"]), min_size=1
)


@given(LISTENING)
def test_listening_at_length_is_still_listening(said: list[str]) -> None:
    assert overlap_of(" ".join(said)) is Overlap.BACKCHANNEL


@given(LISTENING, LISTENING, st.sampled_from(["stop", "wait", "hold on", "Samantha"]))
def test_a_stop_is_heard_between_a_listeners_sounds(
    before: list[str], after: list[str], stop: str
) -> None:
    said = " ".join([*before, stop, *after])
    assert overlap_of(said, ["Samantha"]) is Overlap.STOP


@given(LISTENING, st.sampled_from(HIS_WORDS))
def test_one_word_of_its_own_is_content(before: list[str], word: str) -> None:
    assume(word not in {"could", "my"})  # "could you" stop, and "oh my"
    assert overlap_of(" ".join([*before, word])) is Overlap.CONTENT


@given(st.text("abcdefgh", max_size=8), st.text("abcdefgh", max_size=8))
def test_edits_are_a_distance(first: str, second: str) -> None:
    edits = edits_between(first, second)
    assert edits == edits_between(second, first)
    assert (edits == 0) == (first == second)
    assert abs(len(first) - len(second)) <= edits <= max(len(first), len(second))


@given(st.sampled_from(["Samantha", "Mirel", "Ada", "Katherine", "Zoë"]), ANY_TEXT)
def test_a_name_sounds_like_itself_and_calls(name: str, said: str) -> None:
    assert sounds_like(name.upper(), name)
    assume(without_call(said, [name]) is None)
    assert without_call(f"{name}, {said}", [name]) is not None


# -- cues ----------------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(st.floats(20, 3000), st.floats(0, 1), SOME)
def test_pitch_lies_in_its_range(hz: float, level: float, seed: int) -> None:
    noise = np.random.default_rng(seed).normal(0, 0.01 * level, WINDOW)
    tone = level * np.sin(2 * np.pi * hz * np.arange(WINDOW) / HEARING_HZ) + noise
    (pitch,) = pitch_of(tone.astype(np.float32)[None])
    assert pitch == 0 or LOWEST_HZ * 0.98 <= pitch <= HIGHEST_HZ * 1.02


@settings(max_examples=50, deadline=None)
@given(SOME, st.lists(st.integers(1, 2000), min_size=1, max_size=30), st.floats(0, 1))
def test_cues_of_any_sound_are_sound(seed: int, frames: list[int], level: float) -> None:
    random = np.random.default_rng(seed)
    trace, whole = VoiceTrace(), VoiceTrace()
    sounds = [(random.normal(0, level, count) % 1).astype(np.float32) for count in frames]
    for sound in sounds:
        trace.add(sound)
    whole.add(np.concatenate(sounds))
    cues = trace.cues([HeardWord("um", 0.0, 0.1)])
    assert whole.cues([HeardWord("um", 0.0, 0.1)]) == cues
    if cues is not None:
        assert 0 < cues.speech_s <= sum(frames) / 16_000 + 0.02
        assert 0 <= cues.pause_share < 1
        assert 0 <= cues.voiced_share <= 1
        assert cues.long_pauses <= cues.pauses
        assert described(cues, Usual().deviations(cues)) == described(cues, None)


# -- resampling and the play queue ---------------------------------------------------------------

RATES = st.sampled_from([8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000])


@settings(max_examples=40, deadline=None)
@given(RATES, RATES, st.lists(st.integers(0, 700), max_size=8), SOME)
def test_a_stream_is_resampled_as_the_whole_is(
    from_hz: int, to_hz: int, cuts: list[int], seed: int
) -> None:
    assume(from_hz != to_hz)
    sound = np.random.default_rng(seed).normal(0, 0.2, 2000).astype(np.float32)
    stream = Resampler(from_hz, to_hz)
    places = [0, *np.minimum(np.cumsum(cuts, dtype=int), len(sound)), len(sound)]
    pieces = [stream.resampled(sound[start:end]) for start, end in pairwise(places)]
    whole = resampled(sound, from_hz, to_hz)
    made = np.concatenate((*pieces, stream.rest()))[: len(whole)]
    assert np.array_equal(made, whole)
    assert len(whole) == -(-len(sound) * to_hz // from_hz)


ACTS = st.lists(
    st.tuples(st.just("play"), st.integers(0, 900))
    | st.tuples(st.just("take"), st.integers(0, 900))
    | st.tuples(st.just("gain"), st.integers(-40, 0))
    | st.tuples(st.just("stop"), st.just(0)),
    max_size=40,
)


@given(ACTS)
def test_no_sample_is_lost_counted_twice_or_louder(acts: list[tuple[str, int]]) -> None:
    queue = PlayQueue()
    given_, thrown_away, out = 0, 0, [np.zeros(1, np.float32)]
    for act, count in acts:
        match act:
            case "play":
                queue.play(np.full(count, 0.5, np.float32))
                given_ += count
            case "take":
                out.append(queue.take(count))
                assert len(out[-1]) == count
            case "gain":
                queue.gain(count)
            case _:
                thrown_away += queue.queued
                assert queue.stop() == queue.taken
                assert queue.queued == 0
        assert queue.taken + queue.queued + thrown_away == given_
    played: Samples = np.concatenate(out)
    assert np.max(np.abs(played)) <= 1.0


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), max_size=20))
def test_what_is_taken_is_what_was_given_in_order(acts: list[tuple[int, int]]) -> None:
    queue = PlayQueue()
    given_, out = 0, [np.zeros(0, np.float32)]
    for played, taken in acts:
        queue.play(
            np.arange(given_ + 1, given_ + played + 1, dtype=np.float32) * np.float32(2**-15)
        )
        given_ += played
        out.append(queue.take(taken))
    sounding = np.concatenate(out)
    sounding = sounding[sounding > 0]
    assert np.array_equal(sounding * 2**15, np.arange(1, queue.taken + 1))
