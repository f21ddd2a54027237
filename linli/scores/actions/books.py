"""Making a book of promises."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, Text
from linli.people.access import Actor
from linli.places import queries as places
from linli.scores.actions.writing import MEND, must_make
from linli.scores.models import Book
from linli.scores.queries.ledger import book_view
from linli.scores.types import BookView, NewBook


@transaction.atomic
def make(*, new: NewBook, by: Actor, now: datetime) -> BookView:
    """A book for an area, issued by the organisation of whoever makes it. Raises NotAllowed, Invalid."""
    must_make(area=new.area, by=by)
    faults: dict[str, Text] = {}
    if not places.exists(new.area):
        faults["area"] = _("There is no such area.")
    if not new.title.strip():
        faults["title"] = _("A title is needed.")
    if new.ends <= new.starts:
        faults["ends"] = _("The last day must come after the first.")
    if faults or by.org_id is None or by.account_id is None:
        raise Invalid(MEND, fields=faults)
    row = Book.objects.create(
        kind=new.kind,
        title=new.title.strip(),
        title_en=new.title_en.strip(),
        area_id=new.area,
        issuer_id=by.org_id,
        starts_date=new.starts,
        ends_date=new.ends,
        account_id=by.account_id,
        made_at=now,
    )
    return book_view(row)
