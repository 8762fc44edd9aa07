"""The door: who asks from where, and with what; on a real server, as an attacker would."""

import asyncio
import logging
import re
import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest
import websockets
from websockets.exceptions import ConnectionClosed, InvalidStatus

from samantha.server.application import all_paths
from samantha.server.guard import SECURITY_HEADERS
from samantha.server.page_line import MOST_WAITING, PageLine
from samantha.server.paths import Nothing
from samantha.server.wire import Activity
from tests.room_stage import WITHIN_S, Stand, stand

EVIL = "http://evil.example"


async def status(her: Stand, method: str, path: str, headers: Mapping[str, str]) -> int:
    async with httpx.AsyncClient(base_url=her.address) as http:
        return (await http.request(method, path, headers=dict(headers))).status_code


async def upgrade(her: Stand, headers: Mapping[str, str], *, host: str | None = None) -> int:
    """The status of an upgrade: 101 if it was let through."""
    address = urlsplit(her.address)
    lines = [
        "GET /live HTTP/1.1", f"host: {host or address.netloc}", "connection: upgrade",
        "upgrade: websocket", "sec-websocket-version: 13",
        "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]  # fmt: skip
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write("\r\n".join([*lines, "", ""]).encode())
    answer = await asyncio.wait_for(reader.readline(), WITHIN_S)
    writer.close()
    await writer.wait_closed()
    return int(answer.split()[1])


async def test_the_five_attacks(tmp_path: Path) -> None:
    async with stand(tmp_path) as her:
        browser = her.cookie()
        cookie = {"cookie": browser["cookie"]}
        # a name that was made to point here
        assert await status(her, "GET", "/api/history", {**cookie, "host": "evil.example"}) == 403
        # another site's page that posts
        posting = {**cookie, "origin": EVIL, "content-type": "application/json"}
        assert await status(her, "POST", "/api/codes", posting) == 403
        # another site's page that opens a WebSocket
        assert await upgrade(her, {**cookie, "origin": EVIL}) == 403
        # the same by a name that was made to point here
        own = {**cookie, "origin": "http://evil.example:8246"}
        assert await upgrade(her, own, host="evil.example:8246") == 403
        # whoever was not let in
        assert await status(her, "GET", "/api/history", {}) == 401
        assert await upgrade(her, {"origin": her.address}) == 403
        # and who was
        assert await status(her, "GET", "/api/history", browser) == 200
        assert await upgrade(her, browser) == 101


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "null"},
        {"origin": "http://127.0.0.1"},
        {"origin": "https://127.0.0.1:{port}"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "http://127.0.0.1:{port}.evil.example"},
        {"origin": "http://127.0.0.1:{port}", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors"},
        {"host": "127.0.0.1"},
        {"host": "localhost.evil.example:{port}"},
    ],
)
async def test_near_misses_are_misses(tmp_path: Path, headers: dict[str, str]) -> None:
    async with stand(tmp_path) as her:
        port = her.address.rpartition(":")[2]
        given = {name: value.replace("{port}", port) for name, value in headers.items()}
        browser = {"cookie": her.cookie()["cookie"], **given}
        assert await status(her, "GET", "/api/history", browser) == 403
        assert await status(her, "GET", "/", given) == 403
        if "host" not in given:
            assert await upgrade(her, browser) == 403


async def test_a_link_from_elsewhere_opens_the_page_only(tmp_path: Path) -> None:
    async with stand(tmp_path) as her:
        followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
        assert await status(her, "GET", "/", followed) == 200
        browser = {"cookie": her.cookie()["cookie"], **followed}
        assert await status(her, "GET", "/api/export", browser) == 403


async def test_a_cookie_alone_changes_nothing(tmp_path: Path) -> None:
    async with stand(tmp_path) as her:
        cookie = {"cookie": her.cookie()["cookie"]}
        assert await status(her, "POST", "/api/codes", cookie) == 403
        assert await upgrade(her, cookie) == 403


