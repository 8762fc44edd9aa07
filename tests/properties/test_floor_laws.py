"""Laws of the floor: whatever happens, in whatever order, she never speaks over him for long."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from samantha.conversation.floor import (
    Deed,
    Event,
    Finished,
    Floor,
    Holder,
    Meaning,
    Patience,
    Quiet,
    Ready,
    Tap,
    Tick,
    Voice,
    Wait,
    Words,
)

HERS = {Holder.SHE, Holder.BOTH}
BEGINS = {Deed.ANSWER, Deed.GO_ON, Deed.ASK_AFTER}
TEXTS = st.sampled_from(["", "what", "what is", "yeah", "stop it", "my sister called"])


@st.composite
def courses(draw: st.DrawFn) -> list[Event]:
    """Events in the order of their times; nothing else about them is certain."""
    at_ms = 2000
    course: list[Event] = []
    for _ in range(draw(st.integers(1, 60))):
        at_ms += draw(st.integers(0, 900))
        meaning = draw(st.sampled_from(Meaning))
        course.append(
            draw(
                st.sampled_from(
                    [
                        Voice(at_ms),
                        Quiet(at_ms),
                        Words(draw(TEXTS), at_ms, meaning, settled=draw(st.booleans())),
                        Wait(draw(st.integers(0, 2000)), at_ms),
                        Ready(at_ms),
                        Tick(at_ms),
                        Tap(at_ms),
                        Finished(at_ms, asked=draw(st.booleans())),
                    ]
                )
            )
        )
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
    for before, _, after, deeds in played(course):
        if BEGINS & set(deeds):
            assert before.holder in {Holder.PAUSING, Holder.NOBODY}
            assert after.holder is Holder.SHE


@given(courses())
def test_she_answers_only_words_she_thought_about_after_the_pause_they_need(
    course: Sequence[Event],
) -> None:
    for before, event, _, deeds in played(course):
        if Deed.ANSWER in deeds:
            assert before.words.strip()
            assert before.considering
            assert before.quiet_ms is not None
            needed = event.needed_ms if isinstance(event, Wait) else before.needed_ms
            assert needed is not None
            assert event.at_ms - before.quiet_ms >= needed


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
        if Deed.HUSH in deeds:
            assert before.holder in HERS


@given(courses())
def test_a_listeners_sound_or_an_echo_alone_never_stops_her(course: Sequence[Event]) -> None:
    for before, event, _, deeds in played(course):
        if Deed.HUSH in deeds and not isinstance(event, Tap):
            meaning = event.meaning if isinstance(event, Words) else before.meaning
            assert meaning not in {Meaning.LISTENING, Meaning.ECHO}


@given(courses(), st.integers(1, 5))
def test_once_he_is_quiet_for_good_the_floor_comes_to_rest(
    course: Sequence[Event], seconds: int
) -> None:
    floor = Floor()
    at_ms = 0
    for event in course:
        floor, _ = floor.after(event)
        at_ms = event.at_ms
    deeds: list[Deed] = []
    closing: list[Event] = [
        Quiet(at_ms + 20),
        Words("", at_ms + 40, settled=True),
        Finished(at_ms + 60),
    ]
    for event in [*closing, *(Tick(at_ms + 20 * n) for n in range(4, 1000 * seconds))]:
        floor, more = floor.after(event)
        deeds += more
        if floor.holder is Holder.SHE:
            floor, _ = floor.after(Finished(event.at_ms))
    assert floor.holder in {Holder.NOBODY, Holder.PAUSING} or deeds == []
    assert deeds.count(Deed.ASK_AFTER) <= 1


def test_an_interruption_while_she_speaks_goes_dip_hush_and_is_his_turn() -> None:
    floor, _ = Floor(holder=Holder.SHE, since_ms=5000).after(Voice(6000))
    floor, deeds = floor.after(Words("no wait", 6300))
    assert deeds == (Deed.HUSH, Deed.LIFT)
    assert (floor.holder, floor.words) == (Holder.HE, "no wait")


def test_a_cough_dips_her_and_lets_her_go_on() -> None:
    floor, _ = Floor(holder=Holder.SHE, since_ms=5000).after(Voice(6000))
    floor, _ = floor.after(Quiet(6200))
    floor, deeds = floor.after(Tick(6200 + Patience().lift_ms))
    assert (floor.holder, deeds) == (Holder.SHE, (Deed.LIFT,))


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
