"""A small HTTP server that speaks Anthropic's event stream, as a process on a free port.

It says the same text to every prompt, word by word, and heeds `max_tokens` and `stop_sequences`.
Run as a program it prints its address and serves until its input ends.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.fakes import pieces_of

TEXT = "The sea was grey that morning, señor; über den Klippen 海 🌊 sang a gull. " * 12
PAUSE_S = 0.004


@contextmanager
def anthropic_server() -> Generator[str, None, None]:
    """Serve while the context lasts; gives the base URL."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.anthropic_server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().decode().strip()
        finally:
            process.kill()


def _cut(text: str, stops: Sequence[str]) -> tuple[str, str]:
    ends = [text.index(stop) for stop in stops if stop in text]
    return (text[: min(ends)], "stop_sequence") if ends else (text, "end_turn")


class _Speaker(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        asked: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["content-length"])))
        roles = [message["role"] for message in asked["messages"]]
        alternate = roles == ["user", "assistant"] * (len(roles) // 2) + ["user"]
        if self.path != "/v1/messages" or not alternate:
            self.send_error(400)
            return
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        text, reason = _cut(TEXT, asked["stop_sequences"])
        pieces = pieces_of(text)
        if len(pieces) > asked["max_tokens"]:
            pieces, reason = pieces[: asked["max_tokens"]], "max_tokens"
        try:
            self._say(pieces, reason)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _say(self, pieces: Sequence[str], reason: str) -> None:
        usage = {"input_tokens": 1, "output_tokens": 1}
        message: dict[str, object] = {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "content": [],
            "model": "parrot",
            "stop_reason": None,
            "stop_sequence": None,
            "usage": usage,
        }
        self._event({"type": "message_start", "message": message})
        block = {"type": "text", "text": ""}
        self._event({"type": "content_block_start", "index": 0, "content_block": block})
        for piece in pieces:
            time.sleep(PAUSE_S)
            delta = {"type": "text_delta", "text": piece}
            self._event({"type": "content_block_delta", "index": 0, "delta": delta})
        self._event({"type": "content_block_stop", "index": 0})
        ended = {"stop_reason": reason, "stop_sequence": None}
        self._event({"type": "message_delta", "delta": ended, "usage": {"output_tokens": 1}})
        self._event({"type": "message_stop"})
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, event: Mapping[str, object]) -> None:
        said = json.dumps(event, ensure_ascii=False)
        content = f"event: {event['type']}\ndata: {said}\n\n".encode()
        self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep silent."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Speaker)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    sys.stdin.read()
