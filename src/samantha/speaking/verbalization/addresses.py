"""What is typed rather than read: telephone numbers, e-mail, web, file names, handles and tags."""

import re
from collections.abc import Iterable
from typing import Final

from samantha.speaking.verbalization.numerals import digits, number
from samantha.speaking.verbalization.rules import Habits, Rule, one_of, rule

_SIGNS: Final = {
    ".": "dot",
    "_": "underscore",
    "-": "dash",
    "+": "plus",
    "/": "slash",
    "\\": "backslash",
    "~": "tilde",
    "@": "at",
    "%": "percent",
    "&": "and",
    "=": "equals",
}
_SPELLED: Final = frozenset(
    """ai au avi bbc be bmp br bz ca ch cfg cn cpp cs css csv cv db de dk es eu exe fi fm fr gb gif
    gz hk html htm ie il imap io ip it js jp kr md mkv mp mx nl no nz odt os pc pdf php pl png
    pptx pt rb rs rtf ru se sg sh smtp sql ssh svg tr ts tsv tv txt tz uk ui url us usa uu vpn wav
    www xls xlsx xml yml za""".split()
)
_WORD_ENDINGS: Final = frozenset(
    """com org net edu gov info app dev blog shop site online news name museum pro io co me tv ai
    biz xyz club store tech us uk de fr es nl ch eu ca au nz jp ie se dk fi pl pt br
    mx ru cn kr""".split()
)
_FILE_ENDINGS: Final = frozenset(
    """avi bmp c cfg conf cpp cs css csv doc docx exe flac gguf gif go gz html htm ico ini ipynb jar
    java jpeg jpg js json jsx log m4a md mkv mov mp3 mp4 odt ogg onnx pdf php png ppt pptx ps psd py
    rar rb rs rtf sh sql svg tar tex toml ts tsv tsx txt wav webm webp wma xls xlsx xml yaml yml
    zip""".split()
)
_PIECE = re.compile(r"[0-9]+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+|[^\w\s]|_")
_HOST = rf"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+{one_of(_WORD_ENDINGS)}\b"
_LONGEST_PATH: Final = 2
"""Parts of a web address's path that are said; of a longer one only the host is."""


def _name(written: str, silent: str = "") -> str:
    """Letters, digits and signs as they are dictated; the signs in `silent` only part words."""
    said: list[str] = []
    for piece in _PIECE.findall(written):
        if piece.isdecimal():
            said.append(number(piece) if len(piece) <= 4 else digits(piece))
        elif piece in silent:
            continue
        elif piece.isalpha():
            spelled = len(piece) == 1 or piece.lower() in _SPELLED
            said.append(piece.upper() if spelled and piece.isascii() else piece)
        elif piece in _SIGNS:
            said.append(_SIGNS[piece])
    return " ".join(said)


def _say_email(match: re.Match[str], _: Habits) -> str:
    return _name(match.group())


def _say_web(match: re.Match[str], _: Habits) -> str:
    host, _slash, path = match["place"].partition("/")
    host = host.removeprefix("www.").partition(":")[0]
    path = re.split(r"[?#]", path)[0].strip("/")
    parts = [re.sub(r"\.(?:html?|php)$", "", part) for part in path.split("/") if part]
    plain = len(parts) <= _LONGEST_PATH and all(len(part) <= 30 for part in parts)
    return " slash ".join([_name(host), *(_name(part, "_-") for part in parts if plain)])


def _say_file(match: re.Match[str], _: Habits) -> str:
    return _name(match.group(), "_-")


def _say_handle(match: re.Match[str], _: Habits) -> str:
    return f"at {_name(match['name'])}"


def _say_tag(match: re.Match[str], _: Habits) -> str:
    return f"hashtag {_name(match['name'], '_-')}"


def _say_phone(match: re.Match[str], _: Habits) -> str:
    written = match.group()
    groups = [digits(group, zero="oh") for group in re.findall(r"[0-9]+", written)]
    return ("plus " if written.startswith("+") else "") + ", ".join(groups)


def _say_short_phone(match: re.Match[str], _: Habits) -> str:
    return f"{match['verb']} {digits(match['phone'], zero='oh')}"


def _say_code(match: re.Match[str], _: Habits) -> str:
    return ", ".join(digits(group) for group in re.findall(r"[0-9]+", match.group()))


def _endings(endings: Iterable[str]) -> str:
    return rf"\.(?i:{one_of(endings)})(?![\w-]|\.\w)"


NAME_RULES: Final[tuple[Rule, ...]] = (
    rule(r"[A-Za-z0-9][\w.%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", _say_email),
    rule(r"(?:https?|ftp)://(?P<place>[^\s<>\"'`|*]*[\w/])", _say_web, any_case=True),
    rule(r"(?P<place>www\.[^\s<>\"'`|*]*[\w/])", _say_web, any_case=True),
    rule(rf"[\w~][\w./~+-]*(?<=[\w]){_endings(_FILE_ENDINGS)}", _say_file),
    rule(rf"(?P<place>{_HOST}(?::[0-9]+)?(?:/[^\s<>\"'`|*]*[\w/])?)(?![\w-])", _say_web),
)
"""For what begins with a letter or a digit."""
DIGIT_RULES: Final[tuple[Rule, ...]] = (
    rule(r"(?:911|988|116 123)(?![\w%/-]|[.,:][0-9])(?!\s[a-z]+s\b)", _say_phone),
    rule(r"(?:[0-9]{4}[ -]){3}[0-9]{4}(?![0-9])", _say_code),
    rule(r"[0-9]{3}[-. ][0-9]{3}[-. ][0-9]{4}(?![0-9])", _say_phone),
    rule(r"1[-. ][0-9]{3}[-. ][0-9]{3}[-. ][0-9]{4}(?![0-9])", _say_phone),
    rule(r"0[0-9]{2,4} [0-9]{3,4}(?: ?[0-9]{3,4})?(?![0-9])", _say_phone),
    rule(r"[2-9][0-9]{2}-[0-9]{4}(?![0-9-])", _say_phone),
)
MARK_RULES: Final[tuple[Rule, ...]] = (
    rule(r"(?<!\w)\+[0-9](?:[0-9]|[ .()-]{1,2}(?=[0-9])){6,16}(?![0-9])", _say_phone),
    rule(r"(?<!\w)\([0-9]{3}\)\s?[0-9]{3}[-. ][0-9]{4}(?![0-9])", _say_phone),
    rule(r"(?<![\w@])@(?P<name>\w[\w.]*\w)", _say_handle),
    rule(r"(?<![\w#&])#(?P<name>(?=\w*[^\W\d_])\w+)", _say_tag),
    rule(r"(?<![\w/])[~.]{0,2}/[\w.-]+(?:/[\w.-]+)*(?<![.-])", _say_file),
)
"""For what begins with a sign."""
LETTER_RULES: Final[tuple[Rule, ...]] = (
    rule(
        r"(?P<verb>call|dial|ring|text|phone)\s(?P<phone>[0-9]{3})(?![\w,.:-]*[0-9])"
        r"(?!\s(?!now\b|and\b|or\b|if\b|for\b|right\b|please\b|at\b|when\b|in\b|to\b|first\b)[a-z])",
        _say_short_phone,
        any_case=True,
    ),
)
