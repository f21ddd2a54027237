"""Judicial confirmation: both sides want it, it is asked for in time, with a bundle of the papers for the court."""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from linli.cases.actions.acting import act
from linli.cases.actions.attaching import kept_at
from linli.cases.models import Attachment
from linli.core.errors import Invalid
from linli.core.wording import day as day_said
from linli.documents.rules import dates
from linli.mediation.actions.noting import lock, note, tell_staff
from linli.mediation.agreed import AgreementView, Window
from linli.mediation.errors import NoDraft, NotSoNow, NoWindow, TooLateToConfirm
from linli.mediation.queries import papers
from linli.mediation.queries.agreements import confirm_window, is_given_up, who_want
from linli.mediation.queries.confirming import refusal, written
from linli.mediation.rules.confirming import NEVER, RIGHTS
from linli.mediation.types import Room
from linli.people import access

STAGE = "performing"
WANTED = "confirm_wanted"


@transaction.atomic
def want(*, room: Room, now: datetime) -> None:
    """A participant says that they want the court to confirm.

    Raises NotAllowed, NoWindow, TooLateToConfirm, NotConfirmable, NotSigned.
    """
    access.seat_needs(seat=room.seat, right="agreement.sign")
    lock(room=room)
    _open_window(room, now)
    _may_be_confirmed(room)
    if room.me is None or room.me.id in who_want(room=room, kind=WANTED):
        raise NotSoNow
    body: dict[str, Any] = {"side_key": room.me.side, "capacity": room.me.capacity, "place": room.me.place}
    note(room=room, kind=WANTED, now=now, **body)
    tell_staff(room=room, template="room_confirm_wanted", now=now)


@transaction.atomic
def ask(*, room: Room, together: bool, confirms: str, court: str, now: datetime) -> None:
    """The application goes to the court: both ask together, within thirty days, for what a court may confirm.

    Raises NoWindow at another stage, TooLateToConfirm after the last day, NotConfirmable, NotSigned, Invalid with its
    field, Guarded.
    """
    access.seat_needs(seat=room.seat, right="performance.record")
    lock(room=room)
    _open_window(room, now)
    _may_be_confirmed(room)
    faults: dict[str, Any] = {}
    if not together:
        faults["together"] = _(
            "Both sides must ask. If one will not, the other may sue on the agreement (Art. 32, 33)."
        )
    if confirms in NEVER:
        faults["confirms"] = str(refusal(room=room, confirms=confirms))
    if not court.strip():
        faults["court"] = _("Name the court.")
    if faults:
        raise Invalid(_("Please mend what is named below."), fields=faults)
    inputs = {"together": together, "confirms": confirms, "court": court.strip(), "note": ""}
    assert room.actor is not None
    act(number=room.number, action="ask_confirmation", inputs=inputs, by=room.actor, now=now)
    note(room=room, kind="confirm_asked", now=now)


@transaction.atomic
def give_up(*, room: Room, now: datetime) -> None:
    """The sides do not want the court: nobody is reminded any more, unless somebody wants it after all.

    Raises NotAllowed, NoWindow, TooLateToConfirm, NotSoNow when it was given up already.
    """
    access.seat_needs(seat=room.seat, right="performance.record")
    lock(room=room)
    _open_window(room, now)
    if is_given_up(case_id=room.case_id):
        raise NotSoNow
    note(room=room, kind="confirm_given_up", now=now)


def wanting_sides(*, room: Room) -> frozenset[str]:
    """Sides of which somebody said by their link that they want it."""
    said = who_want(room=room, kind=WANTED)
    return frozenset(one.side for one in room.participants if one.id in said)


