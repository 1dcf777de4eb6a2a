"""How old a published site is, as it says itself over HTTP."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from generator.build.tree import BUILD_FILE
from generator.model.zones import read_zone
from generator.publishing.releases import RELEASE_FILE

_LIMIT = 1 << 20
_CHUNK = 1 << 16
_ABSENT = (404, 410)
_SKEW = timedelta(hours=1)


class CannotTell(Exception):
    """The site did not say how old it is: what came instead."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a site says of itself.

    moment: when it was published, in UTC; where it says only the day, the end of that day.
    commit: of which commit, empty when it does not say.
    """

    moment: datetime
    commit: str


def ask_site(address: str, patience: float, now: datetime) -> Told:
    """What the site at `address` says in release.json, else in build.json.

    patience: seconds for each of the two answers as a whole.
    now: with a time zone; a site that says it comes from later is not believed.
    Raises CannotTell.
    """
    if not _is_on_the_web(address):
        raise CannotTell("http://... , https://...")
    address = address if address.endswith("/") else f"{address}/"
    release = _fetch(f"{address}{RELEASE_FILE}", patience)
    if release is not None:
        return Told(_moment(release.get("published"), now), str(release.get("commit") or ""))
    build = _fetch(f"{address}{BUILD_FILE}", patience)
    if build is None:
        raise CannotTell(f"{address}{BUILD_FILE}: 404")
    return Told(_end_of_day(build.get("today"), now), str(build.get("commit") or ""))


def _fetch(address: str, patience: float) -> dict[str, Any] | None:
    """A JSON object, absent when the server has no such file."""
    try:
        content = _read(address, patience)
        found = json.loads(content)
    except HTTPError as error:
        with error:
            if error.code in _ABSENT:
                return None
        raise CannotTell(f"{address}: HTTP {error.code}") from None
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        raise CannotTell(f"{address}: {type(error).__name__}: {error}"[:300]) from None
    if not isinstance(found, dict):
        raise CannotTell(f"{address}: JSON")
    return found


def _read(address: str, patience: float) -> bytes:
    """At most a mebibyte, within the time, however slowly it drips."""
    end = time.monotonic() + patience
    request = Request(address, headers={"User-Agent": "esep-freshness", "Cache-Control": "no-cache"})  # noqa: S310
    content = b""
    with _opener().open(request, timeout=patience) as answer:
        while chunk := answer.read1(_CHUNK):
            content += chunk
            if len(content) > _LIMIT:
                raise CannotTell(f"{address}: > {_LIMIT} B")
            if time.monotonic() > end:
                raise TimeoutError(f"{patience:g} s")
    return content


def _is_on_the_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


class _OnTheWeb(HTTPRedirectHandler):
    """Follows a redirect to http and https, and nowhere else."""

    def redirect_request(self, *given: Any) -> Request | None:
        """The next request. Raises CannotTell for another scheme."""
        if not _is_on_the_web(given[-1]):
            raise CannotTell(given[-1])
        return super().redirect_request(*given)


def _opener() -> OpenerDirector:
    """HTTP and HTTPS only: urllib's own opener reads files and FTP too."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        _OnTheWeb(),
        HTTPErrorProcessor(),
        HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _moment(told: object, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(str(told)).astimezone(UTC) if "T" in str(told) else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment > now + _SKEW:
        raise CannotTell(f"published: {told}"[:100])
    return moment


def _end_of_day(told: object, now: datetime) -> datetime:
    """The last moment a site of that day can have been built: an alarm may come a day late, never for nothing."""
    try:
        begin = datetime.combine(date.fromisoformat(str(told)), datetime.min.time(), read_zone("Asia/Almaty"))
        end = (begin + timedelta(days=1)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise CannotTell(f"today: {told}"[:100]) from None
    if begin > now + _SKEW:
        raise CannotTell(f"today: {told}"[:100])
    return min(end, now)
