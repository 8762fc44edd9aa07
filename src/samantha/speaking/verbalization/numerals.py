"""Numbers in English words: cardinals, ordinals, years, fractions, digits, Roman numerals."""

import re
from typing import Final

_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_TENS: Final = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES: Final = ("", "thousand", "million", "billion", "trillion", "quadrillion")
_ODD_ORDINALS: Final = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
LARGEST: Final = 10 ** (3 * len(_SCALES)) - 1
"""The largest number that has words; beyond it digits are said one by one."""


def cardinal(number: int) -> str:
    """`number` in words, "minus" before a negative one: 1,234 is "one thousand two hundred …"."""
    if number < 0:
        return f"minus {cardinal(-number)}"
    if number > LARGEST:
        return digits(str(number))
    if number < 1000:
        return _below_thousand(number)
    groups: list[str] = []
    for scale in _SCALES:
        number, part = divmod(number, 1000)
        if part:
            groups.append(f"{_below_thousand(part)} {scale}".strip())
    return " ".join(reversed(groups))


def ordinal(number: int) -> str:
    """The ordinal of `number`: 21 is "twenty-first"."""
    words = cardinal(number)
    at = max(words.rfind(" "), words.rfind("-")) + 1
    head, last = words[:at], words[at:]
    if last in _ODD_ORDINALS:
        return head + _ODD_ORDINALS[last]
    return head + (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")


def year(number: int) -> str:
    """`number` (at most four digits) as a year: 1984 is "nineteen eighty-four"."""
    century, rest = divmod(number, 100)
    if century < 10 or (century % 10 == 0 and rest < 10):
        return cardinal(number)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def digits(written: str, *, zero: str = "zero") -> str:
    """The digits of `written` one by one, `zero` being what a nought is called."""
    return " ".join(_UNITS[int(each)] if each != "0" else zero for each in written if each in _TEN)


def number(written: str) -> str:
    """A number as it is written, with or without commas and a decimal point, in words.

    A whole number that begins with a nought is a code and said digit by digit.
    """
    whole, point, decimals = written.replace(",", "").partition(".")
    if point:
        return " ".join(
            filter(None, [cardinal(int(whole)) if whole else "", "point", digits(decimals)])
        )
    if whole.startswith("0") and len(whole) > 1:
        return digits(whole)
    return cardinal(int(whole))


def fraction(above: int, below: int) -> str:
    """A fraction in words: 3 and 4 are "three quarters", 5 and 64 "five over sixty-four"."""
    if not 2 <= below <= 20 and below not in (100, 1000):
        return f"{cardinal(above)} over {cardinal(below)}"
    names = {2: ("half", "halves"), 4: ("quarter", "quarters")}
    one, many = names.get(below, (ordinal(below), f"{ordinal(below)}s"))
    return f"{cardinal(above)} {one if above == 1 else many}"


def plural(words: str) -> str:
    """A number's words with a plural ending: "nineteen nineties"."""
    if words.endswith("y"):
        return f"{words[:-1]}ies"
    return f"{words}{'es' if words.endswith(('x', 's')) else 's'}"


def roman(written: str) -> int | None:
    """The value of a Roman numeral in capitals, None if it is none."""
    if not written or not _ROMAN.fullmatch(written):
        return None
    values = [_ROMAN_VALUES[each] for each in written]
    following = [*values[1:], 0]
    return sum(-now if now < then else now for now, then in zip(values, following, strict=True))


_TEN: Final = frozenset("0123456789")


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    head = f"{_UNITS[hundreds]} hundred" if hundreds else ""
    if rest == 0 and head:
        return head
    return f"{head} {_below_hundred(rest)}".strip()


def _below_hundred(number: int) -> str:
    if number < 20:
        return _UNITS[number]
    tens, units = divmod(number, 10)
    return f"{_TENS[tens]}-{_UNITS[units]}" if units else _TENS[tens]
