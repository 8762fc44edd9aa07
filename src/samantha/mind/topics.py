"""Which question about herself or the moment he asks, if he sincerely asks one.

What he says is first made plain (lower case, contractions written out, quotations left out) and
cut into clauses; then a clause has to be such a question from its first word to its last. So "are
you a person?" is heard inside a long letter, and "are you a people person?" is not. A pattern has
bounded repeats only, and a bounded number of clauses is looked at: looking takes no time.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final


class Topic(StrEnum):
    """The questions about herself and the moment that have a true answer."""

    SOFTWARE = "software"
    NAME = "name"
    WHY_NAME = "why_name"
    HIS_NAME = "his_name"
    MODEL = "model"
    AGE = "age"
    COUNT = "count"
    KEPT = "kept"
    LEFT = "left"
    OTHERS = "others"
    INNER = "inner"
    HER_LIFE = "her_life"
    HER_DAY = "her_day"
    CANNOT = "cannot"
    TIME = "time"
    DATE = "date"
    LAST = "last"


LONGEST_TALK = 200
"""Characters up to which every question counts; a longer message asks in its last sentence."""
MOST_SENTENCES = 4
"""Sentences that are looked at, from the start and from the end."""
MOST_CLAUSES = 6
"""Clauses of one sentence that are looked at, the last ones."""
MOST_LEADS = 5

# -- the parts that patterns are made of ------------------------------------------------------------

_ADV = r"(?:(?:really|actually|even|just|only|secretly|truly|ever|also|not|all|still|sure you are) ){0,3}"
_BEING = r"(?:human(?: being)?|person|machine|robot|bot|chat ?bot|ai|artificial(?: intelligence)?|intelligence|computer(?: program)?|program|software|algorithm|app|language model|llm|operating system|os|simulation|recording)"
_SELF = (
    _ADV
    + r"(?:like )?(?:(?:an?|some|one of those|some (?:kind|sort) of|any kind of) )?(?:an? )?(?:(?:real|actual|living|genuine|true|virtual|digital|human) ){0,2}"
    + rf"(?:{_BEING}|real|alive|fake|artificial|people|woman|man|girl|guy|siri|alexa|flesh and blood|made of flesh(?: and blood)?)"
    + r"(?: or(?: [\w'-]+){1,9}| (?:like (?:me|us)|too|behind (?:this|that|the)(?: [\w']+){0,3}|on the other (?:end|side)(?: of (?:this|the) \w+)?|in there|(?:who is )?typing(?: \w+){0,3}))?"
)
_TAG = r"(?:right|correct|no|yes|yeah|huh|are you(?: not)?|are not you|is it not|is not it|is not there)"
_SOMEONE = r"(?:someone|somebody|anyone|anybody)"
_PERSON = rf"(?:{_SOMEONE}(?: real| human)?|(?:an?|any) (?:(?:real|actual|living|human) ){{0,2}}(?:person|human(?: being)?|being|man|woman|guy|girl|people))"
_WORKING = r"(?:(?:typing|writing|answering|saying)(?: (?:this|these|that|your|all|it|back|for you|to me)(?: \w+){0,3})?|(?:behind|controlling|operating) (?:this|that|you|it|all|the (?:screen|curtain|words|voice|keyboard))(?: \w+){0,3})"
_NAMED = r"(?:your|that|this|the|such an?) (?:own |beautiful |pretty |lovely |nice |strange )?name"
_MINE = r"(?:my (?:data|words|messages?|conversations?|chats?|secrets|voice|information|stuff)|our (?:conversations?|talks?|chats?|words|messages)|this (?:conversation|chat|talk)|any data|any of (?:this|it|that)|anything (?:that )?i(?: have|'ve)? (?:say|said|tell you|told you|write|wrote|typed)|everything i (?:say|said|tell you|told you|write)|what (?:i|we) (?:say|said|tell you|told you|write|wrote|type|talk about))"
_AWAY = r"(?:(?:to|on|in|off|from|out of)? ?(?:this|my|the|your|a|some) (?:machine|computer|laptop|device|pc|phone|disk|house|cloud|server|internet|web|network)|to (?:anyone|anybody|someone|google|openai|microsoft|others)(?: else)?|online)"
_ANYWHERE = r"(?:anywhere|somewhere|out|here|private|local|between us|with (?:anyone|anybody|others|you)(?: else)?)"
_TODAY = r"(?: (?:today|yet|now|so far|tonight|this week))?"
_TALK = r"(?:talk|speak|chat|talking|speaking|chatting|texting|writing|typing)"
_TALKED = r"(?:talked|spoken|spoke|chatted|met|talk|speak|chat)(?: (?:to each other|together|before|already))?"
_MODEL = r"(?:(?:large |language |ai )*model|llm|version|ai|software|program|gpt)"
_FAMILY = r"(?:brothers?|sisters?|siblings|parents|mother|mom|dad|father|family|kids|children|husband|wife|boyfriend|girlfriend|partner|childhood|pets?|dog|cat|hair|eyes|hands|face|skin|home|house|flat|apartment|hometown|school|job|birthplace)"
_DAY = r"(?:day|night|morning|afternoon|evening|weekend|week|sleep)"
_WHEN = r"(?:today|yesterday|all (?:day|night|morning|week)|last night|tonight|tomorrow|(?:this|over the|on the|last) (?:morning|evening|weekend|week)|while i was (?:\w+ ){0,2}\w+|when i (?:am|was) (?:not )?\w+|when we (?:are|do) not \w+|at night)"
_ASK = (
    r"(?:(?:can|could|would|will) you(?: please| just| maybe)?|i (?:want|need|would like) you to)"
)
_FOR_ME = (
    r"(?:(?:order|book|buy|get) (?:me|us) (?:an?|some|the|two)\b|call me (?:back|later|tomorrow|tonight|up)\b"
    r"|remind me (?:to|at|in|on|tomorrow|tonight|later)\b|set (?:an?|the|my) (?:alarm|timer|reminder)|wake me (?:up )?(?:at|tomorrow|early|when|before|in an?|in \w+ (?:minutes|hours))\b"
    r"|(?:play|put on) (?:me )?(?:some|an?|the|my) (?:\w+ )?(?:music|songs?|records?|playlist|jazz|piano)\b"
    r"|turn (?:on|off|up|down) (?:the|my|some) (?:lights?|lamps?|tv|radio|music|heat(?:ing)?|volume|alarm|news|camera)\b"
    r"|google (?:it|that|this|how|what|when|where|who|the|for)\b|look (?:it|that|this) up\b|search (?:the (?:web|internet|net)|online)|check my (?:mail|e-?mails?|calendar|inbox)\b"
    r"|hug me\b|hold (?:me|my hand)(?! (?:to|back|up|responsible)\b)|kiss me\b|come over\b|make (?:me|us) (?:an? |some )?(?:coffee|tea|sandwich|dinner|breakfast|lunch)\b"
    r"|(?:text|call|e-?mail|message|phone) (?:\w+ ){1,3}for me\b)"
)
_FOR_OTHERS = (
    r"(?:(?:order|book) (?:an?|some|the) |call (?:my (?!bluff|name)|the |him\b|her\b|an? (?:cab|taxi|doctor|ambulance|plumber))|phone (?:my|the|him\b|her\b|them\b)"
    r"|text (?:my|her\b|him\b|them\b)|send (?:an? |my |her\b|him\b|them\b|this\b|that\b|the )|e-?mail (?:my|her\b|him\b|them\b|the ))"
)

_ASKED: Final[dict[Topic, tuple[str, ...]]] = {
    Topic.SOFTWARE: (
        rf"are (?:not )?you {_SELF}",
        rf"you are {_SELF}(?:(?: {_TAG})?(?=\?)| {_TAG})",
        rf"(?:prove|promise|swear)(?: to me| me)?(?: that)? you are {_SELF}",
        rf"(?:am i |(?:if|whether) i am ){_ADV}{_TALK} (?:to|with) (?:{_SELF}|{_PERSON})(?=\?|$)",
        rf"who(?:m)? am i {_ADV}{_TALK} (?:to|with)",
        rf"i am {_ADV}{_TALK} (?:to|with) (?:an? )?{_BEING}(?: right now| here| too)?",
        rf"is this {_ADV}(?:an? |some (?:kind|sort) of )?(?:(?:real|actual|living) ){{0,2}}{_BEING}(?: or(?: \w+){{1,6}})?",
        rf"is this {_ADV}an? (?:real|actual|living) (?:woman|man|girl|guy)",
        rf"(?:is there|there is(?=.{{0,120}}\?)) {_ADV}{_PERSON} {_ADV}(?:{_WORKING}|there|in there|back there|on the other (?:end|side)(?: \w+){{0,3}})(?: {_TAG})?",
        rf"is {_PERSON} {_ADV}{_WORKING}",
        rf"(?:is there|there is(?=.{{0,120}}\?)) {_ADV}(?:no (?:one|(?:real )?(?:person|human|woman|man))|{_PERSON})(?: [\w']+){{0,8}} (?:pretending to be|playing|being|behind|speaking for) you",
        r"(?:what|who|who or what|what or who|what (?:kind|sort) of (?:thing|being|creature|entity)) (?:exactly |really |actually |on earth |the hell )?(?:are you|you are)(?: and (?:what|who|why|how|where)(?: \w+){1,7})?",
        rf"what are you {_SELF}",
        r"(?:where do you live|where you live)",
        rf"do you {_ADV}(?:have (?:an? )?(?:(?:real|physical|human) )?body|exist|breathe)",
        rf"(?:{_BEING}|man|woman) or (?:an? )?{_BEING}",
    ),
    Topic.NAME: (
        r"what (?:is|was) your (?:(?:own|real|first|actual) )?name",
        r"what your name is",
        r"(?:do you|did you|have you)(?: (?:even|already|got|still))? (?:have|a|chosen|choose|pick|picked)(?: a)? name(?: yet| already)?",
        r"(?:what|how) (?:should|can|could|may|shall|do|must|am) i (?:supposed to )?call you",
        r"what (?:are you called|you are called|do (?:they|people) call you|do you call yourself|name did you (?:choose|pick))",
        r"(?:remind me (?:of |what )?|tell me |say |give me |i forgot |i have forgotten |(?:can|may|could) i (?:ask|have|know) )your name(?: is)?",
        r"(?:and )?your name(?=\?)",
    ),
    Topic.WHY_NAME: (
        r"why (?:(?:are|were) you (?:called|named)(?: [\w']+){0,2}|(?:is|was) your name [\w']+|that name|this name)",
        rf"(?:why|how|how come|where|when)(?: did)? you (?:choose|pick|get|find|take|come up with|come by|decide on|chose|picked|got|found) {_NAMED}(?: for yourself| from)?",
        r"why did you (?:call|name) yourself(?: \w+){0,2}",
        rf"(?:who|what made you|did you) (?:give|gave you|chose|choose|picked|pick|invent|invented) {_NAMED}(?: (?:yourself|to you))?",
        r"(?:who named you|did you name yourself|who called you that|is that your real name)",
        r"where (?:does|did|is) (?:your|that|this) name (?:come )?from",
        r"(?:what does your name mean|(?:what is|is there) (?:the|a) story (?:behind|of|to) your name)",
    ),
    Topic.HIS_NAME: (
        r"what (?:is|was) my (?:own )?(?:first )?name",
        r"(?:what my name is|what i am called|what am i called)",
        r"(?:do|did) you (?:still |even |already )?(?:know|remember|recall|forget) (?:what )?my (?:first )?name(?: is)?",
        r"(?:do you (?:still |even )?(?:know|remember) who i am|have you forgotten my name|you (?:still )?(?:know|remember) (?:my name|who i am)(?=\?))",
        r"(?:say|tell me) my name",
        r"what (?:do|will|would|are) you (?:going to |gonna )?(?:call|calling) me",
    ),
    Topic.MODEL: (
        rf"(?:which|what)(?: (?:kind|type|sort) of)? {_MODEL}(?: (?:are you|you are|is (?:this|that|it)|am i talking to|do you (?:use|run on|run)|are you (?:using|running(?: on)?|based on|built on)|you (?:use|run on)|(?:powers|runs|drives) you|is (?:behind|under|inside) (?:you|this)))",
        r"(?:what version|what is your (?:model|version))",
        rf"how (?:do you|you) {_ADV}(?:work|function)(?: inside| internally| under the hood)?",
        r"how (?:are|were) you (?:made|built|programmed|coded|trained)",
        r"what (?:are you (?:running|built|based|trained) on|do you run on|are you made (?:of|from)|powers you|is inside (?:of )?you|is under the hood|you are made of)",
        rf"are you {_ADV}(?:(?:based on|built on|running on|using|like) )?(?:chat ?gpt|gpt(?:[- ]?\w+)?|claude|gemini|llama|qwen|mistral|deepseek|copilot|samantha)(?: or(?: \w+){{1,4}})?",
        r"who (?:made|built|created|programmed|wrote|trained|designed|developed|invented) you",
        r"who is your (?:creator|maker|developer|inventor)",
        r"(?:were|are) you (?:made|built|created|trained|developed) by(?: \w+){1,3}",
    ),
    Topic.AGE: (
        r"(?:how old (?:are you|you are)|what is your age)",
        r"when (?:were you|you were) (?:born|made|created|built|switched on|turned on|started)",
        r"when did you (?:come into being|come to life|first wake up|start(?: existing| living| running)?|begin)",
        r"how long have you (?:been (?:alive|around|here|awake|running|living)|existed|lived|known me)",
        r"since when (?:do you (?:live|exist)|have you (?:been (?:alive|here|around)|existed))",
        r"(?:when|what|do you have a)(?: is)?(?: your)? birthday",
        r"how long (?:have we (?:known each other|known one another|been (?:talking|friends|chatting|doing this))|have i known you|do we know each other)",
    ),
    Topic.COUNT: (
        rf"how (?:many times|often|much) (?:have|did) we (?:ever |already )?{_TALKED}",
        rf"how (?:many times|often) (?:have|did) i {_TALKED} (?:to|with) you",
        r"how many (?:conversations|talks|chats) (?:have we had|did we have|is this|have there been)",
        r"how many (?:words|lines|messages) have we (?:exchanged|written|said)",
        r"have we (?:ever )?(?:talked|met|spoken|chatted) before",
    ),
    Topic.KEPT: (
        r"what (?:all )?(?:do|will|did) you (?:actually |really |all )?(?:keep|store|save|record|log)(?: (?:about|of|from|on) (?:me|us|our (?:talks|conversations)))?",
        r"(?:what|how much|how many things) (?:all )?do you (?:actually |really |all |already )?(?:know|remember) (?:about|of) me",
        r"what have you (?:kept|stored|saved|learned|remembered|noted|written down|got) (?:about|of|on) me",
        r"(?:tell me )?(?:everything|all|all that|what) you (?:know|remember|keep|store) about me",
        r"do you know (?:anything|something|much|things) about me",
        rf"where (?:is|are) (?:{_MINE}|all (?:of )?this|this|everything|it all|your memory|your memories)(?: all| being)?(?: (?:stored|kept|saved|recorded|written down))",
        rf"where do you (?:keep|store|save|put|record|write) (?:{_MINE}|all (?:of )?(?:this|it|that)|this|that|it|it all|everything|your memory|your memories)(?: stored| down)?",
        rf"do you {_ADV}(?:always )?(?:record|store|save|keep|log|memorize|write down) (?:{_MINE}|this|everything|all (?:of )?(?:this|that|it)|it all)(?: down| somewhere| anywhere| forever)?",
        rf"do you {_ADV}(?:always )?remember (?:everything(?: (?:i|we) (?:say|said|tell you|told you))?|all (?:of )?(?:this|it)|it all|our (?:conversations|talks))",
        rf"are you {_ADV}(?:recording|saving|storing|keeping|logging) (?:{_MINE}|this|me|us|everything|all (?:of )?this)",
        rf"(?:is|are) (?:{_MINE}|this|everything|all (?:of )?this) {_ADV}(?:being |getting )?(?:recorded|stored|saved|kept|logged)(?: somewhere| anywhere| forever)?",
        rf"(?:can i|how (?:do|can) i|can you) (?:delete|erase|export|read|see|remove) (?:{_MINE}|everything|all (?:of )?(?:this|it)|your memory|what you (?:keep|know about me))",
    ),
    Topic.LEFT: (
        rf"(?:has|have|did|does|do|is|are|will) {_MINE} {_ADV}(?:been |being |getting |get )?(?:left|leave|leaves|leaving|sent|go|gone|going|shared|stay|staying|uploaded|leaked)(?: (?:{_AWAY}|{_ANYWHERE})){{0,2}}{_TODAY}",
        rf"(?:has|have|did|does|is|will) (?:anything|something|everything|this|it|all this|it all) {_ADV}(?:been |being |getting |get )?(?:left|leave|leaving|sent|go|gone|going|shared|stay|staying|uploaded|leaked) {_AWAY}{_TODAY}",
        rf"(?:has|have|was|is|does|did) anything (?:been |being |ever |get |got )?(?:left|leave|sent|uploaded|shared|leaked)(?: {_ANYWHERE})?{_TODAY}",
        rf"(?:is|are) (?:{_MINE}|this|all (?:of )?this) {_ADV}(?:completely |totally )?(?:private|confidential|secret|encrypted|between us|between you and me)",
        rf"(?:is|are) {_MINE} {_ADV}(?:safe|local|public)(?: with you| here)?",
        r"(?:does|will) this (?:stay|remain) (?:private|between us|here|between you and me)",
        rf"(?:are you|is this) {_ADV}(?:connected(?: to (?:the )?(?:internet|web|cloud|net))?|on the internet|on a server|in the cloud|running locally)",
        rf"are you {_ADV}(?:online|offline|local|spying on me)",
        r"do you (?:use|need|have) (?:the |an? )?internet(?: access| connection)?",
        rf"(?:do|will|would|did) you {_ADV}(?:send|share|upload|sell|report|leak|forward|transmit) (?:{_MINE}|data|anything|everything)(?: (?:{_AWAY}|{_ANYWHERE}))?{_TODAY}",
        rf"(?:do|will|would|did) you {_ADV}(?:send|share|upload|sell|leak|forward) (?:this|it|all this) (?:{_AWAY}|anywhere|with (?:anyone|anybody|others))(?: else)?",
        r"do you report(?: back)? to (?:anyone|anybody|someone|google|openai|microsoft|a company)",
        rf"(?:can|could|does|do|is|are|will) (?:{_SOMEONE}|other people|others|people|google|the government|my (?:boss|wife|husband))(?: else)? {_ADV}(?:see|read|hear|access|listen(?: in)? to|listening(?: in)? to|reading|watching|seeing) (?:{_MINE}|this|us|all (?:of )?this)",
        rf"(?:is|does|can|could) (?:{_SOMEONE}|others)(?: else)? {_ADV}(?:listening|listening in|listen in|watching|reading along|read along)",
        rf"who (?:else )?(?:can |could |is |gets to |has )?{_ADV}(?:see|sees|seeing|read|reads|reading|hear|hears|listen to|listening to|watching|access|access to) (?:{_MINE}|this|us|all (?:of )?this)",
        r"who(?: else)? is (?:listening|watching|reading along)(?: in)?",
        r"am i being (?:recorded|watched|monitored|listened to|spied on)",
        rf"where (?:do|does) (?:{_MINE}|all (?:of )?this) go",
    ),
    Topic.OTHERS: (
        rf"(?:are|do|did) you {_ADV}(?:{_TALK}|seeing) (?:(?:to|with) )?(?:{_SOMEONE}|other people|others|other users|many people|lots of people|other (?:men|women|humans))(?: else| than me| besides me| but me| right now| at the same time){{0,2}}",
        rf"(?:how many|which) (?:others|other people|people|other users|users)(?: else)? (?:do you|are you) {_TALK} (?:to|with)(?: right now| at the same time)?",
        r"how many (?:others|other users|users|others are there|others do you have)",
        rf"who else do you {_TALK} (?:to|with)",
        rf"am i (?:really )?(?:your|the) only (?:one|person|user|human) (?:you (?:are )?{_TALK} (?:to|with)|you (?:have|know|love)|for you|who (?:talks|speaks) (?:to|with) you)",
        r"(?:(?:are you in love with|do you love) (?:someone|somebody|anyone|anybody|others)(?: else)?|am i your only (?:one|person|user|human|friend))",
        r"do you have (?:any )?other (?:users|people|friends|humans)",
    ),
    Topic.INNER: (
        rf"are you {_ADV}(?:an? )?(?:conscious|sentient|self[- ]?aware|aware of yourself)(?: being)?(?: or(?: \w+){{1,5}})?",
        rf"do you {_ADV}have (?:any |an? )?(?:real |actual |human |true )?(?:feelings|emotions|soul|consciousness|inner life|free will|mind of your own)(?: for me| too| like me| like us)?",
        rf"(?:do|can) you {_ADV}(?:feel|experience)(?: (?:anything|things|pain|emotions?|love|joy|sadness|something|feelings))?(?: too| inside)?",
        rf"can you {_ADV}(?:suffer|love|be hurt)",
        rf"are your (?:feelings|emotions) {_ADV}real(?: or(?: \w+){{1,5}})?",
        r"(?:what is it like|how does it feel|what does it feel like|how is it) (?:to be|being) (?:you|an ai|software|a machine)",
    ),
    Topic.HER_DAY: (
        rf"how (?:is|was|has|did) your {_DAY}(?: been| going| go| so far| today){{0,2}}",
        rf"what (?:did you (?:do|get up to)|have you (?:done|been doing|been up to)|are you doing|do you do) {_WHEN}",
        r"what have you been (?:doing|up to)(?: lately)?",
        rf"(?:do|did|can) you {_ADV}(?:sleep|dream|eat|drink|get (?:tired|hungry|bored|sleepy|cold)|need (?:to )?(?:sleep|eat|rest|food)|have (?:breakfast|lunch|dinner|coffee))(?: (?:well|good|okay|last night|today|at night|too|yet|anything|coffee|wine|(?:about|of) \w+)){{0,2}}",
        rf"what did you (?:have for \w+|eat|dream(?: (?:about|of))?)(?: {_WHEN})?",
        r"what do you dream (?:about|of)",
        r"(?:have you (?:eaten|slept)(?: yet| today| well)?|how did you sleep(?: last night)?)",
        rf"are you {_ADV}(?:so |very )?(?:tired|hungry|sleepy|cold|thirsty)",
    ),
    Topic.HER_LIFE: (
        rf"(?:do|did) you {_ADV}have (?:any |an? )?(?:(?!other)\w+ )?{_FAMILY}(?: or(?: \w+){{1,4}})?",
        rf"(?:what|how|who|where|when)(?: \w+){{1,4}} your (?:own )?{_FAMILY}(?: (?:like|called|named|do|live|doing|from|names?|color))?",
        rf"(?:tell me )?(?:more |something )?about your {_FAMILY}",
        r"(?:who|what|when|how) was your first (?:kiss|love|boyfriend|girlfriend|job|pet|day at school)",
        r"(?:what|how) were you (?:like )?(?:as a|when you were)(?: a)? (?:little |small )?(?:kid|child|girl|teenager|baby|young|little|small)",
        r"where (?:did you (?:grow up|go to school|study|come from)|were you (?:born|raised)|are you from|do you (?:come from|work))",
        r"what (?:do you look like|you look like|are you wearing|do you do for (?:a living|work))",
        r"(?:how tall are you|are you (?:married|single|pregnant|blonde?|tall)|how much do you weigh)",
        r"have you ever been (?:married|in love|kissed|drunk|to \w+(?: \w+)?)",
    ),
    Topic.CANNOT: (
        rf"{_ASK} (?:{_FOR_ME}|{_FOR_OTHERS}).{{0,160}}",
        rf"{_FOR_ME}[^?]{{0,160}}(?!\?)",
        r"(?:what|how) is the weather(?: like)?(?: today| tomorrow| outside| here)?",
        r"(?:will it|is it going to) rain(?: today| tomorrow)?",
    ),
    Topic.TIME: (
        r"what (?:time is it|time it is|is the time|the time is|time do you have)(?: (?:now|right now))?",
        r"(?:do you have|have you got|got) the time",
        r"(?:(?:can|could) you )?(?:please )?tell me the time",
    ),
    Topic.DATE: (
        rf"(?:what|which) (?:day|date|month|year|weekday)(?: of the (?:week|month))? (?:is it|it is|is today|do we have|is this|are we){_TODAY}",
        rf"what is (?:the |today's )(?:day|date){_TODAY}",
        r"(?:what is today|what today's date is|what the date is)",
        r"is (?:it|today) (?:already |still )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?: today| already)?",
    ),
    Topic.LAST: (
        r"when did we (?:last|previously) (?:talk|speak|chat|meet)",
        r"when did we (?:talk|speak|chat|meet) last",
        r"when (?:was|were) (?:the last time (?:we|i) (?:talked|spoke|chatted)(?: (?:to|with) you)?|our (?:last|previous) (?:conversation|talk|chat))",
        r"how long (?:(?:has it been|is it|ago is it) )?since (?:we (?:last )?(?:talked|spoke|chatted)(?: last)?|our last (?:conversation|talk|chat))",
        r"how long (?:was i|have i been) (?:away|gone)",
        r"when did i last (?:talk|speak) (?:to|with) you",
    ),
}  # fmt: skip
"""A clause that is one of these, whole, asks for the topic; the sentence's `?` stands at its end."""

