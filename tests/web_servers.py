"""Real web servers on the loopback, with the configuration that is shipped in `deploy/`.

A server's own folders, ports and names are put in the place of the examples; everything else is read as it stands.
"""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import ROOT

DEPLOY = ROOT / "deploy"
SERVERS = ("nginx", "caddy")
_NGINX = """
daemon off;
pid {folder}/pid;
{user}
worker_processes 2;
events {{ }}
http {{
    access_log off;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {site};
}}
"""
_SHARED_NGINX = """
include {folder}/esep/maps.conf;
server {{
    listen 127.0.0.1:{port};
    location / {{ return 200 "another site"; }}
    include {folder}/esep/below-path.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; names of headers are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(address: str, path: str = "", *, method: str = "GET", **headers: str) -> Answer:
    """One request on a connection of its own; nothing is followed, unpacked or kept.

    path: from `address`; percent-encoded.
    headers: with `_` for `-`.
    """
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, parts.path + path, headers=sent)
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, told, answer.read())
    finally:
        connection.close()


@contextmanager
def served_by(server: str, folder: Path, published: Path, path: str = "/") -> Iterator[str]:
    """The address at which `server` (nginx or caddy) serves what was published.

    folder: an empty one for the server's own files.
    published: what `esep publish` writes.
    path: `/`, or `/esep/` for a site below a path of a server that has another one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    prepare = {"nginx": _prepare_nginx, "caddy": _prepare_caddy}[server]
    command = prepare(folder, published, path, port)
    environment = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    said = folder / "said.txt"
    with (
        said.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=output, env=environment) as process,
    ):
        try:
            _wait_for(port, process, said)
            yield f"http://127.0.0.1:{port}{path}"
        finally:
            process.terminate()
            process.wait(20)


def find_program(name: str, package: str) -> str:
    """The path of a program of Debian; where it is missing a test is skipped, but never in CI."""
    program = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if program is None:
        assert not os.environ.get("CI"), f"{name} is needed: apt install {package}"
        pytest.skip(f"{name} is not installed")
    return program


def _prepare_nginx(folder: Path, published: Path, path: str, port: int) -> list[str]:
    program = find_program("nginx", "nginx-light")
    changes = {
        "/etc/nginx/esep": f"{folder}/esep",
        "/srv/esep": str(published),
        "/srv/www": f"{folder}/www",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "listen [::]:80;": "",
    }
    (folder / "esep").mkdir()
    for file in (DEPLOY / "nginx").iterdir():
        (folder / "esep" / file.name).write_text(_with(changes, file), encoding="utf-8")
    site = folder / "site.conf"
    if path == "/":
        site.write_text(_with(changes, DEPLOY / "nginx.conf"), encoding="utf-8")
    else:
        (folder / "www").mkdir()
        (folder / "www" / path.strip("/")).symlink_to(published / "current")
        site.write_text(_SHARED_NGINX.format(folder=folder, port=port), encoding="utf-8")
    whole = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    whole.write_text(_NGINX.format(folder=folder, user=user, site=site), encoding="utf-8")
    return [program, "-p", str(folder), "-c", str(whole), "-e", "stderr"]


def _prepare_caddy(folder: Path, published: Path, path: str, port: int) -> list[str]:
    program = find_program("caddy", "caddy")
    text = _with({"/srv/esep": str(published)}, DEPLOY / "Caddyfile")
    host = f"http://127.0.0.1:{port}"
    if path == "/":
        text = text.replace("esep.example {", f"{host} {{")
    else:
        before, _, _ = text.partition("esep.example {")
        _, _, shared = text.partition("# other.example {")
        shared = "\n".join(line.removeprefix("#") for line in shared.splitlines())
        text = f"{before}\n{host} {{\n{shared}"
    whole = folder / "Caddyfile"
    whole.write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{text}", encoding="utf-8")
    return [program, "run", "--config", str(whole), "--adapter", "caddyfile"]


def _with(changes: Mapping[str, str], file: Path) -> str:
    """The text of a shipped file, changed as its own comments tell an operator to."""
    text = file.read_text(encoding="utf-8")
    for example, value in changes.items():
        text = text.replace(example, value)
    return text


def free_port() -> int:
    """A port of the loopback nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    for _ in range(400):
        assert process.poll() is None, said.read_text(encoding="utf-8")
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.025)
    raise AssertionError(f"the server does not answer: {said.read_text(encoding='utf-8')}")
