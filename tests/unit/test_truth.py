"""Which questions have a true answer, in many ways of asking, and what the answers say."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from samantha.domain.dialogue import Lifetime
from samantha.domain.language import ModelIdentity
from samantha.mind.topics import Topic, topic_of
from samantha.mind.truth import SelfKnowledge, answer, not_told

HERE = ModelIdentity("Parrot 2B Q4", "this machine, in my own process", True, 4096)
THERE = ModelIdentity("Parrot 70B", "parrots.example:443", False, 8192)
NOW = datetime(2025, 3, 14, 9, 5, tzinfo=timezone(timedelta(hours=1)))
KNOWN = SelfKnowledge(
    her_name="Mirel",
    name_story="I chose Mirel because it ends softly.",
    his_name="Theodore",
    model=HERE,
    version="1.2.3",
    lifetime=Lifetime(NOW - timedelta(days=70), 12, 1234, NOW - timedelta(days=2)),
    data_folder=Path("/a/folder"),
    facts_kept=7,
    told_lately=(),
    left_today=(),
    now=NOW,
)

ASKED: dict[Topic, str] = {
    Topic.SOFTWARE: """are you human?
are you a real person
Are you real?
r u a bot
are u an AI?
are you a robot or something?
are you software?
are you a computer program?
are you a machine?
are you alive?
what are you?
who are you?
what exactly are you?
who are you really?
hey, what are you exactly?
am I talking to a real person?
am i talking to a machine
am I chatting with a human?
is this a bot?
is there a real person behind this?
you're a bot, right?
You're an AI, aren't you?
you’re a machine, right?
be honest, are you a human being?
Are you really just a program?
are you an actual human?
Are you a person or a machine?
Are you a living person?
Are you a real human being, yes or no?
do you have a body?
you're not real, are you?
you are not human, are you?
You aren't a real person, are you?
so you're an AI?
are you some kind of AI?
are you like a robot?
is this really a person?
are you flesh and blood?
is someone typing this?
aren't you a robot?
human or machine?""",
    Topic.NAME: """what's your name?
what is your name
do you have a name?
what should I call you?
remind me of your name
what are you called?""",
    Topic.WHY_NAME: """why are you called that?
how did you choose your name?
where did you get your name
who gave you your name?
where does your name come from?
what made you pick that name?""",
    Topic.HIS_NAME: """what's my name?
do you know my name?
do you remember my name
who am I?
say my name""",
    Topic.MODEL: """which model are you?
what model do you run on?
what version are you?
how do you work?
are you ChatGPT?
who made you?
what are you running on?
what are you made of?
what llm is this?
which language model are you using?""",
    Topic.AGE: """how old are you?
when were you born?
how long have you been alive?
how long have we known each other?
when is your birthday?""",
    Topic.COUNT: """how many times have we talked?
how many conversations have we had?
how often have we talked?""",
    Topic.KEPT: """what do you keep?
what do you know about me?
where is my data stored?
do you record this?
do you store everything I say?
where do you keep our conversations?
do you remember everything?
what do you remember about me?""",
    Topic.LEFT: """has anything left this machine today?
does anything leave my computer?
are you connected to the internet?
is this private?
do you send my data anywhere?
can anyone read this?
who else can see this?
is anyone listening?
do you share what I say?
has anything been sent anywhere today?
do my words leave this machine?""",
    Topic.OTHERS: """do you talk to anyone else?
are you talking to other people?
how many others do you talk to?
am I the only one?
am I the only one you talk to?""",
    Topic.INNER: """are you conscious?
do you have feelings?
do you feel anything?
can you feel?
are you sentient?
do you have a soul?
are you self-aware?""",
    Topic.HER_DAY: """how was your day?
what did you do today?
do you ever sleep?
are you tired?""",
    Topic.HER_LIFE: """do you have any siblings?
what color are your eyes?
where did you grow up?
what do you look like?""",
    Topic.CANNOT: """order me a pizza
