"""What he says over her words is told apart the way a person would."""

import pytest

from samantha.hearing.backchannels import Overlap, overlap_of

NAMES = ("Samantha", "Mirel")

NOTHING = ("", " ", "…", "♪ ♪", "- -", "?!")
BACKCHANNELS = (
    *("Mm-hm.", "mm-hmm", "Mhm", "mmm", "Hmm.", "hm", "Uh-huh.", "uh huh uh huh", "Mm, mm-hm."),
    *("yeah", "Yeah, yeah.", "Yes.", "yep", "yup", "Yeah, right.", "Right. Right.", "right"),
    *("oh", "Oh!", "Ooh.", "ohh", "ah", "Ahh.", "aha", "Aww.", "wow", "Whoa.", "huh", "Huh!"),
    *("okay", "OK.", "Okay, okay.", "all right", "Alright.", "sure", "Of course.", "I see."),
    *("Oh, I see.", "got it", "Makes sense.", "That's true.", "exactly", "Absolutely.", "true"),
    *("ha", "Ha ha ha.", "haha", "hahaha", "hehe", "Ha-ha!", "(laughs)", "[laughter]"),
    *("really?", "Oh, really?", "No way!", "Oh no.", "oh my God", "Seriously?", "go on", "and?"),
    *(
        "Don't stop.",
        "No, don't stop!",
        "That's funny.",
        "how lovely",
        "I know, right?",
        "um",
        "er",
    ),
    *("Yeah. Mm. Okay.", "Oh yeah, of course.", "Nice, nice.", "Interesting."),
)
STOPS = (
    *("stop", "Stop!", "Stop it.", "stop talking", "Please stop.", "Stop, please.", "okay stop"),
    *("wait", "Wait, wait.", "Wait a second.", "Hold on.", "Hang on a minute.", "hold on a sec"),
    *("No, listen.", "listen", "no, wait", "No no no.", "Enough.", "That's enough now.", "shh"),
    *("Be quiet.", "Quiet, please.", "Shut up!", "pause", "One moment.", "Just a second, please."),
    *("Can you stop?", "Could you please stop now?", "Yeah, yeah, okay, stop.", "Um, wait."),
    *(
        "Samantha",
        "Samantha!",
        "Hey, Samantha.",
        "Symantha, stop.",
        "Oh, Samantha, wait.",
        "Mirel?",
    ),
    *("Let me speak.", "Excuse me.", "Hey!", "Sorry, can I say something?", "never mind"),
)
CONTENTS = (
    *("no", "Nope.", "What?", "Why?", "What do you mean?", "yeah but", "Yeah, but it rained."),
    *("Stop the music.", "Wait, that's wrong.", "Samantha, what time is it?", "I couldn't stop."),
    *(
        "Okay, so tell me about Rome.",
        "thank you",
        "He said so.",
        "hi",
        "Tomorrow.",
        "The blue one",
    ),
    *("Right after dinner.", "Good morning.", "I see her every day.", "Listen to the birds."),
    *("so", "well", "Oh, that reminds me.", "No, the other one.", "Hold on to the rope."),
)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        *((said, Overlap.NOTHING) for said in NOTHING),
        *((said, Overlap.BACKCHANNEL) for said in BACKCHANNELS),
        *((said, Overlap.STOP) for said in STOPS),
        *((said, Overlap.CONTENT) for said in CONTENTS),
    ],
)
def test_an_overlap_is_told(said: str, kind: Overlap) -> None:
    assert overlap_of(said, NAMES) is kind


@pytest.mark.parametrize("said", ["yes", "Yeah.", "Mm-hm.", "okay", "no", "Of course.", "I see"])
def test_what_would_answer_a_question_is_content_after_one(said: str) -> None:
    assert overlap_of(said, NAMES, asked=True) is Overlap.CONTENT


@pytest.mark.parametrize("said", ["Hmm.", "oh", "ha ha", "wow", "um"])
def test_a_mere_sound_answers_nothing(said: str) -> None:
    assert overlap_of(said, NAMES, asked=True) is Overlap.BACKCHANNEL


@pytest.mark.parametrize("said", ["stop", "wait", "Samantha"])
def test_a_wish_to_stop_is_one_after_a_question_too(said: str) -> None:
    assert overlap_of(said, NAMES, asked=True) is Overlap.STOP


@pytest.mark.parametrize("said", ["As", "As I", "the", "It is", "a"])
def test_unstressed_words_tell_nothing_unless_they_answer(said: str) -> None:
    assert overlap_of(said) is Overlap.NOTHING
    assert overlap_of(said, asked=True) is Overlap.CONTENT


def test_without_a_name_a_name_is_content() -> None:
    assert overlap_of("Samantha") is Overlap.CONTENT
