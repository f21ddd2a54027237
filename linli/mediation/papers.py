"""The list of evidence (证据清单) as a Word document, for whoever may see its lines. Names of people are not in it."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from linli.documents import drafting
from linli.documents.rules import dates
from linli.mediation.meetingwords import EVIDENCE
from linli.mediation.queries.evidence import EvidenceView
from linli.mediation.rules.listing import IDENTITY
from linli.mediation.types import Room
from linli.mediation.wording import SIDES

_WIDTHS = "|".join("-" * share for share in (4, 10, 10, 10, 10, 8, 7))


def evidence_list(*, room: Room, lines: Sequence[EvidenceView], language: str, today: date) -> bytes:
    """The list as a docx. `language` is "zh" or "en"; withdrawn lines are left out, and so are proofs of identity."""
    with override("en" if language == "en" else "zh-hans"):
        side = drafting.Side(
            title=_("List of evidence"),
            body="\n\n".join((_("Case number: %(number)s") % {"number": room.number}, _table(lines), *_signing(room))),
            head="",
            number="",
            recipient="",
            signed="",
            dated=dates.plain(day=today, language=language),
        )
        return drafting.draft(side=side, language=language)


def _table(lines: Sequence[EvidenceView]) -> str:
    head = (
        _("Nr"),
        _("Given by"),
        _("Kind of evidence"),
        _("Name of the evidence"),
        _("What it proves"),
        _("Original seen"),
        _("Shown to all"),
    )
    kept = [one for one in lines if not one.withdrawn_at and one.kind != IDENTITY]
    return "\n".join([_row(head), f"|{_WIDTHS}|", *(_row(_cells(place, one)) for place, one in enumerate(kept, 1))])


def _cells(place: int, one: EvidenceView) -> tuple[str, ...]:
    return (
        str(place),
        str(SIDES[one.side]) if one.side else _("The mediators"),
        str(EVIDENCE[one.kind]),
        one.title,
        one.proves,
        "✓" if one.is_original else "—",
        "✓" if one.is_shared else "—",
    )


def _row(cells: Iterable[str]) -> str:
    """What somebody typed never counts as another cell or a placeholder."""
    return "|" + "|".join(_plain(cell) or "—" for cell in cells) + "|"


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("|", "/").replace("{", "（").replace("}", "）")


def _signing(room: Room) -> tuple[str, ...]:
    gap = "＿" * 8
    given = _("Handed in by (signature): %(gap)s") % {"gap": gap}
    taken = _("Received by (signature): %(gap)s") % {"gap": gap}
    return (given, taken) if room.me else (taken,)
