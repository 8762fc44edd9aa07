"""How writing is said: what a person would read aloud, case by case."""

import pytest

from samantha.speaking.verbalization import Habits, verbalize
from samantha.speaking.verbalization.abbreviations import belongs_to_word
from samantha.speaking.verbalization.numerals import (
    cardinal,
    fraction,
    number,
    ordinal,
    plural,
    roman,
    year,
)

NUMBERS = [
    ("I have 3 cats and 0 dogs.", "I have three cats and zero dogs."),
    ("21 of 117", "twenty-one of one hundred seventeen"),
    ("1,234,560", "one million two hundred thirty-four thousand five hundred sixty"),
    ("about 1,000 of them", "about one thousand of them"),
    ("5000000", "five million"),
    ("code 4815162342", "code four eight one five one six two three four two"),
    ("agent 007", "agent zero zero seven"),
    ("3.14", "three point one four"),
    ("0.5 and .5", "zero point five and point five"),
    ("-5 or −5", "minus five or minus five"),
    ("version 2.0.1", "version two point zero point one"),
    ("the 1st, 2nd and 23rd", "the first, second and twenty-third"),
    ("the 1,000th time", "the one thousandth time"),
    ("10-20 of them", "ten to twenty of them"),
    ("pages 3–5", "pages three to five"),
    ("a 3-2 win", "a three to two win"),
    ("16:9", "sixteen to nine"),
    ("1/2 and 3/4", "one half and three quarters"),
    ("2 1/2 hours", "two and a half hours"),
    ("1½ and ¾", "one and a half and three quarters"),
    ("5/64", "five over sixty-four"),
    ("24/7", "twenty-four seven"),
    ("10x faster", "ten times faster"),
    ("a 4x4 car", "a four by four car"),
    ("2 + 2 = 4", "two plus two equals four"),
    ("3 × 4, 10 ÷ 2, 3 - 2", "three times four, ten divided by two, three minus two"),
    ("~5, ≈10, <4 or >7 days", "about five, about ten, less than four or more than seven days"),
    ("x² and y³", "x squared and y cubed"),
    ("#1 and No. 5", "number one and number five"),
    ("7-Eleven", "seven Eleven"),
    ("a 20-minute walk", "a twenty minute walk"),
    ("COVID-19 and an F-16", "Covid nineteen and an F sixteen"),
    ("MP3, H2O, B2B", "MP three, H two O, B two B"),
    ("２０２５年", "twenty twenty-five"),
]  # fmt: skip
YEARS_AND_DATES = [
    ("in 1984", "in nineteen eighty-four"),
    ("in 2005", "in two thousand five"),
    ("since 2010", "since twenty ten"),
    ("in 1066 and 1900", "in ten sixty-six and nineteen hundred"),
    ("1500 people", "fifteen hundred people"),
    ("1990-1995", "nineteen ninety to nineteen ninety-five"),
    ("2024/25", "twenty twenty-four to twenty-five"),
    ("the 1990s and the '80s", "the nineteen nineties and the eighties"),
    ("12 March 2025", "the twelfth of March twenty twenty-five"),
    ("on the 12th of March", "on the twelfth of March"),
    ("March 12, 2025", "March twelfth, twenty twenty-five"),
    ("March 3rd", "March third"),
    ("Jan. 5 and Dec 25", "January fifth and December twenty-fifth"),
    ("May 5, may I?", "May fifth, may I?"),
    ("March 3-5", "March third to fifth"),
    ("2025-03-12", "March twelfth, twenty twenty-five"),
    ("3/12/2025", "March twelfth, twenty twenty-five"),
    ("25/12/2025", "December twenty-fifth, twenty twenty-five"),
    ("3/4/99", "March fourth, nineteen ninety-nine"),
    ("12.3.2025", "March twelfth, twenty twenty-five"),
    ("Mon-Fri", "Monday to Friday"),
    ("Mon., 5 May", "Monday, the fifth of May"),
    ("Sat in the sun. Wed her.", "Sat in the sun. Wed her."),
    ("99/99/2025", "ninety-nine slash ninety-nine slash twenty twenty-five"),
]
TIMES = [
    ("at 9:15", "at nine fifteen"),
    ("at 9:05", "at nine oh five"),
    ("at 17:30", "at seventeen thirty"),
    ("at 5 pm.", "at five PM."),
    ("at 5:30pm", "at five thirty PM"),
    ("at 5 p.m. sharp", "at five PM sharp"),
    ("at 9.15 am", "at nine fifteen AM"),
    ("at 12:00", "at twelve o'clock"),
    ("at 0:00", "at midnight"),
    ("at 15:00", "at fifteen hundred"),
    ("3:00 pm", "three PM"),
    ("10am–2pm", "ten AM to two PM"),
    ("9:30-10:30", "nine thirty to ten thirty"),
    ("5-6 pm", "five to six PM"),
    ("2:03:01", "two oh three and one second"),
]
AMOUNTS = [
    ("$5", "five dollars"),
    ("$1", "one dollar"),
    ("$5.50", "five dollars fifty"),
    ("$5.05", "five dollars and five cents"),
    ("$0.99", "ninety-nine cents"),
    ("$1,000.00", "one thousand dollars"),
    ("$1.2 million", "one point two million dollars"),
    ("$5k", "five thousand dollars"),
    ("$10-20", "ten to twenty dollars"),
    ("-$5", "minus five dollars"),
    ("£3.99", "three pounds ninety-nine"),
    ("€20 or 20 €", "twenty euros or twenty euros"),
    ("20 EUR", "twenty euros"),
    ("US$5", "five US dollars"),
    ("¥500", "five hundred yen"),
    ("50¢", "fifty cents"),
    ("$3.50/hour", "three dollars fifty per hour"),
    ("50%", "fifty percent"),
    ("3.5 %", "three point five percent"),
    ("5-10%", "five to ten percent"),
    ("10 km and 1 km", "ten kilometers and one kilometer"),
    ("5kg", "five kilograms"),
    ("5-10 km", "five to ten kilometers"),
    ("70 mph", "seventy miles an hour"),
    ("20°C, -3 °F", "twenty degrees Celsius, minus three degrees Fahrenheit"),
    ("a 45° turn", "a forty-five degrees turn"),
    ("3.5 GB", "three point five gigabytes"),
    ("5'10\"", "five foot ten"),
    ("6 ft 2 in.", "six feet two inches."),
    ("90 m²", "ninety square meters"),
    ("8 hrs, 5 min, 3 ms", "eight hours, five minutes, three milliseconds"),
    ("5 in the morning", "five in the morning"),
    ("5 a day", "five a day"),
]  # fmt: skip
NAMES = [
    ("Dr. Smith and Mr. Lee", "Doctor Smith and Mister Lee"),
    ("Mr. and Mrs. Jones", "Mister and Missus Jones"),
    ("Ms. Park, Prof. Lee", "Miz Park, Professor Lee"),
    ("St. John's, 5 Main St.", "Saint John's, five Main Street."),
    ("5 Rodeo Dr. and Dr. No", "five Rodeo Drive and Doctor No"),
    ("42nd St. and 5th Ave.", "forty-second Street and fifth Avenue."),
    ("J. K. Rowling", "J K Rowling"),
    ("J.R.R. Tolkien", "J R R Tolkien"),
    ("Samuel L. Jackson", "Samuel L Jackson"),
    ("I got an A. Then we left.", "I got an A. Then we left."),
    ("in the U.S. and the U.K.", "in the US and the UK."),
    ("a U.S. Army base", "a US Army base"),
    ("her Ph.D.", "her PhD"),
    ("apples, e.g. red ones, i.e. mine", "apples, for example red ones, that is mine"),
    ("apples, pears, etc.", "apples, pears, et cetera."),
    ("cats vs. dogs vs birds", "cats versus dogs versus birds"),
    ("approx. 5", "approximately five"),
    ("p. 12, pp. 3-5, fig. 2, Vol. II", "page twelve, pages three to five, figure two, Volume two"),
    ("No. I don't.", "No. I don't."),
    ("tea w/o sugar, w/ milk", "tea without sugar, with milk"),
    ("Henry VIII", "Henry the eighth"),
    ("Elizabeth I was queen", "Elizabeth the first was queen"),
    ("Elizabeth I think so", "Elizabeth I think so"),
    ("World War II, Chapter IV", "World War two, Chapter four"),
    ("Rocky II", "Rocky two"),
    ("Malcolm X", "Malcolm X"),
    ("Act I of it", "Act one of it"),
    ("AT&T and R&B", "A T and T and R and B"),
]
CAPITALS = [
    ("the BBC, IBM and HTML", "the BBC, IBM and HTML"),
    ("NASA and NATO", "Nasa and Nato"),
    ("the US and the EU", "the US and the EU"),
    ("CEOs' PDFs", "CEOs PDFs"),
    ("I am SO HAPPY", "I am so happy"),
    ("DO IT NOW", "do it now"),
    ("WONDERFUL, THANK YOU!", "wonderful, thank you!"),
    ("an IT job", "an IT job"),
    ("ADHD, HDMI, UCLA", "ADHD, HDMI, UCLA"),
    ("iPhone and GitHub", "iPhone and GitHub"),
    ("I'm OK", "I'm OK"),
]
ADDRESSES = [
    ("jo.smith42@gmail.com", "jo dot smith forty-two at gmail dot com"),
    ("a_b-c@x.co.uk", "A underscore B dash C at X dot co dot UK"),
    ("me+you@mail.example.org.", "me plus you at mail dot example dot org."),
    ("https://www.example.com/", "example dot com"),
    ("https://example.com/news/today.html?x=1#top", "example dot com slash news slash today"),
    ("http://example.com/a/b/c/d", "example dot com"),
    ("www.bbc.co.uk", "BBC dot co dot UK"),
    ("See example.org, please.", "See example dot org, please."),
    ("report_final-v2.pdf", "report final V two dot PDF"),
    ("src/main.py", "src slash main dot py"),
    ("~/notes/todo.md", "tilde slash notes slash todo dot MD"),
    ("@theodore_t", "at theodore underscore T"),
    ("#ThrowbackThursday", "hashtag Throwback Thursday"),
    ("#DrSmith", "hashtag Doctor Smith"),
    ("555-1234", "five five five, one two three four"),
    ("(555) 123-4567", "five five five, one two three, four five six seven"),
    ("+1 555 123 4567", "plus one, five five five, one two three, four five six seven"),
    ("020 7946 0958", "oh two oh, seven nine four six, oh nine five eight"),
    ("Call 911 or 988.", "Call nine one one or nine eight eight."),
    ("call 300 people", "call three hundred people"),
    ("4111 1111 1111 1111", "four one one one, one one one one, one one one one, one one one one"),
    ("192.168.1.1", "one hundred ninety-two point one hundred sixty-eight point one point one"),
]  # fmt: skip
MARKS = [
    ("Well — yes... no…", "Well— yes… no…"),
    ("wait—what?!", "wait— what?"),
    ("I -- think - so", "I— think— so"),
    ('She said "no" twice.', "She said no twice."),
    ("She said “I do not know” and left.", "She said, I do not know and left."),
    ("He said 'hello' to the dogs' owner", "He said hello to the dogs owner"),
    ("it’s rock 'n' roll, 'tis", "it's rock and roll, 'tis"),
    ("(This is an aside.) Yes.", "This is an aside. Yes."),
    ("he/she and/or him", "he or she and or him"),
    ("client/server", "client slash server"),
    ("you & me", "you and me"),
    ("C++, C# and .NET", "C plus plus, C sharp and dot NET"),
    ("a → b -> c", "a, b, c"),
    ("Really?! Yes!!! No???", "Really? Yes! No?"),
    (", , hello", "hello"),
    ("I love it 🙂 ❤️ 👍🏽 👨‍👩‍👧!", "I love it!"),
    ("Nice :) :-( ;) :D <3 ^_^", "Nice"),
    ("100 % sure; 50/50", "one hundred percent sure; fifty over fifty"),
    ("a\tb  c", "a b c"),
    ("First.\nSecond", "First. Second"),
    ("", ""),
    ("… — !", ""),
]
NEVER_SAID = [
    ("*laughs* That's funny.", "That's funny."),
    ("(sighs) Well.", "Well."),
    ("[pause] Well.", "Well."),
    ("*smiles warmly at you* Hello.", "Hello."),
    ("_nods_ Yes.", "Yes."),
    ("~giggles~ No.", "No."),
    ("Oh, (softly) come here.", "Oh, come here."),
    ("*thinking hard* Perhaps.", "Perhaps."),
    ("I was *thinking* of *you*.", "I was thinking of you."),
    ("I *really* think so", "I really think so"),
    ("*look at me*", "look at me"),
    ("**Bold** and _this_ and `code`", "Bold and this and code"),
    ("# Title\nText", "Title. Text"),
    ("- one\n- two", "one. two"),
    ("1. one\n2. two", "one. one. two. two"),
    ("> quoted", "quoted"),
    ("---\nText", "Text"),
    ("[a link](https://x.org) here[1]", "a link here"),
    ("![a cat](cat.png)", "a cat"),
    ("Look:\n```python\nprint(1)\n```\nDone", "Look. Done"),
    ("~~gone~~ here", "here"),
    ("<b>bold</b> &amp; more<br/>", "bold and more"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "a, b. one, two"),
    ("Привет hello 你好", "hello"),
    ("©®™ § ¶ ¤ hello", "hello"),
]
ALL = [
    *NUMBERS, *YEARS_AND_DATES, *TIMES, *AMOUNTS, *NAMES, *CAPITALS, *ADDRESSES, *MARKS,
    *NEVER_SAID,
]  # fmt: skip


