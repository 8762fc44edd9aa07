"""Marks: what is a pause, what is a word, and what is never said (markdown, directions, emoji)."""

import re
import unicodedata
from typing import Final

from samantha.speaking.verbalization.rules import LETTER, Habits, Rule, one_of, rule

_DOINGS: Final = (
    "laugh chuckle giggle smile grin sigh sob cry gasp yawn sniff sniffle cough hum sing whistle"
    " whisper mutter mumble murmur groan moan scoff snort gulp pause breathe inhale exhale nod wink"
    " blink blush shrug frown wave lean tilt shake look glance stare gaze roll raise clear take"
    " think ponder hesitate stretch hug kiss bite clap sit stand lie turn close open put play touch"
    " reach hold beam pout tease swallow stammer listen wait"
).split()
_SOUNDS: Final = (
    "laugh laughter sigh sob gasp yawn cough pause beat silence breath applause music smile grin"
    " wink shrug nod softly quietly gently warmly slowly jokingly playfully teasingly sadly"
    " sarcastically excitedly nervously whispering"
).split()
_BEFORE: Final = (
    r"(?:(?:she|he|both|then|and|still|almost|a|an|the|long|short|brief|deep|little|small|soft"
    r"|light|nervous|awkward|slight|\w+ly)\s+)*"
)


def _third_person(verb: str) -> str:
    if verb.endswith("y"):
        return f"{verb[:-1]}ies" if verb[-2] not in "aeiou" else f"{verb}s"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch")) else f"{verb}s"


def _going_on(verb: str) -> str:
    return f"{verb[:-1]}ing" if verb.endswith("e") and verb != "lie" else f"{verb}ing"


