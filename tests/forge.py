"""A code host on the loopback: requests, their comments, and what it was asked: GitHub, Forgejo, GitLab alike."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Forge:
    """What the host knows, and was asked.

    pulls: open pull requests, as GitHub tells them.
    comments: comments of the one request.
    me: the login of the token's owner.
    paged: whether lists come in pages.
    """

    url: str = ""
    pulls: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    me: str = "github-actions[bot]"
    paged: bool = True
    refuses: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)

    def answer(self, method: str, address: str, body: dict[str, str]) -> tuple[int, Any]:
        """Status and value for one question."""
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        last = parts.path.rsplit("/", 1)[1]
        if self.refuses:
            return 403, {"message": "Resource not accessible"}
        if method == "GET" and last == "user":
            return 200, {"username": self.me}
        if method == "GET" and last == "pulls":
            return 200, [pull for pull in self.pulls if pull["head"]["label"] == query["head"]]
        if method == "GET":
            first = (int(query["page"]) - 1) * int(query["per_page"]) if self.paged else 0
            count = int(query["per_page"]) if self.paged else len(self.comments)
            return 200, self.comments[first : first + count]
        if method == "POST":
            self.add(self.me, body["body"])
            return 201, self.comments[-1]
        comment = next(comment for comment in self.comments if str(comment["id"]) == last)
        comment["body"] = body["body"]
        return 200, comment

    def add(self, login: str, body: str) -> None:
        """A comment by somebody; GitLab calls login and user by other names."""
        person = {"login": login, "username": login}
        self.comments.append(
            {"id": 1000 + len(self.comments), "body": body, "user": person, "author": person}
        )


@contextmanager
def open_forge(forge: Forge) -> Iterator[Forge]:
    """Serve it on a free port of 127.0.0.1 until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else {}
            forge.asked.append((self.command, urlsplit(self.path).path))
            forge.tokens.add(self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN") or "")
            status, value = forge.answer(self.command, self.path, body)
            content = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_PUT = _answer  # noqa: N815 - names of http.server

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    forge.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield forge
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
