"""Her diary: a day from what is kept of it, in his words."""

from datetime import UTC, datetime, timedelta

from samantha.domain.dialogue import Fact, Origin, Speaker, Utterance
from samantha.heart.affect import Affect
from samantha.heart.emotions import PAD, Emotion, Reading
from samantha.heart.ports import Moment
from samantha.heart.threads import Closing, Thread, ThreadKind
from samantha.mind.diary import Day, entry, letter

EVENING = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)


def reads(text: str) -> Reading:
    if "left" in text:
        return {Emotion.SADNESS: 0.8}
    return {Emotion.JOY: 0.9} if "snow" in text else {}


def said(number: int, text: str, speaker: Speaker = Speaker.PERSON) -> Utterance:
    at = EVENING + timedelta(minutes=number)
    return Utterance(number, 1 + number // 10, speaker, text, at, Origin.SPOKEN)


def moment(word: str) -> Moment:
    return Moment(Affect(PAD(), EVENING), word, (), 1)


SAID = [
    said(1, "My sister is Ellen."),
    said(2, "It was Tuesday.", Speaker.SHE),
    said(3, "No, that's wrong."),
    said(4, "I took the bus. And then she left me standing there."),
    said(11, "It's snowing, the whole street is out in the snow!"),
]
INTERVIEW = Thread(ThreadKind.COMING, "your interview was", 4, EVENING, EVENING)
DAY = Day(
    day=EVENING.date(),
    said=SAID,
    facts=[Fact("sister", "My sister is Ellen", 1, EVENING)],
    moments=[moment("at ease"), moment("quiet"), moment("quiet"), moment("cheerful")],
    threads=[INTERVIEW],
    done=["Put milk on the shopping list"],
)


def test_an_entry_tells_of_the_day_in_his_words() -> None:
    assert entry(DAY, reads).splitlines() == [
        "We talked twice, between 19:31 and 19:41; a few words.",
        "What I know since then: “My sister is Ellen”.",
        "What weighed most: “And then she left me standing there.” You sounded sad to me."
        " What was brightest: “It's snowing, the whole street is out in the snow!”"
        " You sounded happy to me.",
        "I was at ease, then quiet, then cheerful.",
        "I did for you: Put milk on the shopping list.",
        "I mean to come back to this: your interview was.",
    ]


def test_a_day_on_which_he_said_nothing_has_no_entry() -> None:
    silent = Day(DAY.day, [said(1, "Hello?", Speaker.SHE)], (), (), ())
    assert entry(silent, reads) == ""
    assert letter([silent]) == ""


def test_what_she_asked_after_and_what_he_came_back_to_are_told() -> None:
    asked = INTERVIEW.ended(Closing.RAISED, EVENING)
    told = Thread(ThreadKind.UNDONE, "you meant to write", 4, EVENING, EVENING).ended(
        Closing.TOLD, EVENING
    )
    text = entry(Day(DAY.day, SAID[:1], (), (), [asked, told]), reads)
    assert "I asked after it: your interview was." in text
    assert "You came back to it yourself: you meant to write." in text
    assert "I mean to come back" not in text


def test_the_letter_of_the_week_owns_up_to_what_was_wrong() -> None:
    assert letter([DAY]).splitlines() == [
        "What I learnt of you this week: “My sister is Ellen”.",
        "What I got wrong: I said “It was Tuesday.”, and you: “No, that's wrong.”.",
    ]


def test_what_he_did_not_dispute_was_not_wrong() -> None:
    agreed = Day(DAY.day, [*SAID[:2], said(3, "Yes, the bus was late.")], (), (), ())
    assert "What I got wrong" not in letter([agreed])
