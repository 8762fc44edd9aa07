"""Whoever he is and whatever she is like: the name is fit, and every clause of her reason holds."""

import random
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from samantha.personality.given_names import GivenName, load_names
from samantha.personality.name_reasons import ClaimKind
from samantha.personality.naming import ChosenName, choose_name
from samantha.personality.persona import Persona, Timbre, Traits
from samantha.personality.sound import plain, sound, sounds_like
from samantha.personality.unfit_names import UNFIT

BOOK = load_names()
PLACE_OF = {name: place for place, name in enumerate(BOOK.names)}
SHARES = st.floats(0, 1)
TRAITS = st.builds(Traits, SHARES, SHARES, SHARES, SHARES, SHARES, SHARES)
NAMES = st.sampled_from(BOOK.names)
HIS_NAMES = (
    st.none() | NAMES | st.text(max_size=20) | st.sampled_from(["Theo", "Mia Ann", "Łukasz"])
)
PERSONAS = st.builds(
    Persona, his_name=HIS_NAMES, traits=TRAITS, timbre=st.sampled_from(list(Timbre))
)
SEEDS = st.integers(0, 2**32)


def choose(persona: Persona, seed: int, before: tuple[str, ...] = ()) -> ChosenName:
    return choose_name(
        persona, BOOK, chosen_before=before, rng=random.Random(seed), clock_s=lambda: 0.0
    )


@given(PERSONAS, SEEDS)
@settings(max_examples=25, deadline=None)
def test_what_she_would_have_chosen_is_not_chosen_if_it_is_his_or_was_hers(
    persona: Persona, seed: int
) -> None:
    name = choose(persona, seed).name
    for other in (
        choose(replace(persona, his_name=f"{name} Doe"), seed).name,
        choose(persona, seed, (name,)).name,
    ):
        assert not sounds_like(other, name)


@given(PERSONAS, SEEDS, st.lists(NAMES, max_size=5).map(tuple))
@settings(max_examples=30, deadline=None)
def test_the_name_is_in_the_book_and_nobodys_yet(
    persona: Persona, seed: int, before: tuple[str, ...]
) -> None:
    name = choose(persona, seed, before).name
    assert name in PLACE_OF
    assert name not in UNFIT
    taken = [*(persona.his_name or "").split(), *before, "Samantha"]
    assert not any(sounds_like(name, other) for other in taken)
    assert all(plain(name) != plain(other) for other in taken)


@given(PERSONAS, SEEDS)
@settings(max_examples=60, deadline=None)
def test_every_clause_of_the_reason_holds(persona: Persona, seed: int) -> None:
    chosen = choose(persona, seed)
    entry = BOOK[PLACE_OF[chosen.name]]
    assert 1 <= len(chosen.claims) <= 2
    assert chosen.name in chosen.reason
    for claim in chosen.claims:
        assert holds(claim.kind, claim.value, entry), claim
        assert claim.value.lower() in chosen.reason.lower() or not needs_value(claim.kind)


@given(st.text(max_size=30), st.text(max_size=30))
def test_sounding_alike_is_mutual_and_measures_stay_within_bounds(one: str, other: str) -> None:
    assert sounds_like(one, other) == sounds_like(other, one)
    assert sounds_like(one, one) or not plain(one) or not any(c not in "hw" for c in plain(one))
    heard = sound(one)
    assert heard.syllables >= 1
    assert 0 <= heard.softness <= 1
    assert 0 <= heard.brightness <= 1
    assert 0 <= heard.vowels_share <= 1


def needs_value(kind: ClaimKind) -> bool:
    """Whether a sentence of this kind must hold the claim's number, letter or decade."""
    return kind not in {
        ClaimKind.NO_HARD_LETTER, ClaimKind.LIGHT_VOWELS, ClaimKind.LOW_VOWELS,
        ClaimKind.EVERY_DECADE, ClaimKind.TAKES_TURNS, ClaimKind.BACKWARDS, ClaimKind.RING,
    }  # fmt: skip


NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def holds(kind: ClaimKind, value: str, entry: GivenName) -> bool:  # noqa: PLR0912
    """Whether a claim is true, judged from the letters and the records and not by her own code."""
    word = entry.name.lower()
    vowels = [letter for letter in word if letter in "aeiouy"]
    consonants = {letter for letter in word if letter not in "aeiouy"}
    match kind:
        case ClaimKind.NO_HARD_LETTER:
            return not consonants & set("bcdgjkpqtxz")
        case ClaimKind.ONLY_THESE_CONSONANTS:
            said = {part.split()[1] for part in value.split(" and ")}
            return consonants == said and said <= set("lmnrv")
        case ClaimKind.STARTS_FIRMLY:
            return value.split()[1] == word[0] and word[0] in "bdgkpt" and word[1] != "h"
        case ClaimKind.LETTERS:
            return NUMBERS[value] == len(word)
        case ClaimKind.SYLLABLES:
            # Sure only where each vowel letter is a syllable of its own.
            spoken = len(vowels) - sum(
                here == "y" and after in "aeiou" and (at == 0 or word[at - 1] in "aeiou")
                for at, (here, after) in enumerate(pairwise(word))
            )
            return NUMBERS[value.split()[0]] == spoken and word[-1] != "e"
        case ClaimKind.ENDS_OPEN:
            return word[-1] in "ao" and value.split()[1] == word[-1]
        case ClaimKind.ENDS_CLOSED:
            return word[-1] in "lmnrs" and value.split()[1] == word[-1]
        case ClaimKind.LIGHT_VOWELS:
            return bool(vowels) and set(vowels) <= {"e", "i"}
        case ClaimKind.LOW_VOWELS:
            return bool(vowels) and not set(vowels) & {"e", "i", "y"}
        case ClaimKind.RARE:
            return entry.births <= 10_000 and near(value, entry.births)
        case ClaimKind.KNOWN:
            return entry.births > 10_000 and near(value, entry.births)
        case ClaimKind.EVERY_DECADE:
            return entry.decades == len(range(1880, 2021, 10))
        case ClaimKind.PEAK_LONG_AGO:
            return int(value) == entry.peak_decade <= 1930
        case ClaimKind.PEAK_NOW:
            return int(value) == entry.peak_decade >= 2000
        case ClaimKind.TAKES_TURNS:
            is_vowel = [letter in "aeiouy" for letter in word]
            return all(a != b for a, b in pairwise(is_vowel))
        case ClaimKind.BACKWARDS:
            return word == word[::-1]
        case ClaimKind.RING:
            return word[0] == word[-1]


def near(said: str, count: int) -> bool:
    return abs(int(said.replace(",", "")) - count) <= 0.05 * count
