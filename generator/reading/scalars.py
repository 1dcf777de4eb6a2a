"""Text -> typed value, one function a type: the schema decides, not the scalar.

Each function takes the text as typed and returns the value, or raises `BadValue` with a diagnostic code and the
values its message names. The types at the end carry their function, so a record's annotations are its schema.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from typing import Annotated
from urllib.parse import urlsplit


class BadValue(ValueError):
    """A scalar that cannot be what its field asks for."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_CLOCK = re.compile(r"(\d{1,2})([:.\-])(\d{2})(?::\d{2})?")
_MIXED_PAIR = re.compile(r"[A-Za-z](?:(?=[\u0400-\u04ff])|(?<=[\u0400-\u04ff].))")  # Latin letters are few
_WORD = re.compile(r"[^\W\d_]+")
_LOOKALIKES = str.maketrans(
    "aceiopxyABCEHIKMOPTXY",
    "\u0430\u0441\u0435\u0456\u043e\u0440\u0445\u0443\u0410\u0412\u0421\u0415\u041d\u0406\u041a\u041c\u041e\u0420\u0422\u0425\u0423",
)
_LATIN = re.compile(r"[A-Za-z]")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PERIOD = re.compile(r"(20\d{2})(?:-q([1-4]))?")
_MEETING_ID = re.compile(r"(?:[a-z0-9-]+/){2}20\d{2}(?:-q[1-4])?/[a-z0-9-]+")
_SUBMISSION_ID = re.compile(r"(?:[a-z0-9-]+/){2}20\d{2}(?:-q[1-4])?/[a-z0-9-]+/[a-z0-9-]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NOT_IN_URL = re.compile(r"[\s\"'<>\\]")
_SPACES = re.compile(r"[\s\u00a0]+")
_PHONE_JUNK = re.compile(r"[\s\u00a0()\-]+")
_TIME_ZONES = frozenset(
    f"Asia/{city}" for city in ("Almaty", "Aqtau", "Aqtobe", "Atyrau", "Oral", "Qostanay", "Qyzylorda")
)
_YES = frozenset({"yes", "true"})
_NO = frozenset({"no", "false"})
_MAXIMUM_SLUG = 40


def read_text(text: str) -> str:
    """Text in one language: NFC, trimmed; Latin letters hidden in a Cyrillic word are a fault."""
    clean = unicodedata.normalize("NFC", text).strip()
    if not clean:
        raise BadValue("E206")
    for word in _WORD.findall(clean) if _MIXED_PAIR.search(clean) else ():
        mended = word.translate(_LOOKALIKES)
        if _MIXED_PAIR.search(word) and _LATIN.search(mended) is None:
            latin = ", ".join(sorted(set(_LATIN.findall(word))))
            raise BadValue("E313", found=word, letters=latin, correction=mended)
    return clean


def read_date(text: str) -> date:
    """A calendar day, `2026-11-25`."""
    if match := _ISO_DATE.fullmatch(text.strip()):
        year, month, day = (int(part) for part in match.groups())
        return _day(text, year, month, day)
    if match := _DAY_FIRST_DATE.fullmatch(text.strip()):
        day, month, year = (int(part) for part in match.groups())
        meant = _day(text, year, month, day)
        raise BadValue("E302", found=text, correction=meant.isoformat())
    raise BadValue("E303", found=text, correction="2026-11-25")


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        if not 1 <= month <= 12:
            swapped = f"{year:04}-{day:02}-{month:02}" if 1 <= day <= 12 and month <= 31 else ""
            raise BadValue("E304", found=text, month=str(month), correction=swapped) from None
        last = _last_day(year, month)
        correction = f"{year:04}-{month:02}-{last:02}" if day else ""
        raise BadValue("E301", found=text, last=str(last), correction=correction) from None
    if not 2000 <= year <= 2100:
        raise BadValue("E314", found=text)
    return found


def _last_day(year: int, month: int) -> int:
    try:
        first_of_next = date(year + month // 12, month % 12 + 1, 1)
    except ValueError:
        return 31
    return date.fromordinal(first_of_next.toordinal() - 1).day


def read_clock(text: str) -> time:
    """A local time of day, `18:30`."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise BadValue("E306", found=text, correction="18:30")
    hour, minute = int(match[1]), int(match[3])
    if hour > 23 or minute > 59:
        raise BadValue("E307", found=text)
    if match[2] != ":":
        raise BadValue("E305", found=text, correction=f"{hour:02}:{minute:02}")
    return time(hour, minute)


def read_moment(text: str) -> datetime:
    """A local date and time, `2026-11-25 18:30`."""
    day, _, clock = text.strip().replace("T", " ").partition(" ")
    if not clock.strip():
        try:
            meant = read_date(day)
        except BadValue as bad:
            if bad.code not in ("E302", "E303"):
                raise
            meant = date(2026, 11, 25) if bad.code == "E303" else date.fromisoformat(bad.values["correction"])
        raise BadValue("E308", found=text, correction=f"{meant.isoformat()} 18:30")
    try:
        on = read_date(day)
    except BadValue as bad:
        if bad.code == "E303":
            raise BadValue("E308", found=text, correction="2026-11-25 18:30") from None
        if bad.values.get("correction"):
            bad.values["correction"] += f" {clock.strip()}"
        bad.values["found"] = text
        raise
    try:
        at = read_clock(clock)
    except BadValue as bad:
        bad.values["found"] = text
        if "correction" in bad.values:
            bad.values["correction"] = f"{on.isoformat()} {bad.values['correction']}"
        raise
    return datetime.combine(on, at)


def read_count(text: str) -> int:
    """A whole number, zero or more."""
    digits = _SPACES.sub("", text)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
        raise BadValue("E309", found=text)
    return int(digits)


def read_yes_no(text: str) -> bool:
    """`yes` or `no`; `true` and `false` are understood."""
    word = text.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadValue("E310", found=text)


def read_slug(text: str) -> str:
    """A key or id: small Latin letters, digits and single hyphens, at most 40 characters."""
    if _SLUG.fullmatch(text) is None or len(text) > _MAXIMUM_SLUG:
        raise BadValue("E209", found=text)
    return text


def read_phone(text: str) -> str:
    """A Kazakhstan phone as `+7` and ten digits, kept as `+7 727 000-21-02`; 102 and other short numbers stay short."""
    digits = _PHONE_JUNK.sub("", text.strip())
    if digits.isdigit() and len(digits) == 3:
        return digits
    plain = digits.removeprefix("+")
    if not plain.isdigit() or len(plain) != 11 or plain[0] not in "78":
        raise BadValue("E311", found=text)
    if not digits.startswith("+7"):
        raise BadValue("E311", found=text, correction=_phone("7" + plain[1:]))
    if plain[1] not in "67":
        raise BadValue("E311", found=text)
    return _phone(plain)


def _phone(digits: str) -> str:
    return f"+{digits[0]} {digits[1:4]} {digits[4:7]}-{digits[7:9]}-{digits[9:]}"


def read_https_url(text: str) -> str:
    """A web address with its host, `https://...` (or `http://`)."""
    url = text.strip()
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise BadValue("E312", found=text) from None
    if parts.scheme not in ("https", "http") or "." not in host or _NOT_IN_URL.search(url):
        raise BadValue("E312", found=text)
    return url


def read_kato(text: str) -> str:
    """A nine-digit code of the classifier of administrative territories."""
    if not (text.isascii() and text.isdigit()) or len(text) != 9:
        raise BadValue("E315", found=text)
    return text


def read_time_zone(text: str) -> str:
    """An IANA time zone of Kazakhstan, `Asia/Almaty`."""
    if text not in _TIME_ZONES:
        raise BadValue("E316", found=text, allowed=", ".join(sorted(_TIME_ZONES)))
    return text


def read_sha256(text: str) -> str:
    """A SHA-256 checksum: 64 hexadecimal digits."""
    if _SHA256.fullmatch(text.lower()) is None:
        raise BadValue("E317", found=text)
    return text.lower()


def read_relative_path(text: str) -> str:
    """A file among the site's files: a relative path that does not climb."""
    parts = text.split("/")
    if not text or text.startswith("/") or "\\" in text or ":" in text or ".." in parts or "" in parts:
        raise BadValue("E318", found=text)
    return text


def read_latitude(text: str) -> float:
    """Degrees north within Kazakhstan."""
    return _degrees(text, 40.0, 56.0)


def read_longitude(text: str) -> float:
    """Degrees east within Kazakhstan."""
    return _degrees(text, 46.0, 88.0)


def _degrees(text: str, low: float, high: float) -> float:
    try:
        degrees = float(text)
    except ValueError:
        raise BadValue("E319", found=text) from None
    if not low <= degrees <= high:
        raise BadValue("E319", found=text)
    return degrees


def read_meeting_id(text: str) -> str:
    """The id of a meeting: `almaty/alatau/2026-q4/012`."""
    if _MEETING_ID.fullmatch(text) is None:
        raise BadValue("E320", found=text)
    return text


def read_submission_id(text: str) -> str:
    """The id of a submission: `almaty/alatau/2026-q3/012/s4`."""
    if _SUBMISSION_ID.fullmatch(text) is None:
        raise BadValue("E321", found=text)
    return text


def is_period(name: str) -> bool:
    """Whether `name` is a quarter (`2026-q4`) or a reporting year (`2025`)."""
    return _PERIOD.fullmatch(name) is not None


Text = Annotated[str, read_text]
Slug = Annotated[str, read_slug]
Count = Annotated[int, read_count]
Clock = Annotated[time, read_clock]
PhoneNumber = Annotated[str, read_phone]
HttpsUrl = Annotated[str, read_https_url]
Kato = Annotated[str, read_kato]
TimeZone = Annotated[str, read_time_zone]
Sha256 = Annotated[str, read_sha256]
RelativePath = Annotated[str, read_relative_path]
Latitude = Annotated[float, read_latitude]
Longitude = Annotated[float, read_longitude]
MeetingId = Annotated[str, read_meeting_id]
SubmissionId = Annotated[str, read_submission_id]
