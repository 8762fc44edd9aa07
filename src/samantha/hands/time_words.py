"""How people word times: patterns of a moment, a day, and of what comes again."""

from typing import Final

from samantha.hands.numbers import LENGTH, NUMBER, ORDINAL

WEEKDAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS: Final = (
    "january february march april may june july august september october november december"
).split()
_SHORT_DAYS: Final = "|".join(f"{day[:3]}(?:{day[3:]})?" for day in WEEKDAYS) + "|tues|thurs"
DAY: Final = rf"(?:{_SHORT_DAYS})"
_MONTH: Final = "(?:" + "|".join(f"{name}|{name[:3]}" for name in MONTHS) + "|sept)"
_HALF: Final = r"(?:a\.?m\.?|p\.?m\.?)(?![a-z])"
_HOUR: Final = rf"(?:1[0-9]|2[0-3]|0?[0-9](?![0-9])|{'|'.join('twelve eleven ten nine eight seven six five four three two one'.split())})"
_MINUTES: Final = r"(?:oh[ -](?:five|[1-9])|ten|fifteen|twenty(?:[ -]five)?|thirty(?:[ -]five)?|forty(?:[ -]five)?|fifty(?:[ -]five)?)"
_ROUND: Final = r"(?:at |by |around |about |for )?"
_NOT_A_TIME: Final = (
    r"(?! (?:people|persons|of|days?|hours?|minutes?|weeks?|more|or|percent|times?|and a half))"
)

EVERY: Final = (
    rf"every (?:(?P<step>other|second|{NUMBER}) )?(?P<what>(?:{DAY}s?(?:(?:, | and |, and )(?:every )?{DAY}s?)*)"
    r"|days?|weeks?|months?|years?|weekdays?|workdays?|weekends?|mornings?|afternoons?|evenings?|nights?)"
)
ADVERB: Final = r"(?P<adverb>daily|weekly|monthly|yearly)"
ON_DAYS: Final = rf"on (?P<adverb>weekdays|weekends|(?:{'|'.join(WEEKDAYS)})s)"
IN: Final = rf"(?:in|after) (?P<length>{LENGTH})(?:'s? time)?"
FROM_NOW: Final = rf"(?P<length>{LENGTH}) from now"
ISO_DATE: Final = r"(?:on )?\d{4}-\d{2}-\d{2}"
DAY_OF_MONTH: Final = rf"(?:on )?(?:the )?(?P<day>{ORDINAL}|\d{{1,2}})(?: of)? (?P<month>{_MONTH})\.?(?:,? (?P<year>\d{{4}}))?"
MONTH_AND_DAY: Final = rf"(?:on )?(?P<month>{_MONTH})\.? (?:the )?(?P<day>{ORDINAL}|\d{{1,2}})(?![:.]\d)(?:,? (?P<year>\d{{4}}))?"
ON_THE: Final = rf"on the (?P<day>{ORDINAL})(?P<month>(?!))?(?P<year>(?!))?"
PAST_OR_TO: Final = rf"(?:at |by |around |about )?(?P<part>half|(?:a )?quarter|{NUMBER}(?: minutes?)?) (?P<side>past|after|to|before) (?P<hour>{_HOUR})(?: o'clock)?(?: ?(?P<half>{_HALF}))?"
DIGITS: Final = (
    rf"{_ROUND}(?P<hour>\d{{1,2}})[:.](?P<minute>[0-5]\d)(?: ?(?P<half>{_HALF}))?(?: o'clock)?"
)
WITH_HALF: Final = rf"{_ROUND}(?P<hour>{_HOUR})(?: (?P<minute>{_MINUTES}))? ?(?P<half>{_HALF})"
O_CLOCK: Final = rf"{_ROUND}(?P<hour>{_HOUR}) o'clock"
BARE_HOUR: Final = (
    rf"(?:at|by|around|for) (?P<hour>{_HOUR})(?: (?P<minute>{_MINUTES}))?{_NOT_A_TIME}"
)
NOON: Final = r"(?:at |by |around )?(?P<noon>noon|midday|midnight)"
NEAR: Final = r"(?P<near>the day after tomorrow|tomorrow|today|yesterday|next week|next month)"
WEEKDAY: Final = rf"(?:on )?(?:(?P<which>this|next|coming) )?(?P<day>{DAY})"
PART: Final = r"(?:in the |this |at |on the )?(?P<part>morning|afternoon|evening|night)"
TONIGHT: Final = r"(?P<part>tonight)"
