"""Money, measures, shares, ranges, fractions and plain numbers as they are said."""

import re
from typing import Final

from samantha.speaking.verbalization import numerals
from samantha.speaking.verbalization.numerals import cardinal, digits, fraction, ordinal, year
from samantha.speaking.verbalization.rules import NUMBER, TO, Habits, Rule, one_of, rule

_CURRENCIES: Final = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "US$": ("US dollar", "US dollars", "cent", "cents"),
    "A$": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "C$": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "€": ("euro", "euros", "cent", "cents"),
    "¥": ("yen", "yen", "sen", "sen"),
    "₹": ("rupee", "rupees", "paisa", "paise"),
    "₩": ("won", "won", "jeon", "jeon"),
    "₽": ("rouble", "roubles", "kopeck", "kopecks"),
    "₿": ("bitcoin", "bitcoins", "cent", "cents"),
}
_CODES: Final = {"USD": "US$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
_SCALES: Final = {
    "k": "thousand",
    "K": "thousand",
    "m": "million",
    "M": "million",
    "mn": "million",
    "b": "billion",
    "B": "billion",
    "bn": "billion",
    "T": "trillion",
    "hundred": "hundred",
    "thousand": "thousand",
    "million": "million",
    "billion": "billion",
    "trillion": "trillion",
}
_MEASURES: Final = {
    "km/h": ("kilometer an hour", "kilometers an hour"),
    "kmh": ("kilometer an hour", "kilometers an hour"),
    "kph": ("kilometer an hour", "kilometers an hour"),
    "mph": ("mile an hour", "miles an hour"),
    "m/s": ("meter per second", "meters per second"),
    "km²": ("square kilometer", "square kilometers"),
    "m²": ("square meter", "square meters"),
    "m2": ("square meter", "square meters"),
    "cm²": ("square centimeter", "square centimeters"),
    "m³": ("cubic meter", "cubic meters"),
    "sq ft": ("square foot", "square feet"),
    "sq. ft.": ("square foot", "square feet"),
    "sqm": ("square meter", "square meters"),
    "km": ("kilometer", "kilometers"),
    "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"),
    "nm": ("nanometer", "nanometers"),
    "m": ("meter", "meters"),
    "mi": ("mile", "miles"),
    "yd": ("yard", "yards"),
    "ft": ("foot", "feet"),
    "in.": ("inch", "inches"),
    "kg": ("kilogram", "kilograms"),
    "mg": ("milligram", "milligrams"),
    "g": ("gram", "grams"),
    "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"),
    "oz": ("ounce", "ounces"),
    "l": ("liter", "liters"),
    "L": ("liter", "liters"),
    "ml": ("milliliter", "milliliters"),
    "mL": ("milliliter", "milliliters"),
    "cl": ("centiliter", "centiliters"),
    "gal": ("gallon", "gallons"),
    "tbsp": ("tablespoon", "tablespoons"),
    "tsp": ("teaspoon", "teaspoons"),
    "kcal": ("kilocalorie", "kilocalories"),
    "cal": ("calorie", "calories"),
    "kWh": ("kilowatt hour", "kilowatt hours"),
    "kW": ("kilowatt", "kilowatts"),
    "MW": ("megawatt", "megawatts"),
    "W": ("watt", "watts"),
    "V": ("volt", "volts"),
    "mAh": ("milliamp hour", "milliamp hours"),
    "kHz": ("kilohertz", "kilohertz"),
    "MHz": ("megahertz", "megahertz"),
    "GHz": ("gigahertz", "gigahertz"),
    "Hz": ("hertz", "hertz"),
    "dB": ("decibel", "decibels"),
    "KB": ("kilobyte", "kilobytes"),
    "kB": ("kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes"),
    "TB": ("terabyte", "terabytes"),
    "Mbps": ("megabit per second", "megabits per second"),
    "ms": ("millisecond", "milliseconds"),
    "s": ("second", "seconds"),
    "sec": ("second", "seconds"),
    "secs": ("second", "seconds"),
    "min": ("minute", "minutes"),
    "mins": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "hr": ("hour", "hours"),
    "hrs": ("hour", "hours"),
    "yr": ("year", "years"),
    "yrs": ("year", "years"),
    "px": ("pixel", "pixels"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"),
    "¢": ("cent", "cents"),
    "%": ("percent", "percent"),
    "‰": ("per mille", "per mille"),
}
_VULGAR: Final = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅕": (1, 5),
    "⅖": (2, 5),
    "⅗": (3, 5),
    "⅘": (4, 5),
    "⅙": (1, 6),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
}
_COUNTED: Final = r"(?:(?<![\w.)])(?P<minus>[-−]))?"
_SYMBOL: Final = rf"(?P<currency>{one_of(_CURRENCIES)})"
_SCALE: Final = rf"(?P<scale>{one_of(_SCALES)})(?![A-Za-z])"
_YEAR_BEFORE: Final = re.compile(
    r"(?:\b(?:in|since|by|until|till|before|after|around|circa|year|from|to|of|and|late|early|mid"
    r"|spring|summer|autumn|fall|winter|January|February|March|April|May|June|July|August|September"
    r"|October|November|December)|\()[\s-]*$",
    re.IGNORECASE,
)
_ITEMS_AFTER: Final = re.compile(r"\s+(?!was\b|is\b|has\b|as\b|this\b)[a-z]+s\b")


