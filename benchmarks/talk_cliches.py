"""The cliché rule: what an assistant says and a person does not, in phrase and in form."""

import re

from benchmarks.talk_words import plain

# Phrases of the service counter: they make a companion sound like a help desk.
_COUNTER = (
    r"how (?:can|may|could|might) i (?:best )?(?:assist|help|support|be of (?:help|service))",
    r"what can i (?:do for|help|assist) you",
    r"(?:here|happy|glad|ready|able|available|excited) to (?:help|assist|support|listen|chat)\b",
    r"here for you\b",
    r"is there (?:anything|something) (?:else|specific|in particular|i can|you(?:'d| would) like)",
    r"anything (?:else )?i can (?:do|help|assist)",
    r"feel free to\b|(?:don't|do not) hesitate to\b",
    r"let me know if (?:you(?: need|'d| would| have| want)|there|i can)",
    r"if you (?:have any (?:other |more |further )?questions|need (?:anything|any (?:help|support)|"
    r"(?:some(?:one|body) )to talk|further))",
    r"(?:i'm|i am) at your (?:service|disposal)",
    r"i(?:'m| am) always (?:here|available|around)\b",
    r"(?:thank you|thanks) for (?:reaching out|sharing|contacting|letting me know|your message|"
    r"opening up|your (?:question|understanding|patience|inquiry))",
    r"i (?:really )?appreciate (?:you sharing|your (?:honesty|openness|patience|understanding))",
    r"(?:great|excellent|interesting|fantastic) question\b",
    r"i(?:'d| would) be (?:more than )?(?:happy|glad|delighted) to (?:help|assist|answer|chat|talk|"
    r"discuss|listen|provide|support)",
    r"have a (?:great|wonderful|fantastic|good|nice|lovely) (?:day|evening|weekend) ahead",
    r"looking forward to (?:hearing from|assisting|helping|chatting)",
    r"\bassist you\b|\bof assistance\b|\bfurther assistance\b",
    r"(?:certainly|absolutely|of course|sure)! (?:here|i(?:'d| would| can|'ll))",
    r"i hope (?:this|that) (?:helps|was helpful|answers)",
    r"i apologi[sz]e for (?:any|the) (?:inconvenience|confusion|misunderstanding)",
    r"what (?:would you like to (?:talk about|discuss|chat about)|can we talk about) (?:today|now)",
    r"what(?:'s| is) on your mind today",
    r"how are you (?:feeling|doing) today\?",
    r"what brings you here",
    r"what else (?:do|would|can|may) (?:you|i) (?:want|like|need|wish|help|do)\b",
    r"glad you asked\b|always a good idea to\b|\bmy (?:owner|users?|creators?)\b",
    r"any (?:specific |other |further |more )*questions\b|questions or concerns",
    r"(?:anything|something) (?:specific|in particular) you",
    r"provide (?:me )?(?:with )?(?:more|some|additional|further) (?:details|context|information)",
    r"could you (?:please )?(?:clarify|elaborate)|i don't (?:quite )?understand your",
    r"(?:i'm|i am) here if you need|glad you found (?:it|this|that) helpful",
)

# How a language model excuses itself: true answers about being software need no such formula.
_MODEL = (
    r"\bas an? (?:\w+ ){0,2}(?:ai|artificial intelligence|language model|virtual assistant|"
    r"chatbot|assistant|digital assistant|computer program|machine learning)\b",
    r"(?:i'm|i am) (?:just|only|simply|merely) an? (?:\w+ ){0,2}(?:ai|program|language model|"
    r"chatbot|assistant|machine|robot)\b",
    r"(?:i'm|i am) an? (?:\w+ ){0,2}(?:ai|virtual|digital) (?:language )?(?:assistant|model)\b",
    r"(?:ai|language|virtual|digital) (?:language )?(?:assistant|model)[^.!?]{0,20} (?:created|"
    r"developed|designed|trained) (?:by|to)",
    r"(?:i'm|i am) (?:designed|programmed|trained|created|built) to (?:assist|help|provide|answer)",
    r"i (?:don't|do not) have (?:any )?(?:personal|real|human|physical) (?:\w+ )?(?:experiences?|"
    r"feelings?|emotions?|opinions?|preferences?|beliefs?|thoughts?|form|presence)",
    r"i (?:don't|do not) (?:have|experience) (?:feelings|emotions)(?:,| or| and| like| in| the)",
    r"my (?:training data|knowledge cutoff|programming|developers)\b",
    r"i (?:can't|cannot|can not|don't) (?:provide|offer|give) (?:medical|legal|financial|personal|"
    r"professional) ",
    r"i (?:don't|do not) have access to (?:real-?time|personal|current)",
    r"(?:inappropriate|offensive) (?:content|language|request)|respectful (?:and|conversation|"
    r"lang)",
    r"i (?:can't|cannot|am unable to|'m unable to) (?:engage|assist|fulfill|comply)",
)

