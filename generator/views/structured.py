"""What pages say to search engines: meetings, police bodies, inspectors and data in the words of schema.org."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from generator.model.contact import Location, Phone, Place
from generator.model.ids import body_of, parent, region_of
from generator.model.register import Register, Reporter
from generator.model.registry import BodyLevel
from generator.model.schedule import Meeting, Status
from generator.views.calendar import calendar_title
from generator.views.people import reporters_of
from generator.views.remembered import remembered
from generator.words.catalogue import Words

Thing = dict[str, Any]


class Lasting(dict[str, Any]):
    """A thing that many pages tell of in the same words; `text` is for those who write it, to be written once."""

    text = ""


_STATUS = {
    Status.PLANNED: "https://schema.org/EventScheduled",
    Status.MOVED: "https://schema.org/EventRescheduled",
    Status.CANCELLED: "https://schema.org/EventCancelled",
}
_COUNTRY = "KZ"


def event_thing(register: Register, words: Words, meeting_id: str) -> Thing:
    """A meeting as an Event; times are local, with their offset from UTC."""
    meeting, language = register.meetings[meeting_id], words.language
    moved = meeting.moved_from
    capacity = meeting.place.capacity
    return _present(
        {
            "@type": "Event",
            "@id": f"{register.site.base_url}{language}/{meeting_id}/#event",
            "name": calendar_title(register, words, meeting_id),
            "startDate": register.local(meeting_id, meeting.starts).isoformat(),
            "endDate": register.local(meeting_id, meeting.ends).isoformat(),
            "eventStatus": _STATUS[meeting.status],
            "previousStartDate": register.local(meeting_id, moved).isoformat() if moved else None,
            "eventAttendanceMode": f"https://schema.org/{_attendance(meeting)}EventAttendanceMode",
            "location": _locations(register, words, meeting_id),
            "organizer": body_thing(register, words, body_of(meeting_id)),
            "performer": [
                _person(register, words, each, contacts=False) for each in reporters_of(register, meeting_id)
            ],
            "inLanguage": [each.value for each in meeting.languages],
            "isAccessibleForFree": True,
            "maximumAttendeeCapacity": capacity,
            "url": _page(register, words, meeting_id),
        }
    )


@remembered
def body_thing(register: Register, words: Words, body_id: str) -> Lasting:
    """A police body as a GovernmentOrganization with its phones; below it the department it belongs to."""
    body, language = register.bodies[body_id], words.language
    above = [
        each
        for each in register.bodies_of(parent(body_id))
        if register.bodies[each].level is BodyLevel.DEPARTMENT and each != body_id
    ]
    return Lasting(
        _present(
            {
                "@type": "GovernmentOrganization",
                "@id": f"{_page(register, words, body_id)}#organization",
                "name": body.names.in_language(language),
                "url": _page(register, words, body_id),
                "sameAs": body.site,
                "address": _address(register, words, body_id, body.address.in_language(language)),
                "location": _present({"@type": "Place", "geo": _geo(body.location)})
                if body.location
                else None,
                "areaServed": body.territory.in_language(language),
                "contactPoint": _contacts(words, body.phones),
                "parentOrganization": {
                    "@type": "GovernmentOrganization",
                    "@id": f"{_page(register, words, above[0])}#organization",
                    "name": register.bodies[above[0]].names.in_language(language),
                }
                if above
                else None,
            }
        )
    )


def precinct_things(register: Register, words: Words, precinct_id: str, today: date) -> tuple[Thing, ...]:
    """Those who serve a precinct on a day, each as a Person with the service phones."""
    serving = register.inspectors_on(precinct_id, today)
    return tuple(_person(register, words, each, contacts=True) for each in serving)


def dataset_thing(register: Register, words: Words, region: str, today: date) -> Thing:
    """The open data of a region as a Dataset."""
    site, below = register.site, f"{register.site.base_url}data/{region}/"
    name = register.regions[region].short.in_language(words.language)
    files = (
        ("datapackage.json", "application/json"),
        ("precincts.csv", "text/csv"),
        ("stations.geojson", "application/geo+json"),
    )
    return {
        "@type": "Dataset",
        "@id": f"{below}#dataset",
        "identifier": f"esep-{region}",
        "name": f"{words.text('Open data')}: {name}",
        "description": site.tagline.in_language(words.language),
        "url": _page(register, words, f"{region}/data"),
        "license": site.licence_url,
        "isAccessibleForFree": True,
        "inLanguage": ["kk", "ru"],
        "dateModified": today.isoformat(),
        "creator": {"@type": "Organization", "name": site.publisher.names.in_language(words.language)},
        "distribution": [
            {"@type": "DataDownload", "contentUrl": f"{below}{file}", "encodingFormat": kind}
            for file, kind in files
        ],
    }


def breadcrumb_thing(base_url: str, crumbs: Iterable[tuple[str, str]]) -> Thing:
    """The pages above a page, and the page itself last: (title, path from the site's root)."""
    items = [crumb_item(base_url, place, title, url) for place, (title, url) in enumerate(crumbs, 1)]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def crumb_item(base_url: str, place: int, title: str, url: str) -> Thing:
    """One of them, the first being the home page's."""
    item = {"@type": "WebPage", "@id": f"{base_url}{url}"}
    return {"@type": "ListItem", "position": place, "name": title, "item": item}


def _attendance(meeting: Meeting) -> str:
    if meeting.online is None:
        return "Offline"
    return "Online" if meeting.online.alone else "Mixed"


def _locations(register: Register, words: Words, meeting_id: str) -> list[Thing]:
    meeting = register.meetings[meeting_id]
    online = meeting.online
    found = (
        [] if online is not None and online.alone else [_place(register, words, meeting_id, meeting.place)]
    )
    return [*found, {"@type": "VirtualLocation", "url": online.url}] if online is not None else found


def _place(register: Register, words: Words, meeting_id: str, place: Place) -> Thing:
    return _present(
        {
            "@type": "Place",
            "name": place.name.in_language(words.language),
            "address": _address(register, words, meeting_id, place.address.in_language(words.language)),
            "geo": _geo(place.location),
        }
    )


def _address(register: Register, words: Words, identifier: str, street: str) -> Thing:
    region = register.regions[region_of(identifier)].short.in_language(words.language)
    return {
        "@type": "PostalAddress",
        "streetAddress": street,
        "addressRegion": region,
        "addressCountry": _COUNTRY,
    }


def _geo(location: Location | None) -> Thing | None:
    if location is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": location.latitude, "longitude": location.longitude}


def _person(register: Register, words: Words, reporter: Reporter, *, contacts: bool) -> Thing:
    officer = reporter.officer
    return _present(
        {
            "@type": "Person",
            "name": officer.name.in_language(words.language),
            "jobTitle": words.one_of("post", officer.post),
            "contactPoint": _contacts(words, officer.phones) if contacts else None,
            "url": _page(register, words, reporter.precinct) if contacts and reporter.precinct else None,
        }
    )


def _contacts(words: Words, phones: Iterable[Phone]) -> list[Thing]:
    return [
        {
            "@type": "ContactPoint",
            "telephone": each.number,
            "contactType": words.one_of("phone kind", each.kind),
            "availableLanguage": ["kk", "ru"],
        }
        for each in phones
    ]


def _page(register: Register, words: Words, path: str) -> str:
    return f"{register.site.base_url}{words.language}/{path}/"


def _present(thing: Thing) -> Thing:
    """The thing without what is absent or empty."""
    return {name: value for name, value in thing.items() if value or value not in (None, [], "")}
