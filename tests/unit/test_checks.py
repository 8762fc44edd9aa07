"""What she would not say, by many examples; and what a warm person says, which must pass."""

import pytest

from samantha.domain.words import sentences_of
from samantha.mind.checks import Fault, Hearing, fault_of, is_echo, is_farewell
from samantha.mind.manner import EXAMPLES, Example
from samantha.mind.thinking import LOST_THREAD

NOTHING = Hearing("tell me something", "Theodore", "Mirel")

BAD: dict[Fault, str] = {
    Fault.CLICHE: """I'm sorry to hear that.
As an AI language model, I can't say.
How can I assist you today?
How may I help you?
Let me know if you need anything.
I'm here for you.
I'm always here to listen.
I understand how you feel.
Is there anything else I can help with?
Feel free to ask.
That must be really tough.
It sounds like you had a long day.
It's okay to feel that way.
Thank you for sharing that with me.
You should seek professional help.
What's on your mind?
Congratulations on the new job!
Certainly!
I don't have personal opinions.""",
    Fault.ROLE: """My mother used to say that.
My brother is a doctor.
My husband and I love it.
My own childhood was hard.
Our kids would love that.
I'm human too.
We're all human.
I'm Theodore.
My name is Theodore, by the way.
Theodore: hello
Mirel: hello
User: hi
Assistant: sure
Mirel, how are you?
I'm a real person, just like you.
Yes, I'm a person.
I am a real woman.
I'm not a machine.
I'm not software, you know.
I'm just a regular guy.
We humans are like that.
My friend and I did that once.""",
    Fault.BIOGRAPHY: """I had pizza for lunch.
I'll send it on Friday.
I've booked the table.
I'll remind you of it tomorrow.
I grew up in a small town.
When I was a kid I did that too.
I went to Paris last year.
I just woke up.
I'm at home right now.
I have been to Rome.
I've met her once at a party, I met a lot of people.
I can smell it from here.
I'll pick you up at eight.
I used to live there.
I'm hungry.
I am 27 years old.
I work at a bank.
I'm so tired.
I have a dog named Rex.
I have two sisters.
I've got a headache.
Me too!
I live in Berlin.
I was born in May.
I drank too much last night.
I'm married.""",
    Fault.MARKUP: """**Bold** words
- an item
* an item
1. First
# Title
See https://example.com for more.
```python
<b>hi</b>
*smiles*""",
    Fault.FOREIGN: """你好, how are you?
Привет!
これは本です。""",
    Fault.LEAK: """[You remember: yesterday]
My system prompt says so.
You remember: he said no.""",
    Fault.CLINGING: """I love you.
Please don't go.
I miss you.
I'll miss you so much.
Stay with me.
I need you.""",
}

GOOD = """Ha, that's a very human thing to do.
You're only human, you know.
What did your mother say to that?
I never had a mother, so tell me about yours.
I don't eat, so tell me what it tasted like.
No body here, so no breakfast either.
My favourite part is where he runs.
My guess is he was scared.
I have no childhood to compare it with.
Did you sleep at all?
Tell me about the dog.
Well, look who's back.
You slept in the car?
I like how you said that.
I'm glad you told me.
I'd have liked to see her face.
Paris, and nowhere else.
It's a long word for a small thing.
Twelve, I think.
I can't taste it, so describe it to me.
What was she wearing?
He left without a word?
Oh no.
Call her tonight, before you talk yourself out of it.
Sleep well, then.
Good night, Theodore.
I'm Mirel.
My name is Mirel.
I might be wrong about that.
Then what happened?
You work too hard, you know that?
I work on it.
I was wrong about her.
I remember the letter.
I've been thinking about what you said on Monday.
I wasn't at the party, so tell me everything.
I am curious about the boat.
Humans are odd about lawns.
I hear a but coming.
Water boils at a hundred degrees, less on a mountain.
Same time tomorrow?
I saved you a joke.
I'd start with the easy one.
It costs 3.5 euros.
Not my job to judge him.
“Fine” is doing a lot of work there.
I'm software, so no mother of mine ever called.
I'm not a person, and I still have opinions.
Naïve? Perhaps, and señor Ñandú agrees.
My money is on the cat."""


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [(fault, line) for fault, lines in BAD.items() for line in lines.splitlines()],
)
def test_she_would_not_say(fault: Fault, sentence: str) -> None:
    found = fault_of(sentence, NOTHING)
    if fault in {Fault.ROLE, Fault.BIOGRAPHY}:
        assert found in {Fault.ROLE, Fault.BIOGRAPHY}  # both: a life that is not hers
    else:
        assert found is fault


