"""The kinds of personal data, and the diagnostic code of each."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What was found, as `site_config/privacy.yaml` names it."""

    PERSONAL_NUMBER = "personal_number"
    PHONE = "phone"
    EMAIL = "email"
    PLATE = "plate"
    FLAT = "flat"
    BIRTH_DATE = "birth_date"
    DOCUMENT = "document"
    NAME = "name"


CODES = {
    Kind.PERSONAL_NUMBER: "E601",
    Kind.PHONE: "E603",
    Kind.EMAIL: "E604",
    Kind.PLATE: "E605",
    Kind.FLAT: "E606",
    Kind.BIRTH_DATE: "E607",
    Kind.DOCUMENT: "E608",
    Kind.NAME: "W609",
}
UNCERTAIN_NUMBER = "E602"
UNUSED = "W610"
