"""Drawing a token: greedy, banned, penalised, cut to the likely ones."""

from collections.abc import Sequence

import numpy as np
import pytest

from samantha.domain.language import Sampling
from samantha.providers.llama_cpp.native import Logits
from samantha.providers.llama_cpp.sampling import CANDIDATES, Avoided, draw

SIZE = 200
PLAIN = Sampling(temperature=1.0, top_p=1.0, min_p=0.0, repeat_penalty=1.0)
GREEDY = Sampling(temperature=0.0, repeat_penalty=1.0)


def scores(**best: float) -> Logits:
    """Scores of a small vocabulary; `t5=3.0` gives token 5 the score 3."""
    every = np.full(SIZE, -5.0, dtype=np.float32)
    every -= np.arange(SIZE, dtype=np.float32) / 1000
    for name, score in best.items():
        every[int(name[1:])] = score
    return every


def drawn(
    given: Logits, sampling: Sampling, recent: Sequence[int] = (), *, times: int = 300
) -> dict[int, int]:
    """How often each token is drawn."""
    random = np.random.default_rng(5)
    tokens = [draw(given, sampling, recent, random) for _ in range(times)]
    return {token: tokens.count(token) for token in sorted(set(tokens))}


def test_greedy_takes_the_best() -> None:
    assert drawn(scores(t7=1.0, t9=2.0), GREEDY, times=5) == {9: 5}


def test_a_banned_token_is_not_drawn_even_if_it_is_the_best() -> None:
    random = np.random.default_rng(5)
    given = scores(t7=1.0, t9=2.0)
    assert draw(given, GREEDY, (), random, banned={9}) == 7
    tokens = {draw(given, PLAIN, (), random, banned={9, 7}) for _ in range(200)}
    assert not tokens & {7, 9}


def test_a_ban_of_all_candidates_leaves_the_next_best() -> None:
    random = np.random.default_rng(5)
    given = scores()
    banned = frozenset(range(CANDIDATES))
    assert draw(given, GREEDY, (), random, banned=banned) == CANDIDATES


def test_what_was_said_is_penalised_whatever_the_sign_of_its_score() -> None:
    penalty = Sampling(temperature=0.0, repeat_penalty=1.5)
    assert drawn(scores(t7=2.0, t9=2.5), penalty, [9], times=1) == {7: 1}
    assert drawn(scores(t7=-2.0, t9=-1.5), penalty, [9], times=1) == {7: 1}
    assert drawn(scores(t7=1.0, t9=2.5), penalty, [9], times=1) == {9: 1}


def test_draws_in_proportion() -> None:
    often = drawn(scores(t7=5.0 + np.log(3.0), t9=5.0), PLAIN, times=4000)
    assert often[7] / often[9] == pytest.approx(3.0, rel=0.15)


def test_a_higher_temperature_wanders_further() -> None:
    given = scores(t7=3.0, t9=2.0)
    cold = Sampling(temperature=0.3, top_p=1.0, min_p=0.0, repeat_penalty=1.0)
    warm = Sampling(temperature=1.5, top_p=1.0, min_p=0.0, repeat_penalty=1.0)
    assert drawn(given, cold)[7] > drawn(given, warm)[7]


def test_min_p_leaves_out_what_is_far_behind_the_best() -> None:
    given = scores(t7=3.0, t8=2.9, t9=0.0)
    half = Sampling(temperature=1.0, top_p=1.0, min_p=0.5, repeat_penalty=1.0)
    assert drawn(given, half).keys() == {7, 8}


def test_top_p_keeps_the_fewest_that_hold_enough() -> None:
    given = scores(t7=8.0, t8=8.0, t9=4.0)
    most = Sampling(temperature=1.0, top_p=0.9, min_p=0.0, repeat_penalty=1.0)
    assert drawn(given, most).keys() == {7, 8}


@pytest.mark.parametrize(("top_p", "min_p"), [(0.0, 0.0), (1e-9, 0.0), (1.0, 1.0), (0.0, 1.0)])
def test_the_best_is_always_left(top_p: float, min_p: float) -> None:
    narrow = Sampling(temperature=1.0, top_p=top_p, min_p=min_p, repeat_penalty=1.0)
    assert drawn(scores(t7=3.0, t9=2.0), narrow, times=20) == {7: 20}


def test_the_same_seed_draws_the_same_and_the_scores_are_left_alone() -> None:
    given = scores(t7=1.0, t9=1.0, t11=1.0)
    before = given.copy()
    assert drawn(given, PLAIN, [7]) == drawn(given, PLAIN, [7])
    assert np.array_equal(given, before)


# -- phrases that must not come about --------------------------------------------------------------


def spelled(text: str, *, control: bool) -> list[int]:
    """One token a character."""
    assert not control
    return [ord(sign) for sign in text]


def test_a_phrase_is_stopped_at_its_last_token() -> None:
    avoided = Avoided(spelled, ["cat"])
    assert avoided.next_after(spelled("ca", control=False)) == {ord("t")}
    assert avoided.next_after(spelled("a fat ca", control=False)) == {ord("t")}
    assert avoided.next_after(spelled("c", control=False)) == set()
    assert avoided.next_after(spelled("cab", control=False)) == set()
    assert avoided.next_after([]) == set()


def test_a_phrase_of_one_token_is_stopped_always() -> None:
    def one(_text: str, *, control: bool) -> list[int]:
        return [] if control else [500]

    avoided = Avoided(one, ["tough"])
    assert avoided.next_after([]) == {500}
    assert avoided.next_after([1, 2, 3]) == {500}


def test_several_phrases_may_be_stopped_at_once() -> None:
    avoided = Avoided(spelled, ["cat", "car", "scar"])
    assert avoided.next_after(spelled("sca", control=False)) == {ord("t"), ord("r")}


def test_a_phrase_at_the_beginning_of_a_word_is_the_same_phrase() -> None:
    def tokens_of(text: str, *, control: bool) -> list[int]:
        return {"tough": [1, 2], " tough": [3]}[text] if not control else []

    avoided = Avoided(tokens_of, ["tough"])
    assert avoided.next_after([1]) == {2, 3}


def test_no_phrases_and_empty_phrases_stop_nothing() -> None:
    assert Avoided(spelled, []).next_after([1, 2]) == set()
    assert Avoided(spelled, [""]).next_after(spelled("ca", control=False)) <= {ord(" ")}
