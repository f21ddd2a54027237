"""Templates of official documents: every letter of the packs in force, its template to take, replace and put back.

A template counts for the whole city: every administrator reads it, one whose post covers the city changes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.cases.queries.examples import example_of
from linli.cases.queries.letters import asked_for, names_of
from linli.documents import queries, reading, rendering, words
from linli.documents.actions import templates
from linli.documents.drafting import LANGUAGES, file_name
from linli.documents.errors import DocumentFailed, TemplateRefused
from linli.documents.queries import InUse
from linli.documents.words import GROUPS, PLAIN
from linli.packs.queries import installed
from linli.people.access import governs
from linli.places.city import current
from linli.process.definition import Action, Pack
from linli.web.acting import StaffRequest, staff_page

RIGHT = templates.RIGHT
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TAGS = {"zh": "zh-Hans", "en": "en"}


@dataclass(frozen=True)
class Letter:
    """A document of a pack: the steps that issue it, and its template in each language."""

    pack: Pack
    key: str
    steps: tuple[Action, ...]
    in_use: tuple[InUse, ...]

    @cached_property
    def title(self) -> dict[str, str]:
        """What its templates call themselves, by language."""
        return {one.language: reading.title(content=one.content) or self.key for one in self.in_use}

    @property
    def reader(self) -> Literal["reporter", "staff"]:
        """For whom it is written."""
        return "reporter" if any(step.document_for == "reporter" for step in self.steps) else "staff"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name that a template may use, in both languages, and what it stands for."""

    zh: str
    en: str
    label: object = ""


@staff_page(right=RIGHT)
def listing(request: StaffRequest) -> HttpResponse:
    """Every document of every pack in force, with the state of its templates."""
    found = [(pack, [_letter(pack, key) for key in _keys(pack)]) for pack in installed().current()]
    return render(request, "admin/documents/list.html", {"packs": [(pack, rows) for pack, rows in found if rows]})


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
    name = f"{letter.pack.key}-{file_name(key=letter.key, language=language)}"
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
        templates.replace(
            pack=letter.pack,
            key=letter.key,
            language=language,
            content=file.read(rendering.MOST_BYTES + 1),
            names=names_of(pack=letter.pack, document=letter.key),
            example=_example(letter, language),
            by=request.actor,
            now=timezone.now(),
        )
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
        templates.put_back(pack=letter.pack, key=letter.key, language=language, by=request.actor, now=timezone.now())
        messages.success(request, _("The template that came with the pack is back."))
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
        "placeholders": tuple(_placeholders(letter)),
        "may_edit": governs(actor=request.actor, area_code=current().root),
        "faults": faults,
    }
    return render(request, "admin/documents/one.html", context, status=422 if faults else 200)


def _shown(letter: Letter, in_use: InUse) -> tuple[tuple[reading.Block, ...], str]:
    """The template filled with an example, or why that fails."""
    try:
        made = rendering.render(content=in_use.content, letter=_example(letter, in_use.language))
    except DocumentFailed as failure:
        return (), failure.why
    return reading.blocks(content=made), ""


def _example(letter: Letter, language: str) -> words.Letter:
    return example_of(pack=letter.pack, document=letter.key, language=language, today=timezone.localdate())


def _placeholders(letter: Letter) -> Iterator[Placeholder]:
    for zh, en in PLAIN.items():
        yield Placeholder(zh, en)
    clocks = [(key, rule.title) for key, rule in letter.pack.clocks.items()]
    asked = [(one.key, one.label) for one in asked_for(pack=letter.pack, document=letter.key)]
    facts = [(one.key, one.label) for one in letter.pack.facts()]
    for group, found in zip(GROUPS, (facts, asked, clocks), strict=True):
        for key, label in found:
            yield Placeholder(f"{group}.{key}", f"{GROUPS[group]}.{key}", label)


def _versions(letter: Letter, language: str) -> tuple[queries.Version, ...]:
    return queries.versions(pack=letter.pack.key, key=letter.key, language=language)


def _in_use(letter: Letter, language: str) -> InUse:
    found = next((one for one in letter.in_use if one.language == language), None)
    if found is None:
        raise Http404
    return found


def _found(key: str, document: str) -> Letter:
    pack = next((one for one in installed().current() if one.key == key), None)
    if pack is None or document not in _keys(pack):
        raise Http404
    return _letter(pack, document)


def _letter(pack: Pack, key: str) -> Letter:
    steps = tuple(action for action in pack.actions.values() if action.document == key)
    return Letter(pack, key, steps, tuple(queries.template_of(pack=pack, key=key, language=one) for one in LANGUAGES))


def _keys(pack: Pack) -> tuple[str, ...]:
    """The pack's documents in the order of the steps that issue them."""
    return tuple(dict.fromkeys(action.document for action in pack.actions.values() if action.document))
