"""Packs to read: stages, fields, clocks with their law, and the diagram. Packs are changed as files, not here."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from linli.packs.queries import installed, rows
from linli.people.access import can
from linli.process.definition import Basis, Pack
from linli.process.diagram import Language, svg
from linli.web.acting import StaffRequest, staff_page
from linli.web.admin import clockwords, previews

RIGHT = "packs.view"


@staff_page(right=RIGHT)
def listing(request: StaffRequest) -> HttpResponse:
    """The packs in use."""
    may_edit = can(actor=request.actor, right="packs.edit")
    context = {"packs": installed().current(), "may_edit": may_edit, "uploaded": rows() if may_edit else ()}
    return render(request, "admin/packs/list.html", context)


@staff_page(right=RIGHT)
def one(request: StaffRequest, key: str) -> HttpResponse:
    """One pack: what it is, its diagram, stages, actions, clocks, fields, categories, law."""
    return render(request, "admin/packs/one.html", described(request=request, pack=_pack(key)))


@staff_page(right=RIGHT)
def diagram(request: StaffRequest, key: str) -> HttpResponse:
    """The pack's diagram as a picture, in the reader's language."""
    return drawn(pack=_pack(key))


def described(*, request: StaffRequest, pack: Pack) -> dict[str, object]:
    """What the page of a pack shows."""
    here = request.actor.area_code
    return {
        "pack": pack,
        "at_stages": previews.stages(pack=pack, area_code=here),
        "clocks": clockwords.told(pack=pack, now=timezone.localtime()),
        "leaves": previews.leaves(pack=pack, area_code=here),
        "is_admin": can(actor=request.actor, right="calendars.edit"),
        "bases": _bases(pack),
    }


def drawn(*, pack: Pack) -> HttpResponse:
    """The diagram, in the reader's language."""
    language: Language = "en" if (get_language() or "").startswith("en") else "zh"
    answer = HttpResponse(svg(pack, language=language), content_type="image/svg+xml")
    # The picture stands alone: its own style is all that it may use.
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    answer["Cache-Control"] = "private, max-age=300"
    return answer


def _pack(key: str) -> Pack:
    for pack in installed().current():
        if pack.key == key:
            return pack
    raise Http404


def _bases(pack: Pack) -> tuple[Basis, ...]:
    """Every legal basis that the pack and its clocks name, once."""
    found = [*pack.basis, *(basis for rule in pack.clocks.values() for basis in rule.bases())]
    extensions = [rule.extension.basis for rule in pack.clocks.values() if rule.extension and rule.extension.basis]
    unique = {(basis.text.get("zh"), basis.article): basis for basis in [*found, *extensions]}
    return tuple(unique.values())
