"""Her room, as pages see it: one conversation, whoever looks on, comes, goes, and comes back."""

import asyncio
import struct
from pathlib import Path

import numpy as np

from samantha.app.settings import MeetingAnswers
from samantha.domain.audio import SPEAKING_HZ
from samantha.domain.errors import VoiceUnavailable
from tests.hearing_fakes import silence, spoken
from tests.room_stage import REPLIES, Script, TestPage, heard, stand
from tests.speaking_fakes import WORD_SAMPLES

LONG = "I thought of the harbour. " * 3 + "Do you remember how the gulls were?"


async def test_what_he_writes_is_kept_and_answered(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.page() as page:
        assert page.welcome["her_name"] == "Mirel"
        assert page.welcome["met"]
        assert page.welcome["hears"]
        assert page.welcome["speaks"]
        identity = await page.write("The gulls are loud today.")
        turn = await page.until("his_turn")
        assert (turn["text"], turn["id"]) == ("The gulls are loud today.", identity)
        await page.until("her_turn", ended="over")
        assert heard(page.events).strip() == REPLIES[0]
        numbers = [each["seq"] for each in page.kept()]
        assert numbers == list(range(1000, 1000 + len(numbers)))


async def test_a_line_that_is_sent_twice_counts_once(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.page() as page:
        identity = await page.write("The gulls are loud today.")
        await page.write("The gulls are loud today.", identity)
        await page.until("her_turn")
        await page.answer("And good night.")
        assert [e["text"] for e in page.events if e["type"] == "his_turn"] == [
            "The gulls are loud today.", "And good night.",
        ]  # fmt: skip


async def test_every_page_is_told_the_same(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.page() as one, her.page() as other:
        await one.answer("The gulls are loud today.")
        await other.until("her_turn")
        assert one.kept() == other.kept()


async def test_who_comes_back_gets_exactly_what_was_missed(tmp_path: Path) -> None:
    async with stand(tmp_path) as her:
        async with her.page() as page:
            await page.answer("The gulls are loud today.")
            seen = page.kept()
        async with her.page() as other:
            await other.answer("Where were we?")
            everything = seen + other.kept()
        async with her.page(after=seen[-1]["seq"]) as page:
            assert not page.welcome["gap"]
            await page.answer("Here I am again.")
            missed = page.kept()
        away = everything[len(seen) :]
        assert missed[: len(away)] == away
        numbers = [each["seq"] for each in seen + missed]
        assert numbers == list(range(1000, 1000 + len(numbers)))


async def test_who_was_away_for_too_long_reads_the_history(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http:
        async with her.page() as page:
            assert page.welcome["gap"]  # it knows nothing yet
            await page.answer("The gulls are loud today.")
        history = (await http.get("/api/history")).json()
        assert [each["text"].strip() for each in history["utterances"]] == [
            "The gulls are loud today.", REPLIES[0],
        ]  # fmt: skip
        assert [each["interrupted"] for each in history["utterances"]] == [False, False]
        async with her.page(after=history["seq"]) as page:
            assert not page.welcome["gap"]
            assert page.kept() == []


async def test_the_history_goes_back_page_by_page(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http, her.page() as page:
        for line in ("one", "two", "three"):
            await page.answer(line)
        newest = (await http.get("/api/history", params={"limit": 2})).json()
        assert newest["more"]
        assert newest["utterances"][0]["text"] == "three"
        before = newest["utterances"][0]["utterance"]
        older = (await http.get("/api/history", params={"limit": 2, "before": before})).json()
        assert older["utterances"][0]["text"] == "two"


async def test_a_read_only_page_costs_no_speech(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.page() as page:
        await page.answer("The gulls are loud today.")
        assert page.sounds == []


# -- her voice -------------------------------------------------------------------------------------


async def play(page: TestPage, *, samples: int) -> None:
    """Say that so much of the stream that came last was played."""
    (stream,) = struct.unpack_from("<I", page.sounds[-1])
    await page.say(type="played", stream=stream, samples=samples)


def samples_in(sounds: list[bytes]) -> int:
    return sum((len(each) - 4) // 2 for each in sounds)


async def test_her_words_are_told_as_they_are_heard(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.page(speaks=True) as page:
        await page.until("speaker", holder="you")
        await page.write("The gulls are loud today.")
        await page.until_sound()
        await page.until("floor", holder="she")
        assert heard(page.events) == ""
        while not any(each["type"] == "her_turn" for each in page.events):
            await play(page, samples=samples_in(page.sounds))
            await page.next()
        assert heard(page.events).strip() == REPLIES[0]


async def test_what_was_not_played_was_not_said(tmp_path: Path) -> None:
    async with stand(tmp_path, Script(replies=[LONG])) as her, her.client() as http:
        async with her.page(speaks=True) as page:
            await page.write("The gulls are loud today.")
            await page.until_sound()
            await play(page, samples=4 * WORD_SAMPLES)
            await page.say(type="tap")
            flush = await page.until("flush")
            turn = await page.until("her_turn")
            assert turn["ended"] == "interrupted"
            said = heard(page.events)
        assert flush["stream"] == 1
        assert 0 < len(said) < len(LONG) / 2
        assert LONG.startswith(said)
        kept = (await http.get("/api/history")).json()["utterances"][-1]
        assert (kept["text"], kept["interrupted"]) == (said, True)


async def test_a_page_that_vanishes_silences_her_at_once(tmp_path: Path) -> None:
    async with stand(tmp_path, Script(replies=[LONG])) as her:
        async with her.page(speaks=True) as page:
            await page.write("The gulls are loud today.")
            await page.until_sound()
            await play(page, samples=2 * WORD_SAMPLES)
            last = page.welcome["seq"]
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        async with her.page(after=last) as back:
            turn = await back.until("her_turn")
            assert loop.time() - began_s < 2.0
        assert turn["ended"] == "interrupted"
        assert LONG.startswith(heard(back.events))
        assert len(heard(back.events)) < len(LONG) / 2


async def test_the_newest_page_is_where_she_is_heard(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.page(speaks=True) as old:
        await old.until("speaker", holder="you")
        async with her.page(speaks=True) as new:
            await new.until("speaker", holder="you")
            await old.until("speaker", holder="another")
            await new.write("The gulls are loud today.")
            await new.until_sound()
            assert old.sounds == []
        await old.until("speaker", holder="you")


async def test_a_page_that_never_plays_is_read(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.page(speaks=True) as page:
        await page.write("The gulls are loud today.")
        await page.until_sound()
        her.now.ahead_s += 5.0
        await page.until("speaker", holder="nobody")
        await page.until("her_turn", ended="over")
        assert heard(page.events).strip() == REPLIES[0]


# -- his voice -------------------------------------------------------------------------------------


async def speak(page: TestPage, *sounds: np.ndarray, place: int = 0) -> int:
    """Give sound in frames of 20 ms, as quickly as it is taken; returns the next place."""
    sound = np.concatenate(sounds)
    for begin in range(0, len(sound), 320):
        piece = (sound[begin : begin + 320] * 32_768).round().astype("<i2")
        await page.socket.send(struct.pack("<I", place + begin) + piece.tobytes())
    return place + len(sound)


async def test_what_he_says_is_heard_and_answered(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.page() as page:
        await page.say(type="microphone", state="taken")
        await page.until("microphone", holder="you")
        await speak(page, silence(0.2), spoken(0, 3), silence(1.5))
        turn = await page.until("his_turn")
        assert (turn["text"], turn["id"]) == ("my sister called", "")
        await page.until("her_turn", ended="over")
        assert any(each["type"] == "his_words" for each in page.events)


async def test_the_newest_page_that_takes_the_microphone_has_it(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.page() as old, her.page() as new:
        await old.say(type="microphone", state="taken")
        await new.say(type="microphone", state="taken")
        await old.until("microphone", holder="another")
        await speak(old, silence(0.2), spoken(0, 3), silence(1.5))
        await speak(new, silence(0.2), spoken(3, 3), silence(1.5))
        turn = await new.until("his_turn")
        assert turn["text"] == "from the harbour"
        await new.say(type="microphone", state="lost")
        await old.until("microphone", holder="nobody")


# -- the first meeting -----------------------------------------------------------------------------


async def test_the_first_meeting_asks_and_she_wakes(tmp_path: Path) -> None:
    script = Script(replies=["There you are."], met=False)
    async with stand(tmp_path, script) as her, her.page() as page:
        assert not page.welcome["met"]
        notice = await page.until("notice")
        assert "software" in notice["text"]
        first = await page.until("question")
        assert (first["key"], first["number"], first["of"]) == ("social", 1, 4)
        async with her.page(after=0) as other:  # asked again, under the number that it has
            assert (await other.until("question"))["seq"] == first["seq"]
        await page.write("Rather social.")
        for number in (2, 3):
            await page.until("question", number=number)
            await page.say(type="skip")
        await page.until("question", number=4)
        await page.write("Theodore")
        met = await page.until("met")
        assert met["his_name"] == "Theodore"
        assert met["her_name"]
        await page.until("her_turn", ended="over")
        assert heard(page.events).startswith("There you are.")


async def test_written_answers_skip_the_questions(tmp_path: Path) -> None:
    script = Script(met=False, meeting=MeetingAnswers(skip=True))
    async with stand(tmp_path, script) as her:
        await asyncio.wait_for(her.house.awoke.wait(), 5)
        async with her.page() as page:
            assert page.welcome["met"]


async def test_a_new_name_is_told(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.page() as page:
        await page.write("Call me Theo.")
        met = await page.until("met")
        assert (met["her_name"], met["his_name"]) == ("Mirel", "Theo")
        async with her.page() as other:
            assert other.welcome["his_name"] == "Theo"


# -- failures and changes --------------------------------------------------------------------------


async def test_deaf_she_can_be_written_to(tmp_path: Path) -> None:
    trouble = VoiceUnavailable("A voice is missing.", "Fetch it.")
    script = Script(hears=False, trouble=(trouble,))
    async with stand(tmp_path, script) as her, her.page(after=999) as page:
        assert not page.welcome["hears"]
        told = await page.until("trouble")
        assert (told["message"], told["remedy"]) == ("A voice is missing.", "Fetch it.")
        assert (await page.answer("The gulls are loud today.")).strip() == REPLIES[0]


async def test_pages_stay_while_she_begins_anew(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.page() as page:
        await page.answer("The gulls are loud today.")
        her.house.begin_anew()
        await page.until("activity", text="waking")
        await page.write("Are you there?")  # waits for her
        await page.until("his_turn", text="Are you there?")
        await page.until("her_turn", ended="over")


async def test_erasing_wants_the_words_and_leaves_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with stand(home) as her, her.client() as http:
        async with her.page() as page:
            await page.answer("The gulls are loud today.")
        refused = await http.post("/api/erase", json={"confirm": "yes"})
        assert refused.status_code == 422
        assert (home / "samantha.db").exists()
        done = await http.post("/api/erase", json={"confirm": "Erase  everything"})
        assert done.status_code == 204
        async with asyncio.timeout(5):
            while home.exists():  # noqa: ASYNC110 - files tell nobody
                await asyncio.sleep(0.01)


async def test_the_export_is_an_archive_of_everything(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http, her.page() as page:
        await page.answer("My sister Ellen arrives on Friday.")
        answer = await http.get("/api/export")
        assert answer.headers["content-type"] == "application/zip"
        assert b"conversation.jsonl" in answer.content
        memories = (await http.get("/api/memory", params={"q": "ellen"})).json()["memories"]
        assert memories
        assert all("Ellen" in each["text"] for each in memories)
        assert (await http.get("/api/memory", params={"q": "walrus"})).json()["memories"] == []


async def test_settings_are_read_and_changed(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http:
        before = (await http.get("/api/settings")).json()
        assert before["stays_here"]
        assert before["settings"]["voice"]["patience"] == 1.0
        changed = await http.patch("/api/settings", json={"voice": {"patience": 1.5}})
        assert changed.json()["settings"]["voice"]["patience"] == 1.5
        assert "patience = 1.5" in her.home.settings_file.read_text()
        for wrong in (
            {"voice": {"patience": "long"}},
            {"voice": {"volume": 3}},
            {"meeting": {"name": "x"}},
            {"model": {"kind": "openai", "name": "x", "base_url": "https://models.example/v1"}},
        ):
            refused = await http.patch("/api/settings", json=wrong)
            assert refused.status_code == 422, wrong
            assert set(refused.json()) == {"message", "remedy"}
        assert her.home.settings_file.read_text().count("patience = 1.5") == 1
        assert "openai" not in her.home.settings_file.read_text()


async def test_figures_hold_nothing_of_his_life(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http, her.page() as page:
        await page.answer("My sister Ellen arrives on Friday.")
        text = (await http.get("/metrics")).text
        assert text.endswith("# EOF\n")
        assert "samantha_pages 1" in text
        assert "samantha_utterances 2" in text
        assert "Ellen" not in text
        assert "Mirel" not in text


async def test_her_sound_is_whole(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.page(speaks=True) as page:
        await page.write("The gulls are loud today.")
        await page.until("floor", holder="she")
        while samples_in(page.sounds) < 2 * WORD_SAMPLES:
            await page.next()
        assert all((len(each) - 4) // 2 <= SPEAKING_HZ // 5 for each in page.sounds)
