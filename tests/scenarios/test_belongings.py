"""Settings, voices, models, export and erasure, as her page asks for them."""

import io
import zipfile
from pathlib import Path

from samantha.app.settings import load_settings
from tests.room_stage import stand


async def test_settings_are_shown_and_changed_only_to_what_can_be(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http:
        shown = (await http.get("/api/settings")).json()
        assert shown["stays_here"]
        assert shown["settings"]["voice"]["patience"] == 1.0
        changed = await http.patch("/api/settings", json={"voice": {"patience": 1.5}})
        assert changed.json()["settings"]["voice"]["patience"] == 1.5
        assert load_settings(her.home.settings_file).voice.patience == 1.5
        for wrong in (
            '{"voice": {"patience": "long"}}',
            '{"voice": {"volume": 3}}',
            '{"mood": {}}',
        ):
            refused = await http.patch("/api/settings", content=wrong)
            assert 400 <= refused.status_code < 500
            assert refused.json()["message"]
        assert load_settings(her.home.settings_file).voice.patience == 1.5


async def test_voices_and_models_can_be_chosen_from(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http:
        listed = (await http.get("/api/voices")).json()["voices"]
        assert [each["id"] for each in listed if each["chosen"]] == ["hibari:heart"]
        sample = await http.get("/api/voices/hibari:heart/sample")
        assert sample.headers["content-type"] == "audio/wav"
        assert sample.content[:4] == b"RIFF"
        assert (await http.get("/api/voices/nobody/sample")).status_code == 404
        models = (await http.get("/api/models")).json()["models"]
        assert sum(each["chosen"] for each in models) == 1


async def test_everything_of_his_can_be_taken_along(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http, her.page() as page:
        await page.answer("my sister lives by the harbour")
        answer = await http.get("/api/export")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
            whole = b"".join(packed.read(each) for each in packed.namelist())
        assert b"my sister lives by the harbour" in whole


async def test_nothing_is_erased_without_the_words(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http:
        refused = await http.post("/api/erase", json={"confirm": "yes"})
        assert 400 <= refused.status_code < 500
        assert her.home.database.exists()


async def test_a_thing_is_forgotten_and_put_back_from_the_page(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http, her.page() as page:
        await page.answer("my sister Clara lives by the harbour")
        found = (await http.get("/api/memory", params={"q": "clara"})).json()["memories"]
        (identity,) = {each["id"] for each in found if "lives by the harbour" in each["text"]}
        assert (await http.delete(f"/api/memory/{identity}")).status_code == 204
        found = (await http.get("/api/memory", params={"q": "harbour"})).json()["memories"]
        assert all(each["id"] != identity for each in found)
        said = (await http.get("/api/history")).json()["utterances"]
        assert all("Clara" not in each["text"] for each in said if each["speaker"] == "he")
        again = await http.delete(f"/api/memory/{identity}")
        assert again.status_code == 404
        assert (await http.post(f"/api/memory/{identity}/restore")).status_code == 204
        assert (await http.get("/api/memory", params={"q": "clara"})).json()["memories"]
        assert (await http.post(f"/api/memory/{identity}/restore")).status_code == 503


async def test_what_he_asked_for_is_shown_and_undone_from_the_page(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http, her.page() as page:
        await page.answer("put milk on my shopping list")
        await page.answer("remind me tomorrow at nine to call my sister")
        kept = (await http.get("/api/errands")).json()
        assert kept["lists"] == [{"name": "shopping", "items": ["milk"]}]
        assert [each["what"] for each in kept["reminders"]] == ["call your sister"]
        deeds = (await http.get("/api/deeds")).json()["deeds"]
        milk = next(each for each in deeds if each["tool"] == "lists")
        assert milk["can_be_undone"]
        undone = await http.post(f"/api/deeds/{milk['id']}/undo")
        assert undone.json()["words"] == "Undone: put milk on the shopping list."
        assert (await http.get("/api/errands")).json()["lists"] == []
        assert (await http.post(f"/api/deeds/{milk['id']}/undo")).status_code == 404
        assert (await http.post("/api/deeds/nonsense/undo")).status_code == 404