@pytest.mark.parametrize(("written", "spoken"), ALL)
def test_writing_is_said_as_a_person_says_it(written: str, spoken: str) -> None:
    assert verbalize(written).text == spoken


def test_there_are_enough_cases() -> None:
    assert len(ALL) >= 150


@pytest.mark.parametrize(
    ("written", "habits", "spoken"),
    [
        ("3/4/2025", Habits(day_first=True), "the third of April twenty twenty-five"),
        ("2025-03-12", Habits(day_first=True), "the twelfth of March twenty twenty-five"),
        ("on 3/4", Habits(slashed_dates=True), "on March fourth"),
        ("on 3/4", Habits(slashed_dates=True, day_first=True), "on the third of April"),
        ("Nice 🙂!", Habits(name_emoji=True), "Nice, slightly smiling face!"),
        ("👍🏽", Habits(name_emoji=True), "thumbs up sign"),
    ],
)
def test_habits_decide_where_writing_is_ambiguous(
    written: str, habits: Habits, spoken: str
) -> None:
    assert verbalize(written, habits).text == spoken


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        ("It cost $5.50 today", (1, 2, 5, 6)),
        ("🙂 yes 🙂", (0, 1, 1)),
        ("on 12 March 2025, yes", (1, 7, 7, 7, 8)),
        ("*laughs softly* Yes.", (0, 0, 1)),
        ("Dr. Smith #DrSmith", (1, 2, 5)),
        ("  ", ()),
    ],
)
def test_each_written_word_knows_when_it_was_said(written: str, ends: tuple[int, ...]) -> None:
    assert verbalize(written).written_ends == ends


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zero"),
        (19, "nineteen"),
        (40, "forty"),
        (100, "one hundred"),
        (999, "nine hundred ninety-nine"),
        (10**6, "one million"),
        (-7, "minus seven"),
        (10**18, "one" + " zero" * 18),
    ],
)
def test_cardinals(value: int, words: str) -> None:
    assert cardinal(value) == words


