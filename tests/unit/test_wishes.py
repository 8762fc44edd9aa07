"""Which wishes about names are heard, and which sentences only look like one."""

import time

import pytest

from samantha.mind.wishes import AnotherName, CallMe, wish_of

ANOTHER = """Choose another name.
choose another name for yourself
Could you pick a different name, please?
please pick a new name
I'd like you to take another name.
No, give yourself a new name
I want another name for you.
I don't like your name. Pick another name.
I don’t like that name, choose a different name
change your name
rename yourself!
pick your name again"""

CALLED = (
    ("Call me Theo.", "Theo"),
    ("call me theo", "Theo"),
    ("Please call me Theo, not Theodore.", "Theo"),
    ("You can call me Al.", "Al"),
    ("Could you call me Theo from now on?", "Theo"),
    ("I'd like you to call me Theo", "Theo"),
    ("I’d rather you called me Theo.", "Theo"),
    ("Hi! Call me Ishmael.", "Ishmael"),
    ("By the way, call me Mary Ann, please.", "Mary Ann"),
    ("No, call me Theo instead of Theodore.", "Theo"),
    ("call me O’Brien", "O'Brien"),
    ("Call me Dr. Bloom.", "Dr. Bloom"),
    ("call me Zoë!", "Zoë"),
)

NO_WISH = """call me when you get there
call me crazy
call me crazy, but I liked it
Call me later.
call me back tomorrow
call me old-fashioned
call me hopeless
Call me maybe?
They call me Theo
my friends call me Theo
Don't call me Theo.
did she call me Theo?
call me in an hour
call me by my name
could you call me tonight?
call me
call me what you like
I want another name for the dog
I want another name
could you pick a name for my cat?
pick another name for the boat
Help me find another name for her.
Amy wants to choose another name
should I choose a different name?
don't change your name
I want to change my name
why did you change your name?
he had to find a new name for the band
do you want another name?"""


@pytest.mark.parametrize("said", ANOTHER.splitlines())
def test_he_wants_another_name_for_her(said: str) -> None:
    assert wish_of(said) == AnotherName()


@pytest.mark.parametrize(("said", "name"), CALLED)
def test_he_wants_to_be_called_otherwise(said: str, name: str) -> None:
    assert wish_of(said) == CallMe(name)


@pytest.mark.parametrize("said", NO_WISH.splitlines())
def test_what_only_sounds_like_a_wish(said: str) -> None:
    assert wish_of(said) is None


def test_a_long_message_is_no_wish() -> None:
    assert wish_of("Call me Theo. " * 10) is None


@pytest.mark.parametrize(
    "said",
    ["please " * 17, "call me " + "a" * 110, "call me " + "A " * 55, "call me a" + " " * 108],
)
def test_hearing_takes_no_time(said: str) -> None:
    begun = time.perf_counter()
    wish_of(said)
    assert time.perf_counter() - begun < 0.1