def _sign(match: re.Match[str]) -> str:
    return "minus " if match["minus"] else ""


def _say_money(match: re.Match[str], _: Habits) -> str:
    symbol = match["currency"]
    return _sign(match) + _money(match, _CODES.get(symbol, symbol))


def _money(match: re.Match[str], symbol: str) -> str:
    one, many, cent, cents = _CURRENCIES[symbol]
    amount, last, scale = match["amount"], match["last"], match["scale"]
    if last or scale:
        said = numerals.number(amount)
        if last:
            said += f" to {numerals.number(last)}"
        return f"{said} {_SCALES[scale] + ' ' if scale else ''}{many}"
    whole, _, small = amount.replace(",", "").partition(".")
    if len(small) != 2:
        return f"{numerals.number(amount)} {one if amount == '1' else many}"
    units, hundredths = int(whole or "0"), int(small)
    in_units = f"{cardinal(units)} {one if units == 1 else many}"
    if hundredths == 0:
        return in_units
    if units == 0:
        return f"{cardinal(hundredths)} {cent if hundredths == 1 else cents}"
    return f"{in_units} {'and ' if hundredths < 10 else ''}{cardinal(hundredths)}" + (
        f" {cent if hundredths == 1 else cents}" if hundredths < 10 else ""
    )


def _say_measure(match: re.Match[str], _: Habits) -> str:
    amount, last = match["amount"], match["last"]
    said = _sign(match) + numerals.number(amount)
    if last:
        said += f" to {numerals.number(last)}"
    one, many = _MEASURES[match["unit"]]
    ends = match["unit"].endswith(".") and match.end() == len(match.string)
    return f"{said} {one if amount == '1' and not last else many}{'.' if ends else ''}"


def _say_height(match: re.Match[str], _: Habits) -> str:
    inches = match["inches"]
    return f"{cardinal(int(match['feet']))} foot" + (f" {cardinal(int(inches))}" if inches else "")


def _say_fraction(match: re.Match[str], _: Habits) -> str | None:
    whole, above, below = match["whole"], int(match["above"]), int(match["below"])
    if (above, below) in ((24, 7), (9, 11)):
        return f"{cardinal(above)} {cardinal(below)}"
    if below == 0 or (len(match["above"]) > 1 and above > below):
        return f"{cardinal(above)} slash {cardinal(below)}"
    return _with_fraction(whole, above, below)


def _say_vulgar(match: re.Match[str], _: Habits) -> str:
    return _with_fraction(match["whole"], *_VULGAR[match["part"]])


def _with_fraction(whole: str | None, above: int, below: int) -> str:
    if whole is None:
        return fraction(above, below)
    part = fraction(above, below)
    part = part.replace("one ", "a ", 1) if above == 1 and below <= 20 else part
    return f"{cardinal(int(whole))} and {part}"


def _say_range(match: re.Match[str], _: Habits) -> str:
    first, last = match["first"], match["last"]
    if _is_year(match, first) and len(last) in (2, 4):
        return f"{year(int(first))} to {year(int(last)) if len(last) == 4 else cardinal(int(last))}"
    return f"{numerals.number(first)} to {numerals.number(last)}"


def _say_ordinal(match: re.Match[str], _: Habits) -> str:
    return ordinal(int(match["number"].replace(",", "")))