def test_other_numerals() -> None:
    assert [ordinal(each) for each in (1, 5, 12, 20, 21, 100)] == [
        "first", "fifth", "twelfth", "twentieth", "twenty-first", "one hundredth",
    ]  # fmt: skip
    assert [year(each) for each in (1984, 2000, 2009, 2010, 800)] == [
        "nineteen eighty-four", "two thousand", "two thousand nine", "twenty ten", "eight hundred",
    ]  # fmt: skip
    assert [roman(each) for each in ("IV", "MCMXC", "IIII", "", "ABC")] == [
        4,
        1990,
        None,
        None,
        None,
    ]
    assert fraction(3, 2) == "three halves"
    assert plural("six") == "sixes"
    assert number("007") == "zero zero seven"


@pytest.mark.parametrize(
    ("word", "following", "belongs"),
    [
        ("Dr", "Smith", True),
        ("(Dr", "Smith", True),
        ("etc", "then", True),
        ("etc", "Then", False),
        ("e.g", "Apples", True),
        ("No", "5", True),
        ("No", "I", False),
        ("K", "Rowling", True),
        ("I", "Am", False),
        ("end", "Then", False),
        ("p.m", "", True),
    ],
)
def test_a_full_stop_belongs_to_an_abbreviation_or_ends_a_sentence(
    word: str, following: str, *, belongs: bool
) -> None:
    assert belongs_to_word(word, following) is belongs