async def test_every_closed_path_is_closed(tmp_path: Path) -> None:
    async with stand(tmp_path) as her:
        paths = [e for e in all_paths(her.house, her.admission, "c") if not e.is_open]
        assert len(paths) > 15
        stranger = {"authorization": "Bearer not-a-token"}
        for each in paths:
            path = re.sub(r"{\w+}", "x", each.path)
            assert await status(her, each.method, path, {}) == 401, each
            from_elsewhere = {**her.owner, "origin": EVIL}
            assert await status(her, each.method, path, from_elsewhere) == 403, each
        assert await status(her, "GET", "/api/history", stranger) == 401


async def test_the_description_names_every_path(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http:
        document = (await http.get("/openapi.json")).json()
        for each in all_paths(her.house, her.admission, "c"):
            operation = document["paths"][each.path][each.method.lower()]
            assert bool(operation["security"]) is not each.is_open
            assert ("requestBody" in operation) is (each.body is not Nothing)
        text = msgspec.json.encode(document).decode()
        for name in re.findall(r'"#/components/schemas/(\w+)"', text):
            assert name in document["components"]["schemas"]


async def test_what_is_not_understood_is_refused_in_words(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http:
        for body in (b"{", b"[]", b'{"confirm": 3}', b'"x"', b"\xff", b"{}", b"x" * 70_000):
            headers = {"content-type": "application/json"}
            answer = await http.post("/api/erase", content=body, headers=headers)
            assert answer.status_code == 422
            assert set(answer.json()) == {"message", "remedy"}
        form = await http.post("/api/erase", data={"confirm": "erase everything"})
        assert form.status_code == 422


# -- coming in -------------------------------------------------------------------------------------


async def test_a_code_opens_once(tmp_path: Path) -> None:
    async with stand(tmp_path) as her:
        code = her.admission.new_code()
        browser = {"origin": her.address, "user-agent": "Mozilla (X11; Linux) Firefox/140"}
        async with httpx.AsyncClient(base_url=her.address, headers=browser) as http:
            answer = await http.post("/api/enter", json={"code": code.lower()})
            assert answer.status_code == 204
            cookie = answer.headers["set-cookie"].lower()
            assert "httponly" in cookie
            assert "samesite=strict" in cookie
            assert (await http.get("/api/history")).status_code == 200
            again = await http.post("/api/enter", json={"code": code})
            assert again.status_code == 403
            assert [each.name for each in her.admission.devices] == ["Firefox on Linux"]
            anew = await http.post("/api/enter", json={"code": her.admission.new_code()})
            assert anew.status_code == 204
            assert len(her.admission.devices) == 1  # the same browser


async def test_ten_wrong_codes_shut_the_door_for_five_minutes(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, httpx.AsyncClient(base_url=her.address) as http:
        browser = her.cookie()
        for _ in range(10):
            wrong = await http.post("/api/enter", json={"code": "AAAA-AAAA"})
            assert wrong.status_code == 403
        code = her.admission.new_code()
        right = await http.post("/api/enter", json={"code": code})
        assert right.status_code == 429
        assert await status(her, "GET", "/api/history", {"authorization": "Bearer x"}) == 429
        assert await status(her, "GET", "/api/history", browser) == 200  # who is in stays in
        her.now.ahead_s += 301
        right = await http.post("/api/enter", json={"code": her.admission.new_code()})
        assert right.status_code == 204


async def test_who_is_forgotten_is_out_at_once(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http:
        browser = her.cookie("a phone")
        async with her.page(headers=browser) as page:
            listed = (await http.get("/api/devices")).json()["devices"]
            assert [each["name"] for each in listed] == ["a phone"]
            assert (await http.delete("/api/devices/a%20phone")).status_code == 204
            await asyncio.wait_for(page.socket.wait_closed(), 1.0)
            assert page.socket.close_code == 4401
        assert await status(her, "GET", "/api/history", browser) == 401
        assert (await http.delete("/api/devices/a%20phone")).status_code == 404


async def test_secrets_are_in_no_log_and_no_address(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with stand(tmp_path) as her:
        code = her.admission.new_code()
        async with httpx.AsyncClient(base_url=her.address) as http:
            answer = await http.post("/api/enter", json={"code": code})
            token = answer.cookies[her.cookie_name]
        async with her.page(
            headers={"cookie": f"{her.cookie_name}={token}", "origin": her.address}
        ):
            pass
        owner = her.owner["authorization"].removeprefix("Bearer ")
        said = "\n".join(
            record.getMessage()
            for record in caplog.records
            if not record.name.startswith(("websockets.client", "httpcore", "httpx"))
        )
        kept = "".join(
            file.read_text() for file in (tmp_path / "door").iterdir() if file.name != "key"
        )
    for secret in (token, owner, code.replace("-", ""), code):
        assert secret not in said
        assert secret not in kept
    assert all(file.stat().st_mode & 0o077 == 0 for file in (tmp_path / "door").iterdir())


async def test_every_answer_has_the_security_headers(tmp_path: Path) -> None:
    async with stand(tmp_path) as her, her.client() as http:
        for path in ("/", "/health", "/api/history", "/nowhere", "/openapi.json"):
            answer = await http.get(path)
            for name, value in SECURITY_HEADERS.items():
                assert answer.headers[name] == value
        assert "unsafe" not in SECURITY_HEADERS["content-security-policy"]


# -- too much --------------------------------------------------------------------------------------


async def closed_with(her: Stand, *frames: str | bytes) -> int:
    """The code that the line is closed with after these frames."""
    address = f"{her.address.replace('http', 'ws')}/live"
    async with websockets.connect(address, additional_headers=her.owner) as ws:
        try:
            for frame in frames:
                await ws.send(frame)
            async with asyncio.timeout(WITHIN_S):
                while True:
                    await ws.recv()
        except ConnectionClosed:
            assert ws.close_code is not None
            return ws.close_code


HELLO = '{"type": "hello", "after": 0, "device": "x", "speaks": false}'


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (["nonsense"], 1003),
        (['{"type": "tap"}'], 1003),
        ([b"\x00" * 8], 1003),
        ([HELLO, "{}"], 1003),
        ([HELLO, '{"type": "played", "stream": "x", "samples": 1}'], 1003),
        ([HELLO, b"\x00"], 1003),
        ([HELLO, b"\x00" * 7], 1003),
        ([HELLO, "x" * (1024 * 1024 + 1)], 1009),
        ([HELLO, *['{"type": "tap"}'] * 100], 1008),
        ([HELLO, *[b"\x00" * 640_004] * 2], 1008),
    ],
)
async def test_what_nobody_could_mean_ends_the_line(
    tmp_path: Path, frames: list[str | bytes], code: int
) -> None:
    async with stand(tmp_path) as her:
        assert await closed_with(her, *frames) == code
        assert her.room.pages == 0


async def test_the_twenty_first_page_is_not_let_in(tmp_path: Path) -> None:
    async with stand(tmp_path) as her:
        address = f"{her.address.replace('http', 'ws')}/live"
        lines = [
            await websockets.connect(address, additional_headers=her.owner, close_timeout=0.1)
            for _ in range(20)
        ]
        for line in lines:
            await line.send(HELLO)
            await line.recv()
        assert her.room.pages == 20
        assert await closed_with(her, HELLO) == 1013
        for line in lines:
            await line.close()


async def test_a_page_that_never_reads_is_let_go() -> None:
    page = PageLine("x")
    for _ in range(MOST_WAITING + 5):
        page.send(Activity("x"))
    assert page.close_code == 1013
    assert await page.next() is None


async def test_a_request_that_never_ends_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samantha.server.serving.REQUEST_WITHIN_S", 0.2)
    async with stand(tmp_path) as her:
        port = urlsplit(her.address).port
        for beginning in (b"", b"GET / HT", b"POST /api/enter HTTP/1.1\r\nhost: x\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(beginning)
            async with asyncio.timeout(WITHIN_S):
                assert await reader.read() == b""
            writer.close()
            await writer.wait_closed()
        async with her.page() as page:  # a line that lives on is no request
            await asyncio.wait_for(asyncio.shield(page.socket.ping()), WITHIN_S)
            assert (await page.answer("Good morning.")) != ""


async def test_only_this_machine_is_listened_to(tmp_path: Path) -> None:
    async with stand(tmp_path) as her:
        port = urlsplit(her.address).port or 0
        with socket.socket(socket.AF_INET6) as other:
            assert other.connect_ex(("::1", port)) != 0
        with pytest.raises(InvalidStatus):
            await websockets.connect(f"ws://localhost:{port}/live")
