"""The persona as one file that a person can read and edit."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

import tomlkit

from samantha.app.files import write_whole
from samantha.domain.errors import SettingsInvalid
from samantha.personality.persona import Persona, Timbre, Traits

_WORDS: dict[str, tuple[str, str, str]] = {
    "warmth": ("cool", "friendly", "very warm"),
    "curiosity": ("asks little", "asks about what matters", "wants to know everything"),
    "playfulness": ("serious", "jokes at times", "teases a lot"),
    "directness": ("careful with opinions", "says what she thinks when asked", "says it plainly"),
    "liveliness": ("calm", "even", "lively"),
    "patience": ("quick", "takes her time", "all the time in the world"),
}


def in_words(trait: str, value: float) -> str:
    """Say a trait's number in words."""
    low, middle, high = _WORDS[trait]
    return low if value < 0.4 else middle if value < 0.7 else high


def save_persona(file: Path, persona: Persona) -> None:
    """Write the persona with a comment on every line; whole or not at all."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Who she is. Change what you like; it holds from the next start."))
    document.add(tomlkit.comment("What she may never be made to do is hide that she is software."))
    document.add("her_name", tomlkit.item(persona.her_name or ""))
    document.add("his_name", tomlkit.item(persona.his_name or ""))
    document.add("timbre", tomlkit.item(persona.timbre.value))
    document.add("voice", tomlkit.item(persona.voice))
    document.add("voice_wish", tomlkit.item(persona.voice_wish))
    document.add("style", tomlkit.item(list(persona.style)))
    document["his_name"].comment("what she calls the one she talks with")
    document["timbre"].comment("feminine, masculine or neutral")
    document["voice"].comment("one of `samantha voices`; empty lets his wish choose")
    document["voice_wish"].comment("what her voice should be like, in his words")
    document["style"].comment('plain sentences about her manner, e.g. "You like puns."')
    traits = tomlkit.table()
    traits.comment("numbers from 0 to 1")
    for each in fields(persona.traits):
        value = float(getattr(persona.traits, each.name))
        traits.add(each.name, tomlkit.item(value))
        traits[each.name].comment(in_words(each.name, value))
    document.add("traits", traits)
    write_whole(file, tomlkit.dumps(document))


def load_persona(file: Path) -> Persona | None:
    """Read the persona; None where she has not been met yet.

    Raises:
        SettingsInvalid: the file was edited into something that cannot be read.
    """
    try:
        tree = tomllib.loads(file.read_text(encoding="utf-8"))
        table = tree.get("traits", {})
        if not isinstance(table, dict):
            raise TypeError("“traits” must be a table of numbers")
        traits = cast("dict[str, Any]", table)
        known = {each.name for each in fields(Traits)}
        for name, value in traits.items():
            if name not in known or isinstance(value, bool) or not 0 <= float(value) <= 1:
                raise ValueError(f"traits.{name} = {value}; known are {', '.join(sorted(known))}")
        voice = str(tree.get("voice", ""))
        return Persona(
            her_name=str(tree.get("her_name", "")).strip() or None,
            his_name=str(tree.get("his_name", "")).strip() or None,
            traits=Traits(**{name: float(value) for name, value in traits.items()}),
            timbre=Timbre(tree.get("timbre", Timbre.FEMININE)),
            voice=voice if ":" in voice else "",
            # Words in place of an id are a wish, too.
            voice_wish=str(tree.get("voice_wish", "")) or ("" if ":" in voice else voice),
            style=_style(tree.get("style", [])),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, OverflowError) as error:
        raise SettingsInvalid(
            f"The persona file {file} cannot be used: {error}.",
            "Mend that line, or delete the file to meet her anew; what was said stays.",
        ) from error


def _style(written: object) -> tuple[str, ...]:
    """The sentences about her manner; one without brackets counts as a list of one."""
    if isinstance(written, str):
        return (written,)
    if not isinstance(written, list):
        raise TypeError("“style” must be a list of sentences")
    return tuple(str(line) for line in cast("list[object]", written))
