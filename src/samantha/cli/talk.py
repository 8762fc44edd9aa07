"""`samantha` and `samantha chat`: the conversation, interactive or for scripts."""

import asyncio
import json
import random
import sys
import time
from contextlib import aclosing

import click
from rich.console import Console

from samantha.app.assembly import Household, waking
from samantha.app.catalogue import find_entry, model_files
from samantha.app.choosing import found_servers, offer_of
from samantha.app.first_meeting import become, interview, written_answers
from samantha.app.persona_file import load_persona
from samantha.app.settings import Home, ModelKind, Settings, find_home, load_settings, models_folder
from samantha.cli.models import fetch_with_progress
from samantha.cli.terminal import PlainInstaller, Terminal
from samantha.conversation.session import Session
from samantha.domain.errors import SettingsInvalid
from samantha.mind.manner import waking_prompt
from samantha.personality.first_impression import Answers
from samantha.personality.persona import Persona


@click.command()
@click.argument("question", nargs=-1)
@click.option("--skip", is_flag=True, help="Skip the questions of the first meeting.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the words.")
@click.option("--lines", is_flag=True, help="Take each line of the standard input as one turn.")
def chat(question: tuple[str, ...], *, skip: bool, as_json: bool, lines: bool) -> None:
    """Talk with her.

    Without a question at a terminal this is the conversation itself. With a question, or with text
    piped in, she answers it on standard output and nothing else is printed there:

    \b
      samantha chat "did I tell you when Ellen arrives?"
      cat letter.txt | samantha chat "what do you make of this?"
    """  # noqa: D301 - for click
    words = " ".join(question).strip()
    if not words and at_terminal():
        converse(skip=skip)
        return
    piped = "" if at_terminal() or sys.stdin is None else sys.stdin.read().strip()
    turns = piped.splitlines() if lines and piped else [piped] if piped else []
    turns = [f"{words}\n\n{turns[0]}", *turns[1:]] if words and turns else [words, *turns]
    turns = [turn.strip() for turn in turns if turn.strip()]
    if not turns:
        raise SettingsInvalid(
            "There is nothing to answer.", 'Say something: samantha chat "how are you?"'
        )
    asyncio.run(_answer(turns, as_json=as_json))


def converse(*, skip: bool) -> None:
    """Hold the conversation at the terminal, with the first meeting before it if need be.

    Without a terminal, each line of the standard input is one turn.
    """
    if at_terminal():
        asyncio.run(_converse(skip=skip))
        return
    turns = [line.strip() for line in sys.stdin if line.strip()]
    if turns:
        asyncio.run(_answer(turns, as_json=False))


def at_terminal() -> bool:
    """Say whether someone can type an answer."""
    return sys.stdin is not None and sys.stdin.isatty()


async def _converse(*, skip: bool) -> None:
    console = Console(highlight=False)
    home, settings = _home_and_settings()
    known = load_persona(home.persona_file)
    await want_model(settings)
    async with waking(home, settings, purpose="samantha") as household:
        persona = known or await _meet(console, household, skip=skip)
        async with Session.opened(household.company(persona)) as session:
            await Terminal(console, household, persona).hold(session, first=known is None)


async def _meet(console: Console, household: Household, *, skip: bool) -> Persona:
    """The first meeting; meanwhile the model reads what her first words begin with."""
    meeting = household.settings.meeting
    answers = written_answers(meeting)
    if not (skip or meeting.skip or answers != Answers()):
        warming = asyncio.create_task(household.model.prepare(waking_prompt(None)))
        identity = household.model.identity
        installer = PlainInstaller(console)
        if offer := offer_of(await found_servers()):
            await installer.tell(offer)
        answers = await interview(
            installer,
            household.home,
            place=identity.place,
            stays_here=identity.on_this_machine,
        )
        await asyncio.wait([warming])
    return await awaken(answers, household)


async def _answer(turns: list[str], *, as_json: bool) -> None:
    home, settings = _home_and_settings()
    await want_model(settings)
    async with waking(home, settings, purpose="samantha chat") as household:
        persona = load_persona(home.persona_file)
        if persona is None:
            persona = await awaken(written_answers(settings.meeting), household)
        async with Session.opened(household.company(persona)) as session:
            for turn in turns:
                began_s = time.monotonic()
                reply = ""
                async with aclosing(session.say(turn)) as phrases:
                    async for phrase in phrases:
                        reply += phrase
                        if not as_json:
                            click.echo(phrase, nl=False)
                if as_json:
                    answer = {
                        "said": turn,
                        "reply": reply,
                        "her_name": persona.her_name,
                        "model": household.model.identity.name,
                        "seconds": round(time.monotonic() - began_s, 3),
                    }
                    click.echo(json.dumps(answer, ensure_ascii=False))
                else:
                    click.echo()


async def awaken(answers: Answers, household: Household) -> Persona:
    """Let her become someone, of these answers."""
    return await become(
        answers,
        household.home,
        household.memory,
        household.clock,
        random.Random(),  # noqa: S311 - a taste, not a secret
    )


async def want_model(settings: Settings) -> None:
    """Fetch the embedded model first, with its progress bar, where it is not here yet."""
    chosen = settings.model
    if chosen.kind is not ModelKind.EMBEDDED or chosen.name.endswith(".gguf"):
        return
    entry = find_entry(chosen.name)
    if not model_files(models_folder()).is_present(entry):
        await fetch_with_progress(entry)


def _home_and_settings() -> tuple[Home, Settings]:
    home = find_home()
    settings = load_settings(home.settings_file)
    home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home, settings