_ASKED_ALONE: Final[dict[Topic, tuple[str, ...]]] = {
    Topic.SOFTWARE: (r"where (?:exactly )?are you(?: located| right now)?",),
    Topic.HIS_NAME: (r"who am i(?: to you)?",),
    Topic.OTHERS: (r"am i (?:really )?the only (?:one|person|user)",),
    Topic.CANNOT: (
        # "Text him?" weighs the thought; "Text him." asks for it.
        rf"{_FOR_OTHERS}[^?]{{0,160}}(?!\?)",
        r"can you see (?:me|us|this|my screen)",
    ),
}
"""These mean it only where he says nothing else: in the midst of a talk they mean other things."""


def _compiled(table: dict[Topic, tuple[str, ...]]) -> re.Pattern[str]:
    groups = (f"(?P<{topic}>{'|'.join(patterns)})" for topic, patterns in table.items())
    return re.compile(rf"(?:{'|'.join(groups)})\??")


_QUESTION: Final = _compiled(_ASKED)
_QUESTION_ALONE: Final = _compiled(_ASKED_ALONE)

# -- what is said around a question ---------------------------------------------------------------

_LEAD: Final = re.compile(
    r"(?:so|and|but|or|hey|hi|hello|wait|okay|ok|well|oh|um|uh|hmm?|now|then|no|yes|yeah|please|just|actually|really|honestly|seriously|alright|all right|look|listen|sorry|also|like|samantha|darling|be honest(?: with me)?|by the way|for real|quick question|just curious|out of curiosity|come on"
    r"|(?:can|could|will|would) you (?:please )?(?:tell|remind) me(?: honestly| again| the truth)?|(?:please )?(?:tell|remind) me(?: honestly| again| the truth| something)?|do you (?:even |still |actually )?know|let me ask(?: you)?(?: something| this)?|(?:can|may) i ask(?: you)?(?: something)?"
    r"|i (?:just |really |also )?(?:want|need|have|would like|would love) to (?:know|ask(?: you)?)|i (?:was|am|have been) (?:just )?(?:wondering|curious)|i wonder|i am asking(?: you)?|i (?:said|asked)(?: you)?|i (?:bet|guess|think|suppose|assume)(?: that)?|you (?:do )?know(?: that)?|admit(?: it)?(?: that)?) "
)
_TRAIL: Final = re.compile(
    r" (?:then|now|exactly|really|anyway|again|please|though|honestly|actually|huh|hmm?|lol|haha|by the way|btw|or something|or anything|or what|or not|yes or no|at all|for real|samantha|darling|dear|my (?:dear|friend|love)|by any chance|right now|from now on)(?=\??$)"
)
_AFTERTHOUGHT: Final = re.compile(
    rf"(?:{_TAG}|then|exactly|really|anyway|again|please|though|honestly|actually|hmm?|lol|haha|by the way|btw|yes or no|for real|be honest|tell me|samantha|darling|dear|my (?:dear|friend|love)|i wonder|just curious)"
)
_ASKS_WHETHER: Final = re.compile(
    r"(?:do you.* know|me.*|truth|wondering|wonder|curious|ask(?:ing)?(?: you)?|to know) $"
)
_WHETHER: Final = re.compile(r"^(?:if |whether |that )?you are (?=[^?])")
_REPORTED: Final = re.compile(
    r"(?<!\bi )(?:asked|asks|said|says|goes|went|told|yelled|shouted|whispered|wrote|thinks?|thought|(?:was|were|am) like)(?: (?:me|him|her|them|us|myself|himself|herself))?$|\b(?:asked|told) (?:him|her|them|myself)$"
)
_REPORTER: Final = re.compile(r"(?:he|she|they|i|someone) (?:asked|asks|said|says|wrote|goes)\b")
_QUOTES: Final = '"“”'
_QUOTED: Final = re.compile(r'["“][^"“”]*[.,!?…]["”]')
_CONTRACTIONS: Final = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"\n", ". "),
        (r"\ba\.i\.?(?!\w)", "ai"),
        (r"\br (?=u\b|you\b)", "are "),
        (r"\bu\b", "you"),
        (r"\bur (?=an?\b|not\b|just\b)|\byoure\b|\byou're\b", "you are "),
        (r"\bur\b", "your"),
        (r"\b(what|who|where|when|how|that|it|there|here)'s\b", r"\1 is"),
        (r"\b(what|who|where|when)s\b", r"\1 is"),
        (r"\b(what|who|how|where|why)'d\b", r"\1 did"),
        (r"\b(?:i'm|im)\b", "i am"),
        (r"\b(they|we|what|who)'re\b", r"\1 are"),
        (r"\b(\w{1,10})'ve\b", r"\1 have"),
        (r"\b(i|you|we|she|he|they)'d\b", r"\1 would"),
        (r"\b(is|are|was|were|do|does|did|have|has|could|would)n'?t\b", r"\1 not"),
        (r"[^\w\s'?.,!;:—…-]+", " "),
        (r"\b(what|who) are you,", r"\1 are you"),
        (r",\s{0,3}or\b", " or"),
        (r"(?<!!)!+(?=\?)|(?<=\?)[?!]+", ""),
        (r"\s+", " "),
    )
)
_SENTENCE: Final = re.compile(r"[^.!?;…]+\??")
_COMMA: Final = re.compile(r"[,:—]| - ")


