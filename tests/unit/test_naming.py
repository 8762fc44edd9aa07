"""She chooses a fit name by her own taste, quickly, and her reason is about that name."""

import random
from collections.abc import Callable

import pytest

from samantha.personality.given_names import GivenName, NameBook, load_names
from samantha.personality.name_reasons import Claim, ClaimKind, about, claims_for, in_words
from samantha.personality.naming import choose_name
from samantha.personality.persona import Persona, Timbre, Traits
from samantha.personality.respellings import CommonNames
from samantha.personality.sound import respelled, sound, sounds_like
from samantha.personality.taste import taste_of
from samantha.personality.unfit_names import UNFIT


def ticking(step_s: float = 0.02) -> Callable[[], float]:
    """A clock that goes on by `step_s` at every look."""
    now = [0.0]

    def clock_s() -> float:
        now[0] += step_s
        return now[0]

    return clock_s


def chosen(persona: Persona, seed: int = 0, *, before: tuple[str, ...] = ()) -> str:
    return choose_name(
        persona, load_names(), chosen_before=before, rng=random.Random(seed), clock_s=ticking()
    ).name


def test_the_book_holds_more_than_a_hundred_thousand_different_names() -> None:
    book = load_names()
    assert len(book) == len(set(book.names)) >= 100_000
    assert all(name.isalpha() and name[0].isupper() for name in book.names)
    columns = (book.births, book.girls_percent, book.peak_decades, book.decades)
    assert all(len(column) == len(book) for column in (*columns, book.recent_births))


def test_the_book_says_what_the_records_say() -> None:
    book = load_names()
    mary = book[book.names.index("Mary")]
    assert mary.births > 4_000_000
    assert mary.girls_percent == 100
    assert mary.peak_decade == 1920
    assert mary.decades == 15
    assert all(0 <= percent <= 100 for percent in book.girls_percent)
    assert all(
        0 <= recent <= births
        for recent, births in zip(book.recent_births, book.births, strict=True)
    )


def test_the_time_is_the_measured_one_and_every_name_was_before_her() -> None:
    result = choose_name(
        Persona(), load_names(), rng=random.Random(1), clock_s=ticking(step_s=0.25)
    )
    assert result.took_s == pytest.approx(0.25)
    assert result.considered == len(load_names())
    assert 0 < result.weighed < result.considered


def test_people_who_answered_alike_get_different_names() -> None:
    names = [chosen(Persona(), seed) for seed in range(25)]
    assert len(set(names)) > 10


def test_the_same_chance_gives_the_same_name_and_reason() -> None:
    one, other = (
        choose_name(Persona(), load_names(), rng=random.Random(7), clock_s=ticking())
        for _ in range(2)
    )
    assert one == other


def test_choosing_again_never_comes_back_to_a_name() -> None:
    before: tuple[str, ...] = ()
    for seed in range(30):
        name = chosen(Persona(), seed, before=before)
        assert not any(sounds_like(name, other) for other in before)
        before = (*before, name)


def test_nobody_is_called_samantha_or_like_another_assistant() -> None:
    names = {chosen(Persona(), seed) for seed in range(25)}
    assert not any(sounds_like(name, "Samantha") for name in names)
    assert not names & UNFIT


def test_nothing_fit_in_the_book_is_said() -> None:
    book = NameBook(("Samantha",), (50_000,), (100,), (1990,), (15,), (9_000,))
    with pytest.raises(LookupError):
        choose_name(Persona(), book, rng=random.Random(1), clock_s=ticking())


@pytest.mark.parametrize(
    ("timbre", "least", "most"),
    [(Timbre.FEMININE, 90, 100), (Timbre.MASCULINE, 0, 8), (Timbre.NEUTRAL, 25, 75)],
)
def test_the_name_suits_the_voice(timbre: Timbre, least: int, most: int) -> None:
    book = load_names()
    for seed in range(5):
        name = chosen(Persona(timbre=timbre), seed)
        assert least <= book.girls_percent[book.names.index(name)] <= most


