"""What the operator says about the site itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.model.contact import Phone
from generator.model.text import Bilingual
from generator.reading.scalars import HttpsUrl, Slug, Text


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the site and answers for it.

    names: official name.
    email: where to write about a mistake on the site.
    phone: where to call.
    """

    names: Bilingual
    email: Text | None = None
    phone: Phone | None = None


@dataclass(frozen=True, slots=True)
class Repository:
    """Where the data are kept, as links with `{commit}` and `{path}` in them.

    home: the repository's page.
    commit: page of one commit.
    file: page of one file.
    """

    home: HttpsUrl
    commit: Text | None = None
    file: Text | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """The settings of one site.

    names: the site's name.
    tagline: one sentence for search engines and the home page.
    base_url: the address it is served at, with a slash at the end; a path below the host is welcome.
    regions: keys of the regions published.
    publisher: who publishes it.
    licence: name of the data's licence.
    licence_url: link to the licence's text.
    demo: whether the data are invented; every page then carries a banner and `noindex`.
    history_from: before this day declared dates count, from it git is the witness.
    repository: where the data are kept.
    """

    names: Bilingual
    tagline: Bilingual
    base_url: HttpsUrl
    regions: tuple[Slug, ...]
    publisher: Publisher
    licence: Text
    licence_url: HttpsUrl
    demo: bool = False
    history_from: date | None = None
    repository: Repository | None = None
