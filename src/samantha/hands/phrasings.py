"""How people word what they ask for: patterns of a whole sentence without its politeness."""

from typing import Final

from samantha.hands.numbers import LENGTH, NUMBER

_LIST: Final = r"(?:(?:my|the|our|a) )?(?P<name>[\w' -]{0,30}?)\s*list"
_RINGS: Final = r"(?P<ring>reminders|alarms|timers)"
_SUBJECTS: Final = r"(?:meetings?|appointments?|events?|plans?|calls?)"
_MAKE: Final = r"(?:set|start|make|create|put|begin|give me)(?: up| on| in)?"
_WEEKDAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_PART: Final = r"(?: (?:morning|afternoon|evening|night))?"
CALENDAR: Final = r"(?:my |the |our )?(?:calendar|diary|agenda|schedule)"
DAY: Final = (
    rf"(?:for |on |in )?(?:(?:today|tomorrow|tonight|the day after tomorrow){_PART}"
    r"|(?:this|next|the) (?:week|weekend|month|morning|afternoon|evening)"
    rf"|(?:(?:this|next) )?{_WEEKDAY}{_PART}"
    r"|(?:the )?\d{1,2}(?:st|nd|rd|th)(?: of)?(?: \w+)?|\w+ \d{1,2}(?:st|nd|rd|th)?"
    r"|the \w+(?:-\w+)? of \w+)"
)
"""A day or a stretch of days that can be asked about."""

LEAD: Final = (
    r"^(?:(?:hi|hello|hey|ok|okay|oh|ah|so|well|right|now|and|also|then|actually|alright|all right"
    r"|please|just|one more thing|by the way|before i forget|good morning|good evening|thanks"
    r"|thank you)[,.!:]*\s+)+"
)
ASK: Final = (
    r"^(?:(?:can|could|would|will|may) you (?:please |maybe |just |kindly |possibly )*|please "
    r"|i(?:'d| would) (?:like|love) (?:for )?you to |i (?:want|need) you to |i(?:'d| would) like to "
    r"|i want to |i need to |let's |let us |would you mind |(?:do you think )?you could (?:please )?"
    r"|go ahead and |be so kind (?:as )?to |make sure (?:to |you )|don't forget to )+"
    r"(?=(?:remind|wake|set|start|put|add|take|remove|cross|strike|schedule|book|move|push|shift"
    r"|reschedule|bring|cancel|delete|drop|clear|empty|read|tell|show|list|turn|switch|stop|undo"
    r"|create|make|give|get|check|let|snooze|postpone|enter|note|write|pencil|call off|what|when"
    r"|am i|do i)\b)"
)
"""Politeness before something that can be asked for."""
TAIL: Final = (
    r"(?:(?:^|[,.]\s*|\s+)(?:please|thanks|thank you|will you|would you|could you|can you|ok|okay"
    r"|if you can|if you would|for me|gently))*[\s.!?…]*$"
)