def bundle(*, room: Room, court: str, now: datetime, confirms: str = "", language: str = "") -> tuple[str, bytes]:
    """The papers for the court as a ZIP, with its name: Word documents, and scans of what was signed on paper.

    For the mediators and for every side. `confirms` is what shall be confirmed. Raises NotAllowed, NoDraft without a
    written agreement in effect, TooLateToConfirm, NotConfirmable for what no court confirms, NotSaidWhat where the kind
    of dispute leaves that open, NotSigned.
    """
    access.seat_needs(seat=room.seat, right="agreement.see")
    view = written(room=room)
    if view is None:
        raise NoDraft
    found = confirm_window(room=room, now=now)
    if found is None or not found.is_open:
        raise _too_late(found)
    _may_be_confirmed(room, confirms)
    language = language or papers.language_here()
    with override(papers.tag_of(language=language)):
        files = _files(room, view, court, found, papers.moment_here(now=now), language)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files:
            packed.writestr(name, content)
    return f"{room.number}-confirm.zip", out.getvalue()


def _may_be_confirmed(room: Room, confirms: str = RIGHTS) -> None:
    """Raises NotConfirmable, NotSaidWhat, NotSigned."""
    found = refusal(room=room, confirms=confirms)
    if found is not None:
        raise found


def _open_window(room: Room, now: datetime) -> Window:
    """The window, open. The clock of the case decides, whether or not it was swept yet."""
    found = confirm_window(room=room, now=now)
    if found is not None and not found.is_open:
        raise _too_late(found)
    if found is None or room.stage != STAGE or not room.is_open:
        raise NoWindow
    return found


def _too_late(found: Window | None) -> NoWindow | TooLateToConfirm:
    return TooLateToConfirm(last=day_said(found.last_date)) if found else NoWindow()


def _files(
    room: Room, view: AgreementView, court: str, found: Window, today: Any, language: str
) -> list[tuple[str, bytes]]:
    """The documents with their names, numbered as a court clerk takes them."""
    titles = [
        _("Application to the court"),
        _("The agreement"),
        _("Record of signatures"),
        _("List of papers"),
        _("Proofs of identity to bring"),
        _("Letter of commitment"),
    ]
    names = [f"{at}-{title}.docx" for at, title in enumerate(titles, 1)]
    case = papers.people(room=room) | papers.both(
        title=papers.title_of(view=view, language=language),
        effective_date=dates.plain(day=view.effective_date or today, language=language),
        last_date=dates.plain(day=found.last_date, language=language),
        court=court.strip() or _("__________ People's Court"),
        confirms=view.text.terms,
        papers=_papers(len(room.parties())),
    )

    def made(key: str) -> bytes:
        letter = papers.letter_of(room=room, number=view.number, language=language, today=today, case=case)
        return papers.written(key=key, language=language, letter=letter)

    kept = Attachment.objects.get(id=str(view.text.attachment))
    contents = [
        made("confirm_application"),
        kept_at(path=kept.path).read_bytes(),
        papers.signatures(room=room, view=view, language=language, today=today),
        made("confirm_files"),
        made("confirm_identity"),
        made("commitment"),
    ]
    return [*zip(names, contents, strict=True), *_scans(view, len(names) + 1)]


def _scans(view: AgreementView, first: int) -> list[tuple[str, bytes]]:
    """What was signed on paper, as it was scanned."""
    images = [one.image for one in view.text.signatures if one.how == "paper" and one.image]
    rows = Attachment.objects.filter(id__in=images).order_by("uploaded_at", "id")
    title = _("Signed on paper")
    return [
        (f"{at}-{title}{Path(row.path).suffix}", kept_at(path=row.path).read_bytes())
        for at, row in enumerate(rows, first)
    ]


def _papers(parties: int) -> list[dict[str, str]]:
    """What the court asks for (rules on confirmation, Art. 3)."""
    what = [
        (_("Joint application for confirmation"), "1"),
        (_("Agreement, signed and sealed"), "1"),
        (_("Record of signatures"), "1"),
        (_("Proofs of identity or authority of each applicant"), str(parties)),
        (_("Mandate, where somebody else applies"), ""),
        (_("Proofs of the property rights that the agreement is about, if any"), ""),
        (_("Addresses and telephones for service (in the application)"), ""),
        (_("Letter of commitment"), "1"),
    ]
    return [{"n": str(at), "what": str(said), "copies": copies or "／"} for at, (said, copies) in enumerate(what, 1)]
