"""Every route that is published, with whatever may come: no failure of hers, and no other shapes.

A hundred requests and more a route, drawn from its description and from what does not fit it.
"""

import json
import random
import re
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import quote

import httpx
import msgspec

from samantha.server.application import all_paths
from samantha.server.paths import Failure, Nothing
from samantha.server.paths import Path as Route
from tests.room_stage import stand

CASES: Final = 110
ODD: Final = (
    "", "x", "0", "-1", "1e9", "null", "true", "🙂", "ÿ", "../..", "%00", "a" * 300, "fact:1",
    "utterance:1", "utterance:99999999999999999999", "'; DROP TABLE utterances; --", "\u202e", "\n",
)  # fmt: skip
ENDS: Final = frozenset({"/api/erase", "/api/settings"})
"""What would end her or make her begin anew is only asked with what it refuses."""
SOMETIMES: Final = frozenset(
    {"/authority.crt", "/api/voices/{voice}/sample", "/api/deeds/{id}/undo"}
)
"""Of these nothing is there for odd names, or not in this test."""
HERS: Final = frozenset({503})
"""She is not awake, or has no voice in this test: said in words, and no failure."""


def odd(chance: random.Random) -> Any:
    """Any JSON at all."""
    match chance.randrange(7):
        case 0:
            return chance.choice(ODD)
        case 1:
            return chance.randrange(-(10**12), 10**12)
        case 2:
            return chance.random() * 10.0 ** chance.randrange(-300, 300)
        case 3:
            return chance.choice((None, True, False))
        case 4:
            return [odd(chance) for _ in range(chance.randrange(4))]
        case _:
            return {chance.choice(ODD): odd(chance) for _ in range(chance.randrange(4))}


def fitting(kind: Any, chance: random.Random) -> Any:
    """Something of the shape that a route reads, with odd values."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        shape: type[msgspec.Struct] = kind
        return {
            each.name: fitting(each.type, chance)
            for each in msgspec.structs.fields(shape)
            if each.required or chance.random() < 0.7
        }
    text = str(cast("object", kind))
    if "dict" in text or "list" in text:
        return odd(chance)
    if kind is int or "int" in text:
        return chance.randrange(-5, 2**40)
    if kind is float:
        return chance.random()
    if kind is bool:
        return chance.random() < 0.5
    return chance.choice(ODD)


async def once(route: Route, http: httpx.AsyncClient, chance: random.Random) -> httpx.Response:
    path = re.sub(r"{\w+}", lambda _: quote(chance.choice(ODD) or "x", safe=""), route.path)
    query = {
        name: str(chance.choice(ODD))
        for name in (*route.query.__struct_fields__, "other")
        if chance.random() < 0.6
    }
    if route.body is bytes:
        sent: dict[str, Any] = {"files": {"file": ("a.wav", chance.randbytes(200))}}
    elif route.body is Nothing:
        sent = {}
    elif chance.random() < 0.3 or route.path in ENDS:
        sent = {"content": json.dumps(odd(chance)).encode() + chance.choice((b"", b"}", b"\xff"))}
    else:
        sent = {"content": json.dumps(fitting(route.body, chance)).encode()}
    if "content" in sent:
        sent["headers"] = {"content-type": "application/json"}
    return await http.request(route.method, path, params=query, **sent)


async def test_no_request_is_too_odd_for_any_route(tmp_path: Path) -> None:
    chance = random.Random(7)
    async with stand(tmp_path) as her, her.client() as http, her.page() as page:
        await page.answer("my sister lives by the harbour")
        for route in all_paths(her.house, her.admission, "c"):
            statuses: set[int] = set()
            for _ in range(CASES):
                answer = await once(route, http, chance)
                statuses.add(answer.status_code)
                assert answer.status_code < 500 or answer.status_code in HERS, (route.path, answer)
                if answer.status_code == 200 and route.answer is not Nothing:
                    msgspec.json.decode(answer.content, type=route.answer)
                elif answer.status_code >= 400 and route.path.startswith("/api/"):
                    failure = msgspec.json.decode(answer.content, type=Failure)
                    assert failure.message
            assert statuses - {404} or route.path in SOMETIMES, route.path
        assert (await http.get("/health")).status_code == 200
        assert len((await http.get("/api/history")).json()["utterances"]) >= 2