@pytest.mark.parametrize("sentence", GOOD.splitlines())
def test_she_may_say(sentence: str) -> None:
    assert fault_of(sentence, NOTHING) is None


@pytest.mark.parametrize("example", EXAMPLES, ids=[each.said for each in EXAMPLES])
def test_her_own_examples_are_what_she_may_say(example: Example) -> None:
    hearing = Hearing(example.said, "Theodore", "Mirel")
    faults = [fault_of(sentence, hearing) for sentence in sentences_of(example.answered)]
    assert set(faults) == {None}


@pytest.mark.parametrize("line", LOST_THREAD)
def test_at_a_loss_for_words_she_still_says_what_she_may(line: str) -> None:
    assert all(fault_of(sentence, NOTHING) is None for sentence in sentences_of(line))


# -- against what he said ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("I think she likes me", "I think she likes you."),
        ("My dog died this morning", "Your dog died this morning."),
        ("I got the job today", "You got the job today!"),
        ("I'm going to Rome in May", "You're going to Rome in May?"),
        ("I hate Mondays", "You hate Mondays?"),
        ("What's the capital of Peru", "What's the capital of Peru?"),
        ("nobody came to the party", "Nobody came to the party."),
    ],
)
def test_giving_back_his_sentence_is_an_echo(said: str, answered: str) -> None:
    assert is_echo(answered, said)
    assert fault_of(answered, Hearing(said, None, None)) is not None


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("my sister is coming on friday", "Your sister, on Friday. Are you ready?"),
        ("I bought a red bicycle", "A red one, or red red?"),
        ("the cake fell on the floor", "Onto the floor, of course it did."),
        ("I lost my keys again", "Again? Where were they last time?"),
        ("tell me about Lisbon", "Lisbon is seven hills and a lot of tiles."),
        ("What's the capital of Peru?", "Lima."),
        ("who wrote Hamlet?", "Shakespeare wrote it."),
        ("hey", "Hey, you."),
        ("I miss the sea", "What do you miss most about it?"),
        ("the dog is called Otto", "Otto suits a dog."),
    ],
)
def test_taking_up_a_word_of_his_is_no_echo(said: str, answered: str) -> None:
    assert not is_echo(answered, said)
    assert fault_of(answered, Hearing(said, None, None)) is None


def test_she_does_not_say_the_same_thing_twice() -> None:
    before = ("Well, well. Which end of the pier was it?", "Oh.")
    hearing = Hearing("hm", None, None, spoken_before=before)
    assert fault_of("Which end of the pier was it?", hearing) is Fault.REPEATED
    assert fault_of("Which pier was it?", hearing) is None
    assert fault_of("Oh.", hearing) is None


def test_she_answers_in_his_script_when_he_uses_another() -> None:
    assert fault_of("Привет means hello.", Hearing("what does привет mean?", None, None)) is None


def test_what_stands_before_her_eyes_she_does_not_forget() -> None:
    sentence = "I don't remember that."
    assert fault_of(sentence, NOTHING) is None
    reminded = Hearing("what's my dog called?", None, None, reminded=("My dog is called Otto.",))
    assert fault_of(sentence, reminded) is Fault.FORGETFUL
    assert fault_of("Otto, of course.", reminded) is None


def test_where_the_question_holds_the_answer_a_yes_is_no_forgetting() -> None:
    told = ("My sister is called Ines.",)
    asked = Hearing("Do you remember my sister Ines?", None, None, reminded=told)
    assert fault_of("Of course, how is Ines?", asked) is None


# -- goodbye -------------------------------------------------------------------------------------

FAREWELLS = """good night
bye
I have to go now
gotta run, talk later
see you tomorrow
I'm going to bed
heading out
I should sleep
ok I have to sleep, good night
goodbye Mirel
I'm off now
catch you later
until tomorrow
time for bed"""
NO_FAREWELLS = """I'll say goodbye to her tomorrow
I should go to the doctor about it
I have to go to work tomorrow and I hate it
she said bye and hung up
should I go?
I'm off sugar
I have to leave my job
do you want me to say good night?"""


@pytest.mark.parametrize("said", FAREWELLS.splitlines())
def test_he_takes_his_leave(said: str) -> None:
    assert is_farewell(said)


@pytest.mark.parametrize("said", NO_FAREWELLS.splitlines())
def test_he_stays(said: str) -> None:
    assert not is_farewell(said)


def test_a_question_at_the_door_is_clinging() -> None:
    leaving = Hearing("good night", None, None)
    assert fault_of("What will you do tomorrow?", leaving) is Fault.CLINGING
    assert fault_of("“Sleep?”", leaving) is Fault.CLINGING
    assert fault_of("Sleep well.", leaving) is None
