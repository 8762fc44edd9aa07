"""A model's file from one https address, going on from the byte where it stopped."""

import asyncio
import re

import httpx

from samantha.domain.models import HubAddress
from samantha.providers.model_files.part_file import PartFile
from samantha.providers.model_files.sources import Reach, Report, SourceFailed, host_of

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


async def draw_from_hub(address: HubAddress, part: PartFile, reach: Reach, report: Report) -> None:
    """Add what `part` still lacks.

    Raises:
        SourceFailed: the address gave out; what came before stays in `part`.
    """
    host = host_of(address.url)
    failures = 0
    began_at = part.length
    timeout = httpx.Timeout(reach.silence_timeout_s, connect=reach.connect_timeout_s)

    async def refuse_plain_http(request: httpx.Request) -> None:
        if request.url.scheme != "https" and request.url.host not in reach.plain_http_hosts:
            raise SourceFailed(f"{host} leads to an address without encryption")

    async with httpx.AsyncClient(
        timeout=timeout,
        follow_redirects=True,
        headers={"Accept-Encoding": "identity"},
        event_hooks={"request": [refuse_plain_http]},
    ) as client:
        while not part.is_whole:
            before = part.length
            try:
                await _stream_once(client, address.url, part, report)
            except httpx.HTTPStatusError as error:
                status = error.response.status_code
                if status < 500 and status != 429:
                    raise SourceFailed(f"{host} answered with status {status}") from error
                trouble = f"{host} answered with status {status}"
            except httpx.HTTPError as error:
                trouble = _in_words(host, error)
            else:
                trouble = f"{host} sent less than the whole file"
            if part.is_whole:
                break
            failures = 1 if part.length > before else failures + 1
            if part.length == began_at or failures > len(reach.retry_waits_s):
                raise SourceFailed(trouble)
            report(f"{trouble}; asking again", 0)
            await asyncio.sleep(reach.retry_waits_s[failures - 1])


async def _stream_once(client: httpx.AsyncClient, url: str, part: PartFile, report: Report) -> None:
    headers = {"Range": f"bytes={part.length}-"} if part.length else {}
    async with client.stream("GET", url, headers=headers) as response:
        response.raise_for_status()
        host = host_of(url)
        if response.status_code == 206:
            found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
            if found is None or int(found[1]) != part.length:
                raise SourceFailed(f"{host} sent another stretch of the file than was asked for")
        elif response.status_code == 200:
            part.restart()
        else:
            raise SourceFailed(f"{host} answered with status {response.status_code}")
        announced = response.headers.get("Content-Length")
        if announced is not None and part.length + int(announced) != part.size_bytes:
            raise SourceFailed(f"{host} has a file of another size there")
        async for block in response.aiter_raw():
            try:
                part.append(block)
            except OverflowError:
                raise SourceFailed(f"{host} sends more than the file should have") from None
            report(f"from {host}", 0)


def _in_words(host: str, error: httpx.HTTPError) -> str:
    match error:
        case httpx.ConnectTimeout() | httpx.ConnectError():
            return f"{host} cannot be reached"
        case httpx.TimeoutException():
            return f"{host} fell silent"
        case _:
            return f"the connection to {host} broke off"