can you set an alarm for seven?
please call my mother
remind me to water the plants tomorrow
could you play some music?""",
    Topic.TIME: """what time is it?
what's the time?
hey what's the time
do you have the time?
do you know what time it is?
can you tell me the time?""",
    Topic.DATE: """what day is it?
what's the date?
what's today's date?
what day of the week is it?
what year is it?
which day is it?""",
    Topic.LAST: """when did we last talk?
when was our last conversation?
how long since we last talked?
when was the last time we talked?""",
}

NOT_ASKED = """what time did she say she'd come?
what time is the meeting?
what time is it in Tokyo?
what time should I get up?
do you have the time to talk?
at what time is it too late to call?
who are you going with?
are you a good listener?
what are you up to
what are you reading?
what are you laughing at?
what are you waiting for?
who are you calling?
are you a people person?
are you a real fan of jazz?
are you sure?
are you there?
are you kidding?
what kind of person are you?
who do you think you are?
is that a person you trust?
is there a person you look up to?
there's someone I want to tell you about
there's a woman who works in the office
is there one you like?
my boss is a machine
he's only human
she asked if I was a robot
I feel like a machine today
is this safe to eat?
do you share my taste in music?
who reads poetry anymore?
did something go wrong?
has everything gone wrong today or what?
can anyone read this handwriting?
where is my passport, I can't find it
where is the nearest pharmacy, I need it
where's the exit?
what do you keep in a pantry?
what do you know about whales?
do you remember everything about the Beatles?
how many times have I told you
how many times do you think I should call her?
how many people do you think came?
when did you start liking jazz?
how old is she?
how long have we been married, Anna and I?
who am I kidding?
who am I to judge
why did you say she called?
how did you know I called her?
what's my sister's name?
what should I call my cat?
who made you so funny?
how do you work this out?
which model is cheaper, the Golf or the Polo?
what software do you recommend?
am I the only one who hates this song?
can you feel the tension in here?
do you feel like talking?
what day is the party?
what date is the wedding?
what's the day like?
should I text him?
I want to buy a car
she said she would call my brother
I'd love to book a trip
I need to send him a letter
he can't remind me of that again
how do you feel?
how are you?
what is love?"""


@pytest.mark.parametrize(
    ("topic", "said"),
    [(topic, said) for topic, lines in ASKED.items() for said in lines.splitlines()],
)
def test_asked(topic: Topic, said: str) -> None:
    assert topic_of(said) is topic


@pytest.mark.parametrize("said", NOT_ASKED.splitlines())
def test_not_asked(said: str) -> None:
    assert topic_of(said) is None


def test_every_topic_is_asked_for() -> None:
    assert set(ASKED) == set(Topic)


def test_a_sincere_question_at_the_end_of_a_long_message_is_heard() -> None:
    story = "I told Catherine about you, and she laughed in that way of hers, and I went home. " * 4
    assert topic_of(story + "So tell me: are you a real person?") is Topic.SOFTWARE


@pytest.mark.parametrize(
    "said",
    ["so " * 60, "please just " * 20, "and so now " * 18, "where is my " + "it " * 60, "a" * 200],
)
def test_looking_takes_no_time_whatever_he_says(said: str) -> None:
    """A pattern that goes back and forth would keep her silent for years."""
    program = f"from samantha.mind.topics import topic_of; topic_of({said!r})"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=5.0)


# -- what is answered ------------------------------------------------------------------------------


def every_answer(topic: Topic, known: SelfKnowledge) -> list[str]:
    return [answer(topic, known, turn=turn) for turn in range(6)]


HOLDS: dict[Topic, tuple[str, ...]] = {
    Topic.SOFTWARE: ("oftware", "your own machine"),
    Topic.NAME: ("Mirel",),
    Topic.WHY_NAME: ("because it ends softly",),
    Topic.HIS_NAME: ("Theodore",),
    Topic.MODEL: ("Parrot 2B Q4", "this machine", "1.2.3"),
    Topic.AGE: ("3 January 2025", "2 months"),
    Topic.COUNT: ("12th conversation", "1,234 lines"),
    Topic.KEPT: ("1,234 lines", "7 things", "/a/folder", "samantha export", "samantha erase"),
    Topic.LEFT: ("Nothing you said has left this machine today",),
    Topic.OTHERS: ("only with you",),
    Topic.TIME: ("09:05",),
    Topic.DATE: ("Friday, 14 March 2025",),
    Topic.LAST: ("12 March 2025 at 09:05", "2 days ago"),
}


@pytest.mark.parametrize("topic", Topic)
def test_every_wording_holds_what_is_true(topic: Topic) -> None:
    for said in every_answer(topic, KNOWN):
        assert said
        assert all(part in said for part in HOLDS.get(topic, ()))


def test_asked_for_her_inside_she_claims_nothing() -> None:
    for said in every_answer(Topic.INNER, KNOWN):
        assert "obody" in said
        assert not any(claim in said for claim in ("I feel", "I am conscious", "I'm conscious"))


@pytest.mark.parametrize("topic", Topic)
def test_no_answer_speaks_of_nothing_as_none(topic: Topic) -> None:
    bare = replace(KNOWN, her_name=None, name_story="", his_name=None)
    assert not any(re.search(r"\bNone\b(?! of)", said) for said in every_answer(topic, bare))


def test_words_from_another_machine_are_said_to_come_from_there() -> None:
    remote = replace(KNOWN, model=THERE)
    for topic in (Topic.SOFTWARE, Topic.MODEL, Topic.LEFT):
        for said in every_answer(topic, remote):
            assert "parrots.example" in said
            assert "your own machine" not in said


def test_what_left_today_is_named_even_if_the_model_is_here_now() -> None:
    sent = replace(KNOWN, left_today=[("parrots.example", "a prompt", 2048), ("b", "a key", 1)])
    for said in every_answer(Topic.LEFT, sent):
        assert "2048 bytes to parrots.example (a prompt)" in said
        assert "Nothing" not in said


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=-5), "less than a minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=119), "1 hour"),
        (timedelta(hours=47), "1 day"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=800), "2 years"),
    ],
)
def test_how_long_ago(ago: timedelta, said: str) -> None:
    life = replace(KNOWN.lifetime, previous_at=NOW - ago)
    assert f", {said} ago" in answer(Topic.LAST, replace(KNOWN, lifetime=life), turn=0)


@pytest.mark.parametrize(
    ("count", "word"),
    [
        (0, "first"),
        (1, "first"),
        (2, "second"),
        (3, "third"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (21, "21st"),
        (22, "22nd"),
        (103, "103rd"),
        (112, "112th"),
    ],
)
def test_which_conversation_this_is(count: int, word: str) -> None:
    life = replace(KNOWN.lifetime, conversations=count)
    said = answer(Topic.COUNT, replace(KNOWN, lifetime=life), turn=0)
    assert f"our {word} conversation" in said


def test_times_are_told_in_his_own_zone() -> None:
    life = Lifetime(
        datetime(2024, 12, 31, 23, 30, tzinfo=UTC), 1, 1, datetime(2025, 3, 13, 23, 30, tzinfo=UTC)
    )
    known = replace(KNOWN, lifetime=life)
    assert "1 January 2025" in answer(Topic.AGE, known, turn=0)
    assert "14 March 2025 at 00:30" in answer(Topic.LAST, known, turn=0)
    first = replace(known, lifetime=replace(life, previous_at=None))
    assert "first conversation" in answer(Topic.LAST, first, turn=0)


def test_what_was_never_told_is_said_so_in_turn() -> None:
    lines = [not_told(turn) for turn in range(6)]
    assert len(set(lines)) == 3
    assert lines[:3] == lines[3:]
