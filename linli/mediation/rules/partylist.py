"""A pasted list of the parties of one side: a line each, as it comes out of a letter or a spreadsheet. Pure."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from linli.core.errors import Invalid
from linli.mediation.types import Joining

MOST = 200
LONGEST_NAME = 80
_BETWEEN = re.compile(r"[\t,，;；]+")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()-]{4,38}")


def listed(*, text: str, side: str) -> tuple[Joining, ...]:
    """The parties in a list: the name first, then telephone and e-mail, if known, with a tab or comma between.

    Raises Invalid, which names every line that cannot be read, and what is wrong with it.
    """
    lines = [(at, line.strip()) for at, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise _faulty(_("Write a line for each party."))
    if len(lines) > MOST:
        raise _faulty(_("At most %(n)s at once; the list has %(lines)s.") % {"n": MOST, "lines": len(lines)})
    found, faults = [], []
    for at, line in lines:
        try:
            found.append(_party(line, side))
        except ValueError as fault:
            faults.append(_("Line %(at)s: %(fault)s") % {"at": at, "fault": fault})
    if faults:
        raise _faulty(" ".join(faults))
    return tuple(found)


def _party(line: str, side: str) -> Joining:
    name, *others = [cell.strip() for cell in _BETWEEN.split(line) if cell.strip()] or [""]
    if not name or len(name) > LONGEST_NAME or _PHONE.fullmatch(name) or "@" in name:
        raise ValueError(_("the name comes first."))
    phone = email = ""
    for cell in others:
        if _PHONE.fullmatch(cell) and not phone:
            phone = cell
        elif _is_email(cell) and not email:
            email = cell
        else:
            raise ValueError(_("“%(cell)s” is no telephone number and no e-mail address.") % {"cell": cell[:40]})
    return Joining(side=side, name=name, phone=phone, email=email)


def _is_email(cell: str) -> bool:
    try:
        validate_email(cell)
    except ValidationError:
        return False
    return True


def _faulty(words: str) -> Invalid:
    return Invalid(_("Please mend what is named below."), fields={"lines": words})