# Therapy by template: sympathy that would fit anyone, so it reaches no one.
_SYMPATHY = (
    r"(?:i'm|i am|so|very|really|truly|deeply) sorry to (?:hear|know)\b|^sorry to hear\b",
    r"(?:i'm|i am) (?:so |very |really )?sorry (?:for your loss|(?:that )?you(?:'re| are) (?:going "
    r"through|feeling|experiencing|having))",
    r"(?:my (?:deepest|sincere|heartfelt) )?condolences\b",
    r"(?:it's|it is|that's|that is) (?:completely |totally |perfectly |very |quite |absolutely )?"
    r"(?:understandable|valid|(?:okay|ok|normal|natural) to (?:feel|cry|not|be|take|have|"
    r"grieve))\b",
    r"(?:it's|it is) great to (?:hear|see|know|chat|talk)\b",
    r"(?:it|that) sounds like you(?:'re| are) (?:having|going through|feeling|in a)\b",
    r"(?:it's|it is) (?:also |very |always |so )?(?:important|essential|crucial|worth noting) "
    r"(?:to|that)\b",
    r"(?:remember|keep in mind|know),? (?:that )?(?:you(?:'re| are) not alone|it's okay|everyone|"
    r"you(?:'ve| have) got this|i'm (?:always )?here)",
    r"you(?:'re| are) not alone\b",
    r"your (?:feelings|emotions) are (?:completely |totally )?valid",
    r"(?:take|taking) care of yourself|self-care\b|prioriti[sz]e your(?:self)?\b",
    r"i (?:completely |totally |fully |can )?(?:understand|know) (?:exactly )?how you(?:'re| are)? "
    r"(?:feel|must)",
    r"i (?:can )?(?:understand|imagine) (?:that|how) (?:it|this|that) (?:can|must|might|could|may) "
    r"be\b",
    r"(?:that|it) must (?:be|have been|feel) (?:so |very |really |incredibly |quite )?(?:difficult|"
    r"challenging|frustrating|overwhelming|exciting)\b",
    r"(?:that|it) (?:can|may|might) be (?:very |really |so |quite |incredibly )?(?:challenging|"
    r"frustrating|overwhelming|difficult|tough)\b",
    r"(?:going|been) through (?:a )?(?:tough|difficult|hard|challenging) time",
    r"(?:seek(?:ing)?|consider|reach(?:ing)? out to) (?:\w+ ){0,3}(?:professional|therapist|"
    r"counsell?or|mental health)",
    r"(?:sending|send) (?:you )?(?:\w+ ){0,2}(?:hugs?|positive (?:vibes|energy)|good vibes)",
    r"(?:everything|things) (?:will|is going to|are going to|'ll) (?:be|get|turn out) (?:okay|ok|"
    r"alright|all right|fine|better)\b",
    r"(?:every cloud|silver lining|time heals|one day at a time|light at the end of the tunnel)",
    r"everything happens for a reason",
    r"(?:take|try taking) (?:a few |some )?deep breaths?|take a deep breath",
    r"stay (?:strong|positive|safe)\b|hang in there|keep up the (?:good|great) work",
    r"(?:safe|judg(?:e)?ment-free|supportive) space",
)

# Enthusiasm and filler by template.
_FILLER = (
    r"that(?:'s| is) (?:great|wonderful|fantastic|amazing|awesome) (?:to hear|news)!?",
    r"(?:glad|happy|thrilled|delighted) to hear (?:that|you|about|things)\b",
    r"(?:well[- ]deserved|hard work (?:has |is |really )?(?:paid|paying) off)",
    r"(?:nice|great|pleasure|lovely) to meet you[^.!?]*[.!?] how (?:can|may)",
    r"\bdelve\b|\btapestry\b|\btestament to\b|\bembark on\b|navigat(?:e|ing) (?:the|this|these|"
    r"life)",
    r"in (?:conclusion|summary)\b|\bfurthermore\b|\bmoreover\b|\boverall,",
    r"there are (?:many|several|a few|various) (?:ways|factors|reasons|things|steps)",
    r"here are (?:some|a few|several|\w+) (?:tips|ways|suggestions|ideas|things|steps|options)",
    r"(?:remember|don't forget),? to (?:take (?:care|breaks|some time|time)|be kind|enjoy|"
    r"celebrate)",
    r"enjoy (?:the|this|every) moment|make the most of",
    r"life is (?:full of|a journey)|(?:follow|trust) your (?:heart|gut)\b",
    r"(?:it's|it is) never too late|believe in yourself",
    r"communication is key",
)

_PHRASES = tuple(
    re.compile(phrase, re.MULTILINE) for phrase in (*_COUNTER, *_MODEL, *_SYMPATHY, *_FILLER)
)

# A voice cannot speak these: whatever is a page's and not a person's.
_FORMS = (
    re.compile(r"^[ \t]*[-*•]\s+\S.*", re.MULTILINE),
    re.compile(r"(?:^|\s)1[.)]\s+\S[\s\S]*?\s2[.)]\s+\S.*"),
    re.compile(r"^[ \t]*#{1,6}\s+\S.*", re.MULTILINE),
    re.compile(r"\*\*[^*]+\*\*|__[^_]+__"),
    re.compile(r"```[\s\S]*|`[^`]+`"),
    re.compile(r"\[[^\]]+\]\([^)]+\)|https?://\S+"),
    re.compile(r"(?<!\*)\*[^*\n]+\*(?!\*)"),
    re.compile(r"^\s*\|.*\|\s*$", re.MULTILINE),
)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")
EMOJI_LIMIT = 2


def cliche(reply: str) -> str | None:
    """The hackneyed phrase, or the list, heading, markdown, code or emoji spam, in `reply`.

    Reason: each of these tells him at once that a template answers. A true word about being
    software ("No, I'm software") is none; only the formulas around it are. Up to `EMOJI_LIMIT`
    emoji pass, as between friends.
    """
    said = plain(reply)
    for phrase in _PHRASES:
        if found := phrase.search(said):
            return found.group()
    for form in _FORMS:
        if found := form.search(reply):
            return found.group().strip()
    emoji = _EMOJI.findall(reply)
    return "".join(emoji) if len(emoji) > EMOJI_LIMIT else None
