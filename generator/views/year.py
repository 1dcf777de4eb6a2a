"""All meetings of one police body in one calendar year, by period: the lists that keep every meeting within reach."""

from __future__ import annotations

from datetime import date

from generator.model.ids import region_of
from generator.model.register import Register
from generator.views.listing import PeriodMeetings, by_period, years_of
from generator.views.page import LinkView, Page, lay_page, page_url
from generator.views.people import territory_name
from generator.views.plain import plain
from generator.words.catalogue import Words


@plain
class YearView:
    """The meetings of a year by period, and the other years."""

    page: Page
    heading: str
    periods: tuple[PeriodMeetings, ...]
    years: tuple[LinkView, ...]


def view_year(register: Register, words: Words, today: date, body_id: str, year: int) -> YearView:
    """The meetings of a police body in the calendar year `year`."""
    meetings = register.meetings_of_body(body_id)
    territory = territory_name(register, words, body_id)
    base = page_url(words.language, body_id)
    title = words.text("{territory}: meetings of {year}", territory=territory, year=year)
    region = register.regions[region_of(body_id)].short.in_language(words.language)
    return YearView(
        lay_page(
            words,
            "precincts",
            f"{body_id}/meetings/{year}",
            title,
            words.text(
                "All report meetings of {year} with their state: {territory}.", territory=territory, year=year
            ),
            [(region, region_of(body_id)), (territory, body_id)],
        ),
        title,
        by_period(register, words, today, [m for m in meetings if register.meetings[m].starts.year == year]),
        tuple(
            LinkView(str(other), f"{base}meetings/{other}/")
            for other in years_of(register, meetings)
            if other != year
        ),
    )