REMIND: Final = r"(?:remind me|don't let me forget|let me know)\s+(?P<rest>.+)"
REMIND_BEGINS: Final = (
    r"(?:to|that|about|of|for|in|at|on|tomorrow|tonight|every|when|next|this|today"
    rf"|{_WEEKDAY}|half|the day|by|again|later)\b"
)
"""How what follows "remind me" begins, where it is a wish."""
REMIND_AGAIN: Final = rf"remind me again(?: in (?P<length>{LENGTH}))?"
SNOOZE: Final = (
    rf"(?:snooze|(?:give me )?(?:(?P<n>{NUMBER}|a few) more minutes?|another (?P<length>{LENGTH})))"
    r"(?: it)?(?: for .+)?"
)
REMINDER: Final = rf"{_MAKE} (?:a|another|me a) reminder(?: (?P<rest>.+))?"
WAKE: Final = r"(?:wake me(?: up)?|get me up)\b(?P<rest>.*)"
ALARM: Final = rf"{_MAKE} (?:an|another|my|the|me an) alarm\b(?P<rest>.*)"
TIMERS: Final = (
    rf"{_MAKE} (?:a|an|another|me a|the) (?:(?P<length>{LENGTH}) )?(?:(?P<what>\w+) )?timer",
    rf"(?:{_MAKE})?\s*(?:a|an|another|the|me a)?\s*(?:(?P<what>\w+) )?timer (?:for|of)?\s*(?P<length>{LENGTH})",
    rf"(?:{_MAKE})?\s*(?:a|an|another|the|me a)? ?timer (?:for|of) (?P<length>{LENGTH}) (?:for|to) (?P<what>.+)",
    rf"(?P<length>{LENGTH}) timer(?: for (?P<what>.+))?",
    rf"time (?P<length>{LENGTH})(?: for (?P<what>.+))?",
)
TIME_LEFT: Final = (
    r"how (?:much time|long)(?: is| do i have)? (?:left|remaining|to go)"
    r"(?: (?:on|for|until) (?:the|my) (?:\w+ )?(?:timer|alarm))?"
)
SHOW_REMINDERS: Final = (
    rf"(?:what|which)(?:'s| is| are)?(?: all)?(?: (?:my|the))? {_RINGS}(?: (?:do i have|are (?:set|there|running|on)|have i (?:got|set)|set|running))?(?: set| running)?",
    rf"(?:do i have|are there|have i got) any {_RINGS}(?: set| running| on)?",
    rf"(?:show|list|tell|read)(?: me)?(?: all)?(?: of)? (?:my|the) {_RINGS}",
)
SHOW_ALL: Final = (
    r"what (?:did i (?:ask|tell) you to remind me (?:of|about)"
    r"|do you (?:have|need) to remind me (?:of|about))"
)
DROP_REMINDER: Final = (
    r"(?:cancel|delete|remove|stop|drop|forget|turn off|switch off|clear|kill|end|dismiss|scrap)(?: (?P<all>all))?(?: of)?(?: (?:my|the|that|this|those))? (?:(?P<what>[\w' -]+?) )?(?P<ring>reminders?|alarms?|timers?)\b(?P<rest>.*)",
    r"(?:turn|switch) (?P<all>(?!))?(?:my |the |that )?(?:(?P<what>[\w' -]+?) )?(?P<ring>alarms?|timers?)\b(?P<rest>.*?) off",
)

ADD_TO_LIST: Final = (
    rf"(?:put|add|write|note|stick)(?: down)? (?P<items>.+?) (?:on|to|onto|in|into|down on) {_LIST}",
    rf"(?:add|put) (?:to|on) {_LIST}[:,]? (?P<items>.+)",
)
TAKE_OFF_LIST: Final = rf"(?:take|cross|remove|delete|strike|tick|check|scratch) (?:off )?(?P<items>.+?) (?:off|from|out of|on) {_LIST}"
SHOW_LIST: Final = rf"(?:what(?:'s| is| do i have| have i got)?|read(?: me| out)?|show(?: me)?|tell me(?: what's)?)(?: is)?(?: on)? {_LIST}(?: out)?(?: say)?"
SHOW_LISTS: Final = r"(?:what|which) lists (?:do i have|are there)|(?:show|read)(?: me)? my lists"
CLEAR_LIST: Final = rf"(?:clear|empty|delete|wipe|throw away) {_LIST}"

