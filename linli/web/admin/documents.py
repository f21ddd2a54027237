"""Templates of official documents, of packs and of the mediation room: each to take, replace and put back.

A template counts for the whole city: every administrator reads it, one whose post covers the city changes it.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.documents import queries, reading, rendering
from linli.documents.actions import templates
from linli.documents.drafting import file_name
from linli.documents.errors import DocumentFailed, TemplateRefused
from linli.documents.queries import InUse
from linli.people.access import governs
from linli.places.city import current
from linli.web.acting import StaffRequest, staff_page
from linli.web.admin import letters
from linli.web.admin.letters import Letter

RIGHT = templates.RIGHT
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TAGS = {"zh": "zh-Hans", "en": "en"}


@staff_page(right=RIGHT)
def listing(request: StaffRequest) -> HttpResponse:
    """Every document of every pack in force and of the mediation room, with the state of its templates."""
    return render(request, "admin/documents/list.html", {"packs": letters.every()})


@staff_page(right=RIGHT)
def one(request: StaffRequest, pack: str, document: str, language: str) -> HttpResponse:
    """One template: what it says, filled with an example; earlier ones; what it may name."""
    return _page(request, _found(pack, document), language)


@staff_page(right=RIGHT)
def download(request: StaffRequest, pack: str, document: str, language: str) -> HttpResponse:
    """The template in use as a Word file; with `?version=` an earlier one."""
    letter, wanted = _found(pack, document), request.GET.get("version", "")
    content = _in_use(letter, language).content
    if wanted.isdecimal() and any(row.id == int(wanted) for row in _versions(letter, language)):
        _name, content = queries.version_content(id=int(wanted))
    answer = HttpResponse(content, content_type=DOCX)
    name = f"{letter.shelf.key}-{file_name(key=letter.key, language=language)}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
@staff_page(right=RIGHT)
def replace(request: StaffRequest, pack: str, document: str, language: str) -> HttpResponse:
    """Puts an uploaded template in place; with faults, lists them all and keeps nothing."""
    letter, file = _found(pack, document), request.FILES.get("file")
    _in_use(letter, language)
    if file is None:
        return _page(request, letter, language, faults=(_("Choose a Word file (docx)."),))
    try:
        letter.replace(language=language, content=file.read(rendering.MOST_BYTES + 1), by=request.actor)
    except TemplateRefused as refusal:
        return _page(request, letter, language, faults=refusal.faults)
    messages.success(request, _("Kept. Documents are written from it from now on."))
    return redirect("admin:document", pack, document, language)


@require_POST
@staff_page(right=RIGHT)
def put_back(request: StaffRequest, pack: str, document: str, language: str) -> HttpResponse:
    """Documents are written from the pack's own template again."""
    letter = _found(pack, document)
    if _in_use(letter, language).source == "city":
        templates.put_back(pack=letter.shelf, key=letter.key, language=language, by=request.actor, now=timezone.now())
        messages.success(request, _("The template that came with Linli is back."))
    return redirect("admin:document", pack, document, language)


def _page(request: StaffRequest, letter: Letter, language: str, *, faults: tuple[str, ...] = ()) -> HttpResponse:
    in_use = _in_use(letter, language)
    blocks, failed = _shown(letter, in_use)
    context = {
        "letter": letter,
        "in_use": in_use,
        "title": letter.title[language],
        "lang": TAGS[language],
        "blocks": blocks,
        "failed": failed,
        "versions": _versions(letter, language),
        "placeholders": tuple(letter.placeholders()),
        "may_edit": governs(actor=request.actor, area_code=current().root),
        "faults": faults,
    }
    return render(request, "admin/documents/one.html", context, status=422 if faults else 200)


def _shown(letter: Letter, in_use: InUse) -> tuple[tuple[reading.Block, ...], str]:
    """The template filled with an example, or why that fails."""
    try:
        made = rendering.render(content=in_use.content, letter=letter.example(in_use.language))
    except DocumentFailed as failure:
        return (), failure.why
    return reading.blocks(content=made), ""


def _versions(letter: Letter, language: str) -> tuple[queries.Version, ...]:
    return queries.versions(pack=letter.shelf.key, key=letter.key, language=language)


def _in_use(letter: Letter, language: str) -> InUse:
    found = next((one for one in letter.in_use if one.language == language), None)
    if found is None:
        raise Http404
    return found


def _found(shelf: str, document: str) -> Letter:
    letter = letters.found(shelf=shelf, key=document)
    if letter is None:
        raise Http404
    return letter
