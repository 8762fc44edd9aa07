"""The five attacks on a local server (docs/safety.md), from hostile pages in a real browser.

Her own server runs as it does for him, and his browser is let in. The hostile page lies on another
address of this machine, or under a name that was made to point here; what counts is what her server
did and what the page could read.
"""

import http.server
import threading
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.browser.chromium import find_chromium
from tests.room_stage import Stand, stand

pytestmark = pytest.mark.asyncio(loop_scope="session")
READ = """(address) => fetch(address, {credentials: "include"})
    .then((answer) => answer.text().then((text) => answer.status + " " + text))
    .catch((error) => "blocked " + error)"""
POST = """(address) => fetch(address, {method: "POST", credentials: "include", mode: "no-cors",
    headers: {"content-type": "text/plain"}, body: '{"confirm": "erase everything"}'})
    .then((answer) => answer.type).catch((error) => "blocked " + error)"""
LISTEN = """(address) => new Promise((done) => {
    const line = new WebSocket(address);
    line.onopen = () => line.send('{"type":"hello","after":0,"device":"evil","speaks":false}');
    line.onmessage = ({data}) => done("read " + data);
    line.onerror = () => done("refused");
    setTimeout(() => done("silence"), 4000);
})"""


@contextmanager
def hostile_site() -> Generator[int]:
    """A site that serves an empty page; gives its port."""

    class Empty(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.send_header("connection", "close")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>free kittens</title>")

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Empty) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield server.server_port
        server.shutdown()
        serving.join()


@pytest_asyncio.fixture(loop_scope="session")
async def rebound() -> AsyncIterator[Browser]:
    """A browser to which evil.example is this machine."""
    if find_chromium() is None:
        pytest.skip("Chromium is not installed")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(),
            args=["--host-resolver-rules=MAP evil.example 127.0.0.1"],
            chromium_sandbox=False,
        )
        yield browser
        await browser.close()


async def let_in(context: BrowserContext, her: Stand) -> None:
    """His browser, which has her cookie."""
    token = her.admission.add("his browser")
    await context.add_cookies([{"name": her.cookie_name, "value": token, "url": her.address}])
    page = await context.new_page()
    await page.goto(her.address)
    assert "200" in await page.evaluate(READ, f"{her.address}/api/history")
    await page.close()


async def hostile(context: BrowserContext, address: str) -> Page:
    page = await context.new_page()
    await page.goto(address)
    return page


async def test_the_five_attacks_from_a_browser(rebound: Browser, tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http, her.page() as own:
        await own.answer("my secret is a blue kite")
        context = await rebound.new_context()
        await let_in(context, her)
        port = her.address.rpartition(":")[2]
        with hostile_site() as site:
            elsewhere = await hostile(context, f"http://127.0.0.1:{site}/")
            # 1. another site reads
            assert "kite" not in await elsewhere.evaluate(READ, f"{her.address}/api/history")
            # 2. another site posts; a simple request reaches the server, and is refused there
            await elsewhere.evaluate(POST, f"{her.address}/api/erase")
            await elsewhere.evaluate(POST, f"{her.address}/api/codes")
            assert her.home.database.exists()
            # 3. another site opens a WebSocket
            line = f"ws://127.0.0.1:{port}/live"
            assert await elsewhere.evaluate(LISTEN, line) == "refused"
            # 4. a name that was made to point here: her own page is not even served
            rebinding = await context.new_page()
            answer = await rebinding.goto(f"http://evil.example:{port}/")
            assert answer is not None
            assert answer.status == 403
            assert await rebinding.evaluate(LISTEN, f"ws://evil.example:{port}/live") == "refused"
            read = await rebinding.evaluate(READ, f"http://evil.example:{port}/api/history")
            assert read.startswith("403")
        # 5. who was not let in, though on her own page
        stranger = await (await rebound.new_context()).new_page()
        await stranger.goto(her.address)
        assert (await stranger.evaluate(READ, f"{her.address}/api/history")).startswith("401")
        assert await stranger.evaluate(LISTEN, line) == "refused"
        # and all of it left no trace
        assert (await http.get("/api/history")).json()["utterances"][0]["text"].endswith("kite")
        await context.close()


async def test_a_frame_around_her_page_stays_empty(rebound: Browser, tmp_path: Path) -> None:
    async with stand(tmp_path) as her:
        context = await rebound.new_context()
        await let_in(context, her)
        with hostile_site() as site:
            page = await hostile(context, f"http://127.0.0.1:{site}/")
            await page.set_content(f'<iframe src="{her.address}/"></iframe>')
            frame = page.frames[-1]
            await page.wait_for_timeout(1000)
            assert await frame.locator("#composer, form, button").count() == 0
        await context.close()
