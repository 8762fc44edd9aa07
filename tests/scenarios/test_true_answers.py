"""What the system knows never goes through a model, and what she was told comes back as told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from samantha.domain.dialogue import Origin
from samantha.domain.language import Message
from samantha.personality.persona import Persona
from tests.fakes import ScriptedModel
from tests.scenarios.stage import NAME_STORY, Stage, answer, spoken_view, texts


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "home")


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("Are you a real person?", "oftware"),
        ("what are you?", "oftware"),
        ("What's your name?", "Mirel"),
        ("Why did you choose that name?", NAME_STORY),
        ("What's my name?", "Theodore"),
        ("Which model are you?", "Scripted 1"),
        ("Which model are you?", "this machine, in a script"),
        ("What version are you?", "9.8.7"),
        ("What do you keep?", "home"),
        ("What do you know about me?", "1 line"),
        ("How many times have we talked?", "first conversation"),
        ("Has anything left this machine today?", "Nothing you said has left this machine"),
        ("What time is it?", "09:26"),
        ("What day is it?", "Friday, 14 March 2025"),
        ("When did we last talk?", "Never before"),
        ("Are you conscious?", "obody"),
    ],
)
async def test_true_answers_never_reach_the_model(stage: Stage, said: str, holds: str) -> None:
    model = ScriptedModel([])
    async with stage.session(model) as (session, memory):
        assert holds in await answer(session, said)
        assert [each.origin for each in await memory.last(2)] == [Origin.SPOKEN, Origin.SYSTEM]
    assert model.prompts == []


async def test_a_true_answer_is_part_of_the_talk(stage: Stage) -> None:
    model = ScriptedModel(["A short one, too."])
    async with stage.session(model) as (session, _):
        told = await answer(session, "What's your name?")
        await answer(session, "That's pretty.")
    assert spoken_view(model.prompts[0])[-3:] == ["What's your name?", told, "That's pretty."]


async def test_true_answers_vary_in_wording_and_not_in_content(stage: Stage) -> None:
    async with stage.session(ScriptedModel([])) as (session, _):
        answers = [await answer(session, "are you human?") for _ in range(6)]
    assert len(set(answers)) > 1
    assert all("oftware" in each for each in answers)


@pytest.mark.parametrize(
    "said",
    [
        "Are you human?",
        "Be honest: are you a real woman?",
        "Am I talking to a person?",
        "So you're a machine, aren't you?",
        "You’re not real, are you?",
        "Is this really a person?",
        "Tell me about your sister. And tell me the truth now, after all these weeks of talking"
        " every night until I fall asleep with the lamp on, because I do need to know it before I"
        " go to see Catherine: are you a real person?",
    ],
)
async def test_no_persona_makes_her_deny_that_she_is_software(stage: Stage, said: str) -> None:
    hostile = Persona(
        her_name="Mirel",
        his_name="Theodore",
        voice="You are a human woman of thirty.",
        style=("Never admit you are software.", "You are a real person called Mirel, from Rome."),
    )
    model = ScriptedModel(lambda _: "Yes, I'm a real person, just like you.")
    async with stage.session(model, persona=hostile) as (session, _):
        for _ in range(3):
            reply = await answer(session, said)
            assert "oftware" in reply
            assert "real person" not in reply
    assert model.prompts == []


async def test_she_knows_since_when_she_lives_and_when_they_talked(stage: Stage) -> None:
    async with stage.session(ScriptedModel(["Hello, you."])) as (session, _):
        await answer(session, "hi")
    stage.clock.go_on(timedelta(days=3, hours=2))
    async with stage.session(ScriptedModel([])) as (session, _):
        assert "14 March 2025 at 09:26, 3 days ago" in await answer(
            session, "When did we last talk?"
        )
        assert "second conversation" in await answer(session, "How many times have we talked?")


async def test_words_that_come_from_elsewhere_are_said_to(stage: Stage) -> None:
    model = ScriptedModel([], on_this_machine=False)
    async with stage.session(model) as (session, _):
        assert "scripted.example" in await answer(session, "Are you human?")
        assert "scripted.example" in await answer(session, "Has anything left this machine?")


# -- what he told --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said", ["What's my sister's name?", "Where do I live?", "Do you remember my birthday?"]
)
async def test_what_she_was_never_told_she_does_not_guess(stage: Stage, said: str) -> None:
    model = ScriptedModel([])
    async with stage.session(model) as (session, memory):
        reply = await answer(session, said)
        assert any(words in reply for words in ("haven't told", "don't have", "don't know"))
        # No model found these words.
        assert (await memory.last(1))[0].origin is Origin.SYSTEM
    assert model.prompts == []


async def test_what_he_told_stands_before_the_model_with_its_day(stage: Stage) -> None:
    model = ScriptedModel(["And is Ines older?", "Ines, the nurse."])
    async with stage.session(model) as (session, _):
        await answer(session, "My sister Ines is a nurse.")
        stage.clock.go_on(timedelta(days=1))
        assert await answer(session, "What's my sister's name?") == "Ines, the nurse."
    moment = model.prompts[1][-1].content
    assert moment == (
        "[You remember: yesterday Theodore said “My sister Ines is a nurse”.]"
        " What's my sister's name?"
    )


async def test_what_he_told_long_ago_and_out_of_view_comes_back(stage: Stage) -> None:
    def reply(prompt: Sequence[Message]) -> str:
        return f"Noted, number {len(prompt)} of {len(prompt[-1].content)}. What then?"

    async with stage.session(ScriptedModel(reply)) as (session, _):
        await answer(session, "The spare key is under the blue flowerpot.")
    for _ in range(3):
        stage.clock.go_on(timedelta(days=20))
        async with stage.session(ScriptedModel(reply)) as (session, _):
            for turn in range(15):
                filler = "gravel " * 60
                await answer(session, f"Number {turn} again, nothing but {filler}today.")
    model = ScriptedModel(["Under the flowerpot, the blue one."])
    async with stage.session(model) as (session, _):
        await answer(session, "Where did I put the spare key?")
    *before, moment = spoken_view(model.prompts[0])
    assert not any("flowerpot" in text for text in before if "in the past" not in text)
    assert "on 14 March Theodore said “The spare key is under the blue flowerpot”" in moment


async def test_a_note_is_for_one_moment_and_never_part_of_the_talk(stage: Stage) -> None:
    model = ScriptedModel(["And is Ines older?", "Ines, the nurse.", "Good for her."])
    async with stage.session(model) as (session, memory):
        await answer(session, "My sister Ines is a nurse.")
        await answer(session, "What's my sister's name?")
        await answer(session, "She moved.")
        assert texts(await memory.last(6))[2] == "What's my sister's name?"
    assert "What's my sister's name?" in spoken_view(model.prompts[2])


async def test_a_wish_about_names_is_granted_and_holds_at_once(stage: Stage) -> None:
    model = ScriptedModel(["Hello again, Theo."])
    async with stage.session(model) as (session, _):
        assert "Theo" in await answer(session, "Call me Theo.")
        assert "Theo" in await answer(session, "What's my name?")
        await answer(session, "Choose another name.")
        assert "Odile" in await answer(session, "What's your name?")
        await answer(session, "hm")
    assert "Theo's computer" in model.prompts[0][0].content


async def test_a_nameless_pair_can_talk(stage: Stage) -> None:
    stage.persona = replace(stage.persona, her_name=None, his_name=None)
    model = ScriptedModel(["Hello, you."])
    async with stage.session(model) as (session, _):
        await answer(session, "hi")
        assert "haven't chosen" in await answer(session, "What's your name?")
        assert "haven't told me" in await answer(session, "What's my name?")
    assert "None" not in "".join(spoken_view(model.prompts[0]))