ASK_DAYS: Final = (
    rf"(?:what(?:'s| is| do i have| have i got| have i)?|tell me what's|show me what's)(?: (?:on|in|planned|happening|coming up|going on|up))?(?: (?:for|on|in))?(?: {CALENDAR})? ?(?P<rest>{DAY})",
    rf"what(?:'s| is| do i have| have i got)?(?: (?:on|in|planned))?(?: (?:on|in|for))? {CALENDAR}(?: look(?:ing)? like)?(?P<rest>)",
    rf"(?:do i have|have i got|is there|are there) (?:any|anything|something|a|an|any other|any more)(?: {_SUBJECTS}| (?:on|planned|scheduled|in {CALENDAR}))*\s*(?P<rest>{DAY})",
    rf"(?:read|show|tell|give)(?: me)?(?: out)? (?:my|the) (?:calendar|agenda|schedule|appointments|meetings|events|day|plans)(?P<rest>(?: {DAY})?)",
)
LOOK: Final = rf"(?:what|how) (?:does|do|is|are) (?P<rest>(?:my |the )?(?:day|week|morning|afternoon|evening|weekend)|{DAY}) (?:look|looking|shaping up|hold)(?: like)?"
ASK_NEXT: Final = rf"(?:when|what)(?:'s| is| do i have)? (?:my |the )?(?:next (?:{_SUBJECTS}|thing (?:on|in) {CALENDAR})|next (?:on|in) {CALENDAR}|(?:coming )?up next)"
ASK_WHEN: Final = (
    r"(?:when|what time)(?:'s| is| do i have| am i (?:seeing|meeting)) (?P<what>(?:my|the) .+)"
)
ASK_FREE: Final = (
    r"(?:am i|will i be) (?:free|available|busy) ?(?P<rest>.*)",
    r"(?:do i have|have i got) (?:any )?(?:free )?time (?P<rest>.+)",
)
ADD_EVENT: Final = (
    rf"(?:put|add|enter|write|pencil|note|get)(?: in| down)? (?P<rest>.+?) (?:in|on|to|into|onto|down in) {CALENDAR}(?: (?P<more>.+))?",
    rf"(?:add|put|create|make|enter)(?: in| an?)? ?(?:(?:to|in|on) {CALENDAR} )?(?:event|entry)[:,]? (?P<rest>.+)",
)
ARRANGE: Final = r"(?:schedule|book|pencil in|set up|arrange|plan) (?P<rest>.+)"
MOVE_EVENT: Final = r"(?:move|push|shift|reschedule|bring|postpone|put off|change)(?: back| forward)? (?:(?:my|the|our|that) )?(?P<what>.+?) (?:back |forward |up )?(?:to|until|till|for) (?P<when>.+)"
DROP_EVENT: Final = (
    rf"(?:cancel|call off)(?: (?:my|the|our|that))? (?P<what>.+?)(?: (?:in|on|from) {CALENDAR})?",
    rf"(?:delete|remove|drop|scrap|take)(?: (?:my|the|our|that))? (?P<what>.+?) (?:from|out of|off) {CALENDAR}",
)
_FORGET: Final = r"(?:forget|delete|erase)"
_SAID: Final = r"(?:i|we)(?:'ve| have)? (?:ever |just )?(?:told you|said|say|talked|wrote|mentioned|spoke|spoken)(?: to you)?"
FORGET_LAST: Final = (
    rf"{_FORGET} (?:that|this|what i(?: have|'ve)? just (?:said|told you|wrote)|(?:that )?i (?:just |ever )?(?:said|told you) (?:that|it|this|anything)|the last thing(?: i said)?)",
    r"(?:don't|do not) (?:remember|keep|store|save) (?:that|this|what i just said)",
)
FORGET_DAYS: Final = rf"{_FORGET}(?: everything| all| anything| what)?(?: that)?(?: {_SAID}(?: about)?)?(?: (?:from|of|on))? (?P<day>today|yesterday|last night|this (?:morning|afternoon|evening)|(?:(?:on|last) )?{_WEEKDAY})"
FORGET_ABOUT: Final = (
    rf"{_FORGET}(?: everything| all| anything| what(?:ever)?)(?: that)? {_SAID} (?:about|of|on) (?P<about>.+)",
    rf"{_FORGET} (?:everything|all|anything)(?: that you know)? about (?P<about>(?!me$).+)",
)
FORGET_ALL: Final = rf"{_FORGET} everything(?: about me| (?:that )?{_SAID}(?: about)?)?"
UNDO: Final = r"(?:no,? )?(?:undo(?: (?:that|it|this))?|put (?:it|that|them) back|take (?:that|it) back|reverse that|bring (?:it|that) back)"
