"""Which template a document uses: the city's uploaded one, else the city folder's, else the pack's own."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from linli.documents.drafting import file_name
from linli.documents.errors import NoSuchTemplate
from linli.documents.models import Template
from linli.documents.rules import numbering
from linli.documents.rules.numbering import Numbering
from linli.places import city


@dataclass(frozen=True, slots=True)
class Version:
    """A template that was put in place of the pack's own; `is_back` when it put the pack's own back."""

    id: int
    who: str
    put_at: datetime
    is_current: bool
    is_back: bool


class Shelf(Protocol):
    """Whose templates are meant: a pack, or a room that writes papers of its own. They lie in `folder`/documents."""

    @property
    def key(self) -> str: ...
    @property
    def folder(self) -> str: ...


@dataclass(frozen=True, slots=True)
class InUse:
    """The template of a document in one language, and where it comes from: `city`, `folder` or `pack`."""

    key: str
    language: str
    source: str
    content: bytes


def template_of(*, pack: Shelf, key: str, language: str) -> InUse:
    """The template in use. Raises NoSuchTemplate."""
    row = Template.objects.filter(pack=pack.key, key=key, language=language, is_current=True).first()
    if row and bytes(row.content):
        return InUse(key, language, "city", bytes(row.content))
    name = file_name(key=key, language=language)
    for source, folder in _folders(pack):
        if (folder / name).is_file():
            return InUse(key, language, source, (folder / name).read_bytes())
    raise NoSuchTemplate(_("The pack has no template “%(name)s”.") % {"name": name})


def versions(*, pack: str, key: str, language: str) -> tuple[Version, ...]:
    """Every template that was put in place of the pack's own, newest first."""
    rows = Template.objects.filter(pack=pack, key=key, language=language).select_related("account").order_by("-id")
    return tuple(
        Version(row.pk, row.account.name if row.account else "", row.put_at, row.is_current, not bytes(row.content))
        for row in rows
    )


def version_content(*, id: int) -> tuple[str, bytes]:
    """An earlier template with its file name. Raises NoSuchTemplate."""
    row = Template.objects.filter(id=id).first()
    if row is None or not bytes(row.content):
        raise NoSuchTemplate(_("There is no such template."))
    return file_name(key=row.key, language=row.language), bytes(row.content)


def numbering_here() -> Numbering:
    """How this city numbers documents."""
    here = city.current()
    return numbering.of_city(documents=here.documents, city_name=here.name["zh"])


def _folders(pack: Shelf) -> tuple[tuple[str, Path], ...]:
    return (
        ("folder", city.current().folder / "documents" / pack.key),
        ("pack", Path(pack.folder) / "documents"),
    )
