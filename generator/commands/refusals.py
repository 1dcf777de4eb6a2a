"""How the commands of publishing end when a folder or the disk refuses."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from generator.commands.options import FAULTS
from generator.publishing.place import Refused
from generator.reading.messages import phrase


@contextmanager
def telling_refusals(dest: Path, language: str) -> Iterator[None]:
    """What cannot be used ends the command with 2, what the disk refuses with 1; both say what to do."""
    try:
        yield
    except Refused as refused:
        raise click.UsageError(phrase(refused.reason, language, **refused.values_told)) from None
    except (OSError, click.ClickException) as failed:
        error = _disk_fault(failed)
        if error is None:
            raise
        found = f"{error.strerror or error} ({error.filename or dest})"
        click.echo(phrase("publish_disk", language, found=found, folder=str(dest)), err=True)
        sys.exit(FAULTS)


def _disk_fault(failed: BaseException | None) -> OSError | None:
    """What the disk refused, also where a part of the build met it and said so in its own words."""
    while failed is not None and not isinstance(failed, OSError):
        failed = failed.__cause__
    return failed
