"""Laws of the floor: whatever happens, in whatever order, she never speaks over him for long."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.conversation.floor import ASKED_AGAIN, Floor, Patience
from samantha.conversation.floor_events import (
    Deed,
    Event,
    Finished,
    Holder,
    Meaning,
    Quiet,
    Ready,
    Stranger,
    Tap,
    Tick,
    Voice,
    Wait,
    Words,
    Wrote,
)

HERS = {Holder.SHE, Holder.BOTH}
BEGINS = {Deed.ANSWER, Deed.GO_ON, Deed.ASK_AFTER, Deed.ASK_AGAIN}
PATIENCE = Patience()
TEXTS = st.sampled_from(["", "what", "what is", "yeah", "stop it", "my sister called"])


def events(at_ms: int) -> st.SearchStrategy[Event]:
    """Anything at all, at this time."""
    times = st.just(at_ms)
    return st.one_of(
        st.builds(Voice, times),
        st.builds(Quiet, times),
        st.builds(Words, TEXTS, times, st.sampled_from(Meaning), settled=st.booleans()),
        st.builds(Wait, st.integers(0, 2000), times),
        st.builds(Ready, times),
        st.builds(Tick, times),
        st.builds(Tap, times),
        st.builds(Stranger, times),
        st.builds(Wrote, st.just("wait"), times),
        st.builds(Finished, times, asked=st.booleans()),
    )


@st.composite
def courses(draw: st.DrawFn) -> list[Event]:
    """Events in the order of their times: those of a plain turn, with anything at all between."""
    at_ms = 2000
    course: list[Event] = []
    for _ in range(draw(st.integers(1, 8))):
        text, meaning = draw(TEXTS), draw(st.sampled_from(Meaning))
        turn: list[Callable[[int], Event]] = [
            Voice,
            Quiet,
            lambda ms, text=text, meaning=meaning: Words(text, ms, meaning, settled=True),
            lambda ms: Wait(600, ms),
            Ready,
            Tick,
            Tick,
            lambda ms: Finished(ms, asked=True),
        ]
        for event in turn:
            at_ms += draw(st.sampled_from([0, 20, 100, 400, 900, 1500, 5000]))
            if draw(st.integers(0, 7)):
                course.append(event(at_ms))
            else:
                course.append(draw(events(at_ms)))
    return course


def played(course: Sequence[Event]) -> list[tuple[Floor, Event, Floor, Sequence[Deed]]]:
    """Each step: the floor before, the event, the floor after, the deeds."""
    floor = Floor()
    steps: list[tuple[Floor, Event, Floor, Sequence[Deed]]] = []
    for event in course:
        after, deeds = floor.after(event)
        steps.append((floor, event, after, deeds))
        floor = after
    return steps


@given(courses())
def test_she_begins_only_when_he_is_silent(course: Sequence[Event]) -> None:
    for before, event, after, deeds in played(course):
        if BEGINS & set(deeds):
            assert before.holder in {Holder.PAUSING, Holder.NOBODY}
            assert after.holder is Holder.SHE
        if Deed.REPLY in deeds:
            assert isinstance(event, Wrote)


@given(courses())
def test_she_answers_only_words_she_thought_about_after_the_pause_they_need(
    course: Sequence[Event],
) -> None:
    for before, event, _, deeds in played(course):
        if Deed.ANSWER in deeds:
            assert before.words.strip()
            assert before.considered_ms is not None
            assert before.quiet_ms is not None
            needed_ms = PATIENCE.undecided_ms if before.needed_ms is None else before.needed_ms
            assert event.at_ms - before.quiet_ms >= needed_ms
            if not before.ready and not isinstance(event, Ready):
                assert event.at_ms - before.considered_ms >= PATIENCE.bridge_ms
                assert event.at_ms - before.quiet_ms >= needed_ms + PATIENCE.bridge_ms


@given(courses())
def test_a_thought_is_answered_or_forgotten_before_the_next(course: Sequence[Event]) -> None:
    open_thought = False
    for _, _, after, deeds in played(course):
        for deed in deeds:
            if deed is Deed.CONSIDER:
                assert not open_thought
                open_thought = True
            elif deed in {Deed.ANSWER, Deed.FORGET}:
                assert open_thought
                open_thought = False
        assert open_thought == after.considering


@given(courses())
def test_she_dips_when_he_sounds_and_every_dip_ends(course: Sequence[Event]) -> None:
    dipped = False
    for before, event, after, deeds in played(course):
        if before.holder is Holder.SHE and isinstance(event, Voice):
            assert deeds == (Deed.DIP,)
        for deed in deeds:
            if deed is Deed.DIP:
                assert not dipped
                dipped = True
            elif deed is Deed.LIFT:
                dipped = False
        assert dipped == (after.holder is Holder.BOTH)


@given(courses())
def test_a_tap_stops_her_at_once_and_nothing_stops_who_does_not_speak(
    course: Sequence[Event],
) -> None:
    for before, event, after, deeds in played(course):
        if isinstance(event, Tap):
            assert after.holder not in HERS
            assert not after.broken_off
        if Deed.HUSH in deeds:
            assert before.holder in HERS or before.broken_off


@given(courses())
def test_a_listeners_sound_or_an_echo_alone_never_stops_her(course: Sequence[Event]) -> None:
    for before, event, _, deeds in played(course):
        if Deed.HUSH in deeds and not isinstance(event, Tap | Wrote):
            meaning = event.meaning if isinstance(event, Words) else before.meaning
            assert meaning not in {Meaning.LISTENING, Meaning.ECHO}


@given(courses(), st.booleans())
def test_after_a_stranger_all_is_as_it_was_before_him(
    course: Sequence[Event], guarded: bool
) -> None:
    floor = Floor(guarded=guarded)
    for event in course:
        before = floor
        floor, deeds = before.after(event)
        assert floor.guarded is guarded
        if isinstance(event, Stranger):
            assert floor.holder in {Holder.NOBODY, Holder.SHE}
            assert not {Deed.ANSWER, Deed.CONSIDER, Deed.HUSH} & set(deeds)
            assert (floor.holder is Holder.SHE) == (
                before.holder in HERS or (before.broken_off and not before.considering)
            ) or before.holder is Holder.NOBODY


@given(courses())
def test_what_he_writes_is_answered_at_once_with_what_he_was_saying(
    course: Sequence[Event],
) -> None:
    for before, event, after, deeds in played(course):
        if isinstance(event, Wrote):
            assert deeds[-1] is Deed.REPLY
            said = before.words if before.holder in {Holder.HE, Holder.PAUSING} else ""
            assert after.words.split() == [*said.split(), *event.text.split()]
            assert after.holder is Holder.SHE


@given(courses())
def test_a_sound_bridges_a_pause_once_and_only_where_there_is_nothing_else(
    course: Sequence[Event],
) -> None:
    for before, event, after, deeds in played(course):
        if Deed.REACT in deeds:
            assert before.holder is after.holder is Holder.PAUSING
            assert not before.ready
            assert not before.reacted
            assert after.reacted
        if Deed.MURMUR in deeds:
            assert before.holder is after.holder is Holder.PAUSING
            assert event.at_ms - before.since_ms >= PATIENCE.long_turn_ms
            if before.murmured_ms is not None:
                assert event.at_ms - before.murmured_ms >= PATIENCE.murmur_every_ms


@given(courses())
def test_she_says_at_most_once_in_three_that_she_did_not_catch_it(course: Sequence[Event]) -> None:
    for before, event, after, deeds in played(course):
        if after.missed != before.missed and after.missed:
            assert after.missed == before.missed + 1
            assert (after.missed in ASKED_AGAIN) == (Deed.ASK_AGAIN in deeds)
            assert before.quiet_ms is not None
            assert before.settled or event.at_ms - before.quiet_ms >= PATIENCE.late_ms
        elif Deed.ASK_AGAIN in deeds:
            raise AssertionError


@given(courses(), st.booleans())
def test_once_he_is_quiet_for_good_the_floor_comes_to_rest(
    course: Sequence[Event], hears: bool
) -> None:
    """Whatever happened, even if none of his words is recognised any more."""
    floor, at_ms = Floor(), 2000
    for event in course:
        floor, _ = floor.after(event)
        at_ms = event.at_ms
    closing: list[Event] = [Quiet(at_ms)]
    if hears:
        closing.append(Words(floor.words, at_ms + 200, settled=True))
    floor, _ = floor.after(closing[0])
    deeds: list[Deed] = []
    for event in [*closing[1:], *(Tick(at_ms + 20 * n) for n in range(11, 2000))]:
        floor, more = floor.after(event)
        deeds += more
        if floor.considering and not floor.ready:
            floor, more = floor.after(Ready(event.at_ms))
            deeds += more
        if floor.holder is Holder.SHE:
            floor, _ = floor.after(Finished(event.at_ms))
    assert floor.holder is Holder.NOBODY
    assert deeds.count(Deed.ASK_AFTER) <= 1


@given(courses())
def test_who_is_answered_by_nobody_is_considered_again(course: Sequence[Event]) -> None:
    for before, event, after, deeds in played(course):
        if isinstance(event, Finished) and before.considering:
            assert deeds == (Deed.FORGET, Deed.CONSIDER)
            assert after.considering


def test_an_interruption_while_she_speaks_goes_dip_hush_and_is_his_turn() -> None:
    floor, _ = Floor(holder=Holder.SHE, since_ms=5000).after(Voice(6000))
    floor, deeds = floor.after(Words("no wait", 6300))
    assert deeds == (Deed.HUSH, Deed.LIFT)
    assert (floor.holder, floor.words) == (Holder.HE, "no wait")


@pytest.mark.parametrize(("lasts_ms", "holder"), [(300, Holder.SHE), (520, Holder.PAUSING)])
def test_a_word_or_two_must_last_to_be_words(lasts_ms: int, holder: Holder) -> None:
    floor, _ = Floor(holder=Holder.SHE, since_ms=5000).after(Voice(6000))
    floor, _ = floor.after(Quiet(6000 + lasts_ms))
    floor, _ = floor.after(Words("mama", 6600, Meaning.BRIEF, settled=True))
    floor, _ = floor.after(Tick(6640 + Patience().lift_ms))
    assert floor.holder is holder


def test_a_cough_dips_her_and_lets_her_go_on() -> None:
    floor, _ = Floor(holder=Holder.SHE, since_ms=5000).after(Voice(6000))
    floor, _ = floor.after(Quiet(6200))
    floor, _ = floor.after(Words("", 6250, Meaning.UNCLEAR, settled=True))
    floor, deeds = floor.after(Tick(6200 + Patience().lift_ms))
    assert (floor.holder, deeds) == (Holder.SHE, (Deed.LIFT,))


def test_a_sound_whose_words_come_late_is_waited_for() -> None:
    floor, _ = Floor(holder=Holder.SHE, since_ms=5000).after(Voice(6000))
    floor, _ = floor.after(Quiet(6400))
    assert floor.after(Tick(6400 + Patience().lift_ms)) == (floor, ())
    floor, deeds = floor.after(Words("no", 7200, settled=True))
    assert deeds == (Deed.HUSH, Deed.LIFT, Deed.CONSIDER)
    assert (floor.holder, floor.words) == (Holder.PAUSING, "no")


def test_her_own_echo_over_her_last_words_is_no_turn() -> None:
    floor, _ = Floor(holder=Holder.SHE, since_ms=5000).after(Voice(6000))
    floor, _ = floor.after(Words("or the cranes", 6200, Meaning.ECHO))
    floor, _ = floor.after(Quiet(6300))
    floor, deeds = floor.after(Finished(6320, asked=True))
    assert (floor.holder, deeds) == (Holder.NOBODY, (Deed.LIFT,))
    assert floor.asked_ms == 6320


def test_a_yes_over_the_end_of_her_question_answers_it() -> None:
    floor, _ = Floor(holder=Holder.SHE, since_ms=5000).after(Voice(6000))
    floor, _ = floor.after(Quiet(6300))
    floor, _ = floor.after(Words("yes", 6350, Meaning.LISTENING, settled=True))
    floor, deeds = floor.after(Finished(6400, asked=True))
    assert (floor.holder, deeds) == (Holder.PAUSING, (Deed.LIFT, Deed.CONSIDER))


def test_who_taps_after_a_false_alarm_does_not_want_the_rest() -> None:
    floor, _ = Floor(holder=Holder.SHE, since_ms=5000).after(Voice(6000))
    floor, _ = floor.after(Tick(6000 + Patience().unproven_ms))
    floor, deeds = floor.after(Tap(6800))
    assert (floor.broken_off, deeds) == (False, (Deed.HUSH,))


def test_after_a_long_wordless_sound_she_takes_up_her_phrase_again() -> None:
    floor, _ = Floor(holder=Holder.SHE, since_ms=5000).after(Voice(6000))
    floor, deeds = floor.after(Tick(6000 + Patience().unproven_ms))
    assert deeds == (Deed.HUSH, Deed.LIFT)
    floor, _ = floor.after(Quiet(7000))
    floor, _ = floor.after(Words("", 7100, settled=True))
    floor, deeds = floor.after(Tick(7000 + Patience().resume_ms))
    assert (floor.holder, deeds) == (Holder.SHE, (Deed.GO_ON,))


def test_silence_after_her_question_is_borne_and_asked_about_once() -> None:
    floor, _ = Floor(holder=Holder.SHE).after(Finished(1000, asked=True))
    floor, deeds = floor.after(Tick(1000 + Patience().question_ms - 1))
    assert deeds == ()
    floor, deeds = floor.after(Tick(1000 + Patience().question_ms))
    assert deeds == (Deed.ASK_AFTER,)
    floor, _ = floor.after(Finished(20_000, asked=False))
    assert floor.after(Tick(90_000))[1] == ()


def test_a_stranger_who_broke_her_off_is_forgotten_and_she_goes_on() -> None:
    floor, _ = Floor(holder=Holder.SHE, since_ms=5000, guarded=True).after(Voice(6000))
    floor, deeds = floor.after(Words("tonight rain", 6500))
    assert deeds == (Deed.HUSH, Deed.LIFT)
    assert floor.broken_off
    floor, deeds = floor.after(Stranger(7700))
    assert (floor.holder, deeds) == (Holder.SHE, (Deed.GO_ON,))


def test_a_stranger_who_was_taken_for_him_is_not_answered_and_nothing_is_left_to_go_on_with() -> (
    None
):
    floor, _ = Floor(holder=Holder.SHE, since_ms=5000, guarded=True).after(Voice(6000))
    floor, _ = floor.after(Words("tonight rain", 6500))
    floor, _ = floor.after(Quiet(7000))
    floor, deeds = floor.after(Words("tonight rain", 7100, settled=True))
    assert deeds == (Deed.CONSIDER,)
    floor, deeds = floor.after(Stranger(7200))
    assert (floor.holder, deeds) == (Holder.NOBODY, (Deed.FORGET,))