def test_a_gentle_person_gets_softer_names_than_a_blunt_one() -> None:
    gentle = Persona(traits=Traits(warmth=1.0, directness=0.2, liveliness=0.3))
    blunt = Persona(traits=Traits(warmth=0.5, directness=0.9, liveliness=0.7))
    softness = [
        sum(sound(chosen(persona, seed)).softness for seed in range(12)) / 12
        for persona in (gentle, blunt)
    ]
    assert softness[0] > softness[1] + 0.3


def test_the_reason_names_the_name_and_is_worded_in_many_ways() -> None:
    reasons: set[str] = set()
    for seed in range(30):
        result = choose_name(Persona(), load_names(), rng=random.Random(seed), clock_s=ticking())
        assert result.name in result.reason
        reasons.add(result.reason.replace(result.name, "…"))
    assert len(reasons) > 20


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        ("Elin", 2), ("Maris", 2), ("Ruth", 1), ("Rosalind", 3), ("Annika", 3), ("Maya", 2),
        ("Yara", 2), ("Odile", 2), ("Maria", 3), ("Thea", 2), ("Daphne", 2), ("Penelope", 4),
        ("Claire", 1), ("Zoe", 2), ("Leah", 2), ("Noemi", 2), ("Eliana", 4),
    ],
)  # fmt: skip
def test_syllables_are_estimated(name: str, syllables: int) -> None:
    assert sound(name).syllables == syllables


@pytest.mark.parametrize("name", ["Odile", "Maria", "James", "Katelyn", "Zoe", "Rosemary", "Jaye"])
def test_where_spelling_leaves_doubt_the_syllables_are_not_sure(name: str) -> None:
    assert not sound(name).syllables_sure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Theo", "Thea"), ("Paul", "Paula"), ("Catharine", "Katherine"), ("Elin", "Ellen"),
        ("Phillip", "Filip"), ("Isobel", "Isabel"), ("Samantha", "Samanta"), ("Zoë", "Zoe"),
        ("Daniel", "Danielle"), ("Theodore", "Theodora"),
    ],
)  # fmt: skip
def test_names_that_sound_nearly_the_same_are_told(one: str, other: str) -> None:
    assert sounds_like(one, other)
    assert sounds_like(other, one)


@pytest.mark.parametrize(("one", "other"), [("Theo", "Maren"), ("Al", "Alma"), ("Олег", "Olga")])
def test_names_that_sound_apart_are_not_confused(one: str, other: str) -> None:
    assert not sounds_like(one, other)


def test_a_misspelling_of_a_common_name_is_passed_over() -> None:
    common = CommonNames(load_names())
    assert respelled("Rachell") == respelled("Rachel")
    assert common.outshines("Rachell", 2_000)
    assert common.outshines("Malcom", 1_500)
    assert not common.outshines("Elin", 5_000)


def test_claims_follow_from_letters_and_records() -> None:
    given = GivenName("Anna", 2_855, 100, 1910, 15, 400)
    taste = taste_of(Traits(patience=0.8), Timbre.FEMININE)
    claims = claims_for(given, sound("Anna"), taste)
    assert Claim(ClaimKind.NO_HARD_LETTER) in claims
    assert Claim(ClaimKind.ONLY_THESE_CONSONANTS, "an n") in claims
    assert Claim(ClaimKind.BACKWARDS) in claims
    assert Claim(ClaimKind.RARE, "2,900") in claims
    assert Claim(ClaimKind.PEAK_LONG_AGO, "1910") in claims
    assert Claim(ClaimKind.EVERY_DECADE) in claims
    assert Claim(ClaimKind.RING) not in claims


def test_every_kind_of_claim_can_be_said_first_and_second() -> None:
    for kind in ClaimKind:
        for seed in range(4):
            claims = [Claim(kind, "an n"), Claim(kind, "two")]
            text = in_words("Maren", claims, random.Random(seed))
            assert "Maren" in text
            assert "{" not in text
            assert text[0].isupper()


@pytest.mark.parametrize(("count", "said"), [(517, "520"), (2_855, "2,900"), (23_456, "23,000")])
def test_counts_are_said_with_two_digits(count: int, said: str) -> None:
    assert about(count) == said