def _say_decade(match: re.Match[str], _: Habits) -> str:
    written = match["decade"]
    if len(written) == 4 and written[1:] != "000":
        return numerals.plural(year(int(written)))
    return numerals.plural(cardinal(int(written)))


def _say_version(match: re.Match[str], _: Habits) -> str:
    return " point ".join(numerals.number(part) for part in match.group().split("."))


def _say_number(match: re.Match[str], _: Habits) -> str:
    written = match["amount"]
    if not match["minus"] and _is_year(match, written):
        return year(int(written))
    if written.isdecimal() and len(written) > 6 and written.strip("0") and written[-3:] != "000":
        return digits(written)
    return _sign(match) + numerals.number(written)


def _is_year(match: re.Match[str], written: str) -> bool:
    if not (len(written) == 4 and written.isdecimal() and "1000" < written < "2100"):
        return False
    if _YEAR_BEFORE.search(match.string, 0, match.start()):
        return True
    return written > "1099" and not _ITEMS_AFTER.match(match.string, match.end())


def _say_scaled(match: re.Match[str], _: Habits) -> str:
    return f"{_sign(match)}{numerals.number(match['amount'])} {_SCALES[match['scale']]}"


def _say_times(match: re.Match[str], _: Habits) -> str:
    return f"{numerals.number(match['first'])} by {numerals.number(match['second'])}"


def _say_manifold(match: re.Match[str], _: Habits) -> str:
    return f"{numerals.number(match['amount'])} times"


def _say_ratio(match: re.Match[str], _: Habits) -> str:
    return f"{cardinal(int(match['first']))} to {cardinal(int(match['second']))}"


def _amount(rest: str) -> str:
    return rf"{_COUNTED}(?P<amount>{NUMBER})(?:{TO}(?P<last>{NUMBER}))?{rest}"


RULES: Final[tuple[Rule, ...]] = (
    rule(r"'?(?P<decade>[1-9][0-9]{2}0|[2-9]0)'?s\b", _say_decade),
    rule(
        rf"{_COUNTED}{_SYMBOL}\s?(?P<amount>{NUMBER})(?:\s?[-–—]\s?(?:{one_of(_CURRENCIES)})?"
        rf"(?P<last>{NUMBER}))?(?:\s?{_SCALE})?",
        _say_money,
    ),
    rule(
        _amount(rf"(?:\s?{_SCALE})?\s?(?P<currency>[€£]|{one_of(_CODES)}\b)"),
        _say_money,
    ),
    rule(
        r"(?P<feet>[3-8])\s?['′]\s?(?:(?P<inches>1[01]|[0-9])(?:\s?(?:''|[\"″”]))?)?(?![\w'])",
        _say_height,
    ),
    rule(_amount(rf"\s?(?P<unit>{one_of(_MEASURES)})(?<=[%‰¢°])(?![CF]\b)"), _say_measure),
    rule(_amount(rf"\s?(?P<unit>{one_of(_MEASURES)})(?![\w²³/])"), _say_measure),
    rule(rf"(?:(?P<whole>[0-9]+)\s?)?(?P<part>[{''.join(_VULGAR)}])", _say_vulgar),
    rule(
        r"(?:(?P<whole>[0-9]+)\s)?(?P<above>[0-9]{1,2})[/⁄](?P<below>[0-9]{1,3})(?![\w/])",
        _say_fraction,
    ),
    rule(r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:st|nd|rd|th)\b", _say_ordinal),
    rule(r"[0-9]+(?:\.[0-9]+){2,}", _say_version),
    rule(r"(?P<amount>[0-9]+)x\b", _say_manifold),
    rule(r"(?P<first>[0-9]+)[x×](?P<second>[0-9]+)(?![\w.])", _say_times),
    rule(r"(?P<first>[12][0-9]{3})/(?P<last>[0-9]{2})(?![\w/])", _say_range),
    rule(r"(?P<first>[0-9]{1,2}):(?P<second>[0-9]{1,2})(?![0-9:])", _say_ratio),
    rule(
        rf"(?P<first>{NUMBER})(?:-|\s?[–—]\s?)(?P<last>{NUMBER})(?![\w:-]|\.[0-9])",
        _say_range,
    ),
    rule(rf"{_COUNTED}(?P<amount>{NUMBER})(?P<scale>k|M|bn|mn)(?![A-Za-z])", _say_scaled),
    rule(rf"{_COUNTED}(?P<amount>{NUMBER})", _say_number),
)