_DOES: Final = rf"{_BEFORE}{one_of(map(_third_person, _DOINGS))}(?:\s.*)?"
_DOING: Final = (
    rf"{_BEFORE}(?:{one_of(map(_going_on, _DOINGS))}|nodding|grinning|shrugging|humming|lying"
    r"|sitting|putting|hugging)(?:\s.*)?"
)
_IS: Final = rf"{_BEFORE}{one_of(_SOUNDS)}"
LAUGHING: Final = re.compile(
    r"[*(\[<_~]\s*(?:\w+\s){0,2}(?:laugh|chuckl|giggl)\w*[^*)\]>_~\n]{0,60}[*)\]>_~]", re.IGNORECASE
)
"""A direction that she laughs."""
_LONGEST_ASIDE: Final = 4
_JOINERS: Final = "\u200d\ufe0e\ufe0f\u20e3"
_EMOJI: Final = (
    "[\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)
_FACES: Final = (
    r"(?:[:;=8xX][-'^o]?[)(\[\]DPpOo3/\\|*]+|<3+|</3|\^_+\^|-_+-|[Tt]_+[Tt]|¯\\_\(ツ\)_/¯)(?!\w)"
)
_PER: Final = (
    "hr hour h day week month year night person kg lb km mile min minute sec second".split()
)
STRENGTH: Final = {"?": 8, "!": 7, ".": 6, "…": 5, "—": 4, ";": 3, ":": 2, ",": 1}
"""The marks of pause that remain, and which of two that meet is kept."""


def is_direction(inside: str, *, bracketed: bool, after_word: bool) -> bool:
    """Whether the text between two marks tells what is done, and is not itself said.

    What is not `bracketed` stands between marks of emphasis, and `after_word` follows a word: then
    "I was *thinking*" is said, and "*thinking hard* Well" is not.
    """
    text = inside.strip().rstrip(".!…").lower()
    if re.fullmatch(_DOES, text):
        return True
    if re.fullmatch(_DOING, text):
        return bracketed or not after_word
    return bracketed and re.fullmatch(_IS, text) is not None


def _unless_direction(match: re.Match[str], _: Habits) -> str | None:
    bracketed = match.group()[0] in "[<"
    return (
        ""
        if is_direction(match["inside"], bracketed=bracketed, after_word=_is_after_word(match))
        else None
    )


def _say_aside(match: re.Match[str], _: Habits) -> str | None:
    inside = match["inside"]
    if len(inside.split()) > _LONGEST_ASIDE:
        return None
    return "," if is_direction(inside, bracketed=True, after_word=_is_after_word(match)) else None


def _is_after_word(match: re.Match[str]) -> bool:
    return match.string[: match.start()].rstrip(" ")[-1:].isalpha()


def _say_emoji(match: re.Match[str], habits: Habits) -> str:
    if not habits.name_emoji:
        return ""
    names = [unicodedata.name(each, "") for each in match.group() if each not in _JOINERS]
    spoken = [name.split(" WITH ")[0].lower() for name in names if "MODIFIER" not in name]
    if not spoken or not spoken[0]:
        return ""
    goes_on = re.match(r"\s*\w", match.string[match.end() :])
    return f", {spoken[0].replace('-', ' ')}{',' if goes_on else ''}"


def _say_quote(match: re.Match[str], _: Habits) -> str:
    """Quotation marks around three words and more are a pause."""
    closing = "”" if match.group() == "“" else '"'
    end = match.string.find(closing, match.end())
    opens = end > 0 and match.string[match.end()].strip()
    long = opens and len(match.string[match.end() : end].split()) > 2
    return "," if long else ""


LINE_RULES: Final[tuple[Rule, ...]] = (
    rule(r"[ \t]*(?:```|~~~)[^\n]*\n(?:(?!```|~~~)[^\n]*\n)*(?:[ \t]*(?:```|~~~)|[^\n]*$)", "…"),
    rule(r"[ \t]*(?:[-*_=][ \t]*){3,}(?=\n|$)", "…"),
    rule(r"[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?)?[ \t]*(?=\n|$)", ""),
    rule(r"[ \t]*(?:>[ \t]*)+(?=\S)", ""),
    rule(r"[ \t]*#{1,6}[ \t]+", "."),
    rule(r"[ \t]*[-*+•‣▪◦–—][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)", "."),
    rule(r"[ \t]*\(?(?=[0-9]{1,2}[.)][ \t]+\S)", "."),
)
"""For the beginning of a line."""

NEW_LINE: Final = rule(r"\s*\n", ".")

RULES: Final[tuple[Rule, ...]] = (
    rule(
        r"!?\[(?P<text>[^\[\]\n]*)\]\([^()\s]*(?:\s\"[^\"]*\")?\)", lambda match, _: match["text"]
    ),
    rule(r"\[\^?[0-9]{1,3}(?:[,–-]\s?[0-9]{1,3})*\]", ""),
    rule(r"\[(?P<inside>[^\[\]\n]{1,80})\]", _unless_direction),
    rule(r"\((?P<inside>[^()\n]{1,80})\)", _say_aside),
    rule(r"(?<![*\w])\*(?P<inside>[^*\n]{1,80})\*(?![*\w])", _unless_direction),
    rule(r"(?<![_\w])_(?P<inside>[^_\n]{1,80})_(?![_\w])", _unless_direction),
    rule(r"(?<![~\w])~(?P<inside>[^~\n]{1,80})~(?![~\w])", _unless_direction),
    rule(r"<(?P<inside>[^<>\n]{1,80})>", _unless_direction),
    rule(r"~~[^~\n]+~~", ""),
    rule(r"<!--(?:(?!-->).)*-->", ""),
    rule(r"</?[A-Za-z][^<>\n]*>", ""),
    rule(_FACES, ""),
    rule(r"[-=]+>|[→⇒⟶]", ","),
    rule(
        rf"{_EMOJI}[{_JOINERS}\U0001f3fb-\U0001f3ff]*(?:\u200d{_EMOJI}[{_JOINERS}]*)*", _say_emoji
    ),
    rule(r"&(?:nbsp|quot|lt|gt|apos|#[0-9]{1,6});", " "),
    rule(r"&(?:amp;)?", " and "),
    rule(r"\.{2,}|…+", "…"),
    rule(r"(?:(?<=[0-9])|(?<=[0-9]\s))[+](?=\s?[0-9])|(?<!\S)[+](?=\s?[0-9])", " plus "),
    rule(r"(?:(?<=[0-9])|(?<=[0-9]\s))[×*x](?=\s?[0-9])", " times "),
    rule(r"(?:(?<=[0-9])|(?<=[0-9]\s))÷(?=\s?[0-9])|(?<=[0-9]\s)/(?=\s[0-9])", " divided by "),
    rule(r"(?:(?<=[ap]m)|(?<=[ap]\.m\.)|(?<=[0-9]))[-–—](?=[0-9$£€])", " to "),
    rule(r"(?<=[0-9]\s)[-−](?=\s[0-9])|[−](?=[0-9])|(?<![\w.)])-(?=\.?[0-9])", " minus "),
    rule(r"(?<!\S)[-–—]{1,3}(?=\s|$)|[—―]+|-{2,}|(?<=\w)[–](?=\w)", "—"),
    rule(rf"[=](?=\s?[{LETTER}0-9.$€£-])(?<![=<>!]=)", " equals "),
    rule(r"[≈≃](?=\s?[0-9.$€£])|~(?=[0-9.$€£])", " about "),
    rule(r"[≤](?=\s?[0-9])", " at most "),
    rule(r"[≥](?=\s?[0-9])", " at least "),
    rule(r"<(?=\s?[0-9])", " less than "),
    rule(r"(?<=[\w\s])>(?=\s?[0-9])", " more than "),
    rule(r"±(?=\s?[0-9])", " plus or minus "),
    rule(r"(?<=\bC)#(?!\w)", " sharp "),
    rule(r"(?<=\b[A-F])\+(?![\w+])", " plus "),
    rule(r"(?<=\bC)\+\+", " plus plus "),
    rule(r"(?<!\S)\.(?=NET\b)", " dot "),
    rule(r"№\s?(?=[0-9])|#(?=[0-9])", " number "),
    rule(r"§+\s?(?=[0-9])", " section "),
    rule(r"(?<=\s)@(?=\s)", " at "),
    rule(r"²", " squared "),
    rule(r"³", " cubed "),
    rule(r"[€$£](?=\s|$)", ""),
    rule(rf"(?<=[{LETTER}0-9])\s?%", " percent "),
    rule(r"(?<=and)/(?=or\b)", " "),
    rule(rf"(?<=[0-9])/\s?(?={one_of(_PER)}\b)", " per "),
    rule(r"(?<=[0-9])/(?=[0-9])", " slash "),
    rule(rf"(?<=[{LETTER}])/(?=[{LETTER}])", lambda match, _: _say_slash(match)),
    rule(r"[\"“”„«»]", _say_quote),
    rule(r"[(\[{]|[)\]}](?=\s*\w)|\|(?=[^\S\n]*[^\s|])", ","),
    rule(r"'n'(?!\w)", " and "),
    rule(r"(?<!\w)'(?:tis|twas|em|til|cause|bout)\b", lambda match, _: match.group()),
    rule(r"[?!.,;:]", lambda match, _: match.group()),
    rule(r"[、，]", ","),
    rule(r"[。]", "."),
    rule(r"[？]", "?"),
    rule(r"[！]", "!"),
)


def _say_slash(match: re.Match[str]) -> str:
    before = re.split(r"\W", match.string[: match.start()])[-1].lower()
    pairs = {"he", "she", "his", "her", "him", "yes", "s", "true", "on", "in"}
    return " or " if before in pairs else " slash "