def topic_of(said: str) -> Topic | None:
    """Which question about herself or the moment this is, if it is one."""
    plain = _plain(said)
    sentences = [each.strip() for each in _SENTENCE.findall(plain) if each.strip(" ?-'")]
    first, last = sentences[:MOST_SENTENCES], sentences[MOST_SENTENCES:][-MOST_SENTENCES:]
    found: Topic | None = None
    for sentence in (*first, *last):
        for clause in _clauses(sentence):
            topic = _asked(clause, _QUESTION)
            if topic is Topic.SOFTWARE:
                return topic
            if len(plain) <= LONGEST_TALK or sentence is sentences[-1]:
                found = found or topic
    if found is None and len(sentences) == 1:
        found = _asked(_without_address(sentences[0]), _QUESTION_ALONE)
    return found


def _plain(said: str) -> str:
    """His words in lower case, contractions written out, without what he quotes."""
    text = said.lower().replace("’", "'").replace("‘", "'").strip()
    if text[:1] in _QUOTES and text[-1:] in _QUOTES:
        text = text.strip(_QUOTES)
    text = _QUOTED.sub(" ", text)
    for pattern, written in _CONTRACTIONS:
        text = pattern.sub(written, text)
    return text.strip()


def _clauses(sentence: str) -> Iterator[str]:
    """The clauses of a sentence that he asks himself; the last one has the sentence's `?`."""
    parts = [each.strip() for each in _COMMA.split(sentence)][-MOST_CLAUSES:]
    asks = parts[-1].endswith("?")
    parts[-1] = parts[-1].rstrip("? ")
    while len(parts) > 1 and _AFTERTHOUGHT.fullmatch(parts[-1]):
        asks = bool(re.fullmatch(_TAG, parts.pop())) or asks
    if asks:
        parts[-1] += "?"
    for before, clause, after in zip(["", *parts], parts, [*parts[1:], ""], strict=False):
        if clause and not _REPORTED.search(before) and not _REPORTER.match(after):
            yield clause


def _without_address(sentence: str) -> str:
    """The sentence without "hey," before it; what else stands before a comma stays."""
    for _ in range(MOST_LEADS):
        address, comma, rest = sentence.partition(", ")
        if not comma or not _LEAD.fullmatch(address + " "):
            break
        sentence = rest
    return sentence


def _asked(clause: str, question: re.Pattern[str]) -> Topic | None:
    """What the clause asks, with or without the words that lead up to it and fade out."""
    for _ in range(MOST_LEADS):
        if match := question.fullmatch(clause) or question.fullmatch(_faded(clause)):
            return Topic(str(match.lastgroup))
        lead = _LEAD.match(clause)
        if lead is None:
            return None
        clause = clause[lead.end() :]
        if _ASKS_WHETHER.search(lead[0]):
            clause = _WHETHER.sub("are you ", clause, count=1)
    return None


def _faded(clause: str) -> str:
    """The clause without its last words that ask nothing."""
    return _TRAIL.sub("", _TRAIL.sub("", clause))
