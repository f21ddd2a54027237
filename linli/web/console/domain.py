"""The only place where the console calls the rooms below it. Each function is one call, with web values translated."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.cases import queries as cases
from linli.cases.actions import acting, attaching, opening, revealing
from linli.cases.actions import views as view_actions
from linli.cases.actions.attaching import DeviceFix
from linli.cases.errors import NoSuchAction
from linli.cases.queries import cues, files, rechecking, routing, views
from linli.cases.queries import packs as pack_queries
from linli.cases.queries.details import JUDGES
from linli.cases.queries.files import KeptFile
from linli.cases.queries.hiding import hidden_numbers
from linli.cases.queries.rechecking import RecheckView
from linli.cases.queries.similar import Matter, Similar
from linli.cases.queries.views import View
from linli.cases.rules import triage
from linli.cases.types import CaseDetail, CaseRow, Done, Filters, NewCase, Once, Opened, Page
from linli.core.errors import Invalid
from linli.documents.reading import Block
from linli.mediation.queries import rooms
from linli.notify import actions as notify_actions
from linli.notify import queries as notify
from linli.notify.queries import NoticeView
from linli.packs.queries import installed
from linli.people import access
from linli.people import queries as people
from linli.people.access import Actor
from linli.people.contacts import OpenContact
from linli.people.models import Organisation
from linli.places import queries as places
from linli.places.city import current as city
from linli.process.definition import Action, Pack, Texts
from linli.reading.actions import counting
from linli.reading.queries import suggesting
from linli.reading.types import Outcome, Suggestion
from linli.web.roles import named

OFFERED_AREAS = 60
SPEAKERS = frozenset({"desk", "lead"})


@dataclass(frozen=True, slots=True)
class Offered:
    """An organisation that can be chosen."""

    id: int
    name: str
    area_name: str


def packs() -> tuple[Pack, ...]:
    """The packs in use."""
    return installed().current()


def known_packs() -> tuple[Pack, ...]:
    """The packs of which there may be cases, retired ones as well."""
    return installed().known()


def pack(*, key: str, version: str | None = None) -> Pack:
    """One pack."""
    return installed().pack(key, version)


def offered(*, channel: str) -> tuple[Pack, ...]:
    """The packs that take new cases through a channel, the everyday one first."""
    return pack_queries.offered(channel=channel)


def cue_title(*, key: str) -> Texts:
    """What a cue of urgency is called."""
    return cues.title_of(key)


def may_enter_room(*, detail: CaseDetail, by: Actor) -> bool:
    """Whether the case has a mediation room with a seat for the reader."""
    return rooms.has_seat(number=detail.row.number, pack=detail.row.pack, by=by)


def opened_pack(*, action: Action, pack: Pack) -> Pack:
    """The pack whose categories an action asks for: that of the case it opens, else the case's own."""
    return pack_queries.opened_pack(action=action, pack=pack)


def keep(*, upload: "UploadedFile[bytes]", purpose: str, now: datetime, device: DeviceFix | None = None) -> KeptFile:
    """Store an upload until its action takes it. Raises Invalid."""
    content, name = upload.read(), upload.name or purpose
    made = attaching.store(content=content, name=name, purpose=purpose, now=now, device=device)
    return files.waiting(ids=(made,))[0]


def kept(*, ids: Iterable[str]) -> tuple[KeptFile, ...]:
    """Those of the uploads that belong to no case yet; anything else in the list is left out."""
    return files.waiting(ids=tuple(UUID(value) for value in ids if _is_uuid(value)))


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def file_for_staff(*, id: UUID, by: Actor) -> KeptFile:
    """A file that this actor may see. Raises NotFound."""
    return files.file_for_staff(id=id, by=by)


def file_for_reporter(*, id: UUID, number: str, secret: str) -> KeptFile:
    """A file that the reporter may see. Raises NotFound."""
    return files.file_for_reporter(id=id, number=number, secret=secret)


def place_of_file(*, file: KeptFile, is_small: bool) -> Path:
    """Where the file or its small copy lies on disk."""
    path = attaching.kept_at(path=file.path)
    return attaching.thumbnail(path=path) if is_small and file.is_photo else path


def rechecks(*, detail: CaseDetail) -> tuple[RecheckView, ...]:
    """What came of checking the case once more. That it was drawn is kept from those who might prepare for it."""
    opens = {key for key, stage in pack(key=detail.row.pack).stages.items() if not stage.is_final}
    was_closed = detail.row.closed_at or {one.to_stage for one in detail.events if one.to_stage} - opens
    found = rechecking.of_case(number=detail.row.number) if was_closed else ()  # only what was closed is drawn
    return tuple(one for one in found if one.finding or detail.relations & JUDGES)


def rights(*, by: Actor) -> dict[str, bool]:
    """What the post may do anywhere, by names that templates can read: `views.share` is `views_share`."""
    names = ("export", "bulk", "phone_intake", "field_report", "views.share")
    return {name.replace(".", "_"): access.can(actor=by, right=name) for name in names}


def may(*, by: Actor, right: str) -> bool:
    """Whether the post has the right."""
    return access.can(actor=by, right=right)


def may_reveal(*, detail: CaseDetail, by: Actor) -> bool:
    """Whether to offer it; `reveal` itself decides."""
    return detail.has_contact and access.can(actor=by, right="contact.reveal") and bool(detail.relations & SPEAKERS)


def reveal(*, number: str, reason: str, by: Actor, now: datetime) -> OpenContact:
    """The reporter's contact data, logged. Raises Invalid without a reason, NotAllowed."""
    return revealing.reveal(number=number, reason=reason, by=by, now=now)


def detail(*, number: str, by: Actor, now: datetime) -> CaseDetail:
    """The case as this actor may see it. Raises NotFound."""
    return cases.detail(number=number, by=by, now=now)


def listing(*, by: Actor, filters: Filters, cursor: str, now: datetime, limit: int = 50) -> Page:
    """A page of a list."""
    return cases.listing(by=by, filters=filters, cursor=cursor, limit=limit, now=now)


def export_rows(*, by: Actor, filters: Filters, now: datetime) -> Iterator[CaseRow]:
    """Every row of a list."""
    return cases.everything(by=by, filters=filters, now=now)


def similar_to(*, detail: CaseDetail, by: Actor, now: datetime) -> tuple[Similar, ...]:
    """Open cases that may be the same matter as this one."""
    row = detail.row
    matter = Matter(
        text=detail.text,
        area_code=row.area_code,
        category=row.category,
        lon=row.lon,
        lat=row.lat,
        but_number=row.number,
    )
    return cases.similar(matter=matter, by=by, now=now)


def similar_now(*, area_code: str, text: str, category: str, by: Actor, now: datetime) -> tuple[Similar, ...]:
    """Open cases that may be the same matter as what is being typed."""
    return cases.similar(matter=Matter(text=text, area_code=area_code, category=category), by=by, now=now)


def open_case(*, report: NewCase, by: Actor, now: datetime, once: Once) -> Opened:
    """Open a case; a repeated post answers as the first did."""
    return opening.open_case(report=report, by=by, now=now, once=once)


def act(
    *, number: str, action: str, inputs: Mapping[str, Any], by: Actor, now: datetime, version: int | None = None
) -> Done:
    """The one way to change a case."""
    return acting.act(number=number, action=action, inputs=inputs, by=by, now=now, version=version)


def preview(*, number: str, action: str, inputs: Mapping[str, Any], by: Actor, now: datetime) -> tuple[Block, ...]:
    """The document that a step would issue."""
    return acting.preview(number=number, action=action, inputs=inputs, by=by, now=now)


def action_of(*, pack: Pack, effect: str) -> Action:
    """The pack's action of an effect that people take, such as merging or adding words. Raises NoSuchAction."""
    for action in pack.actions.values():
        if action.effect == effect and action.by != {"system"}:
            return action
    raise NoSuchAction


def suggest(*, pack: Pack, text: str) -> Suggestion | None:
    """The likeliest categories of a text; nothing of no text."""
    return suggesting.category(text, pack) if text else None


def filed_as(*, pack: Pack, text: str) -> triage.Suggestion | None:
    """The category that a case of this text gets when nobody chooses one: that of the pack's own words."""
    return triage.suggest(pack=pack, text=text) if text else None


def count_suggestion(*, pack: Pack, version: str, suggested: str, outcome: Outcome, now: datetime) -> None:
    """Count what became of a suggestion that somebody saw."""
    counting.count(pack=pack.key, version=version, suggested=suggested, outcome=outcome, now=now)


def place_in_text(*, text: str, within: str) -> tuple[str, str] | None:
    """The area that a text names, and the words that name it."""
    found = places.find_in_text(text=text, within=within) if text else None
    return (found.area_code, found.matched) if found else None


def saved_views(*, by: Actor) -> tuple[View, ...]:
    """One's own views and those shared in the organisation."""
    return views.views_of(by=by)


def save_view(*, name: str, query: str, is_shared: bool, by: Actor, now: datetime) -> None:
    """Keep a view under a name. Raises Invalid."""
    view_actions.save_view(name=name, query=query, is_shared=is_shared, by=by, now=now)


def share_view(*, view: int, is_shared: bool, by: Actor) -> None:
    """Share an own view or stop. Raises NotFound."""
    view_actions.share_view(view=view, is_shared=is_shared, by=by)


def remove_view(*, view: int, by: Actor) -> None:
    """Remove an own view. Raises NotFound."""
    view_actions.remove_view(view=view, by=by)


def actions_named(*, keys: Collection[str]) -> tuple[Action, ...]:
    """Actions of the packs in use by key, in the order given."""
    found = {key: action for one in packs() for key, action in one.actions.items()}
    return tuple(found[key] for key in keys if key in found)


def organisations_around(*, area_code: str) -> tuple[Offered, ...]:
    """Active organisations of the area and of the areas above it, nearest first."""
    codes = [*city().ancestors(area_code), area_code] if area_code else []
    return _named(people.bodies_in(codes=codes))


def organisations_of(*, ids: Collection[str]) -> tuple[Offered, ...]:
    """Those with these ids; no statement where none is named."""
    known = [int(value) for value in ids if value.isdecimal()]
    return _offered(Organisation.objects.filter(id__in=known).order_by("path")) if known else ()


def organisations_named(*, text: str, limit: int = 20) -> tuple[Offered, ...]:
    """Active organisations whose name or code holds the text."""
    wanted = Q(name__icontains=text) | Q(name_en__icontains=text) | Q(code=text)
    return _offered(Organisation.objects.filter(wanted, is_active=True).order_by("path")[:limit])


def organisation_named(*, name: str) -> int:
    """The id of the one organisation meant by a name or code. Raises Invalid when none or several fit."""
    exact = Organisation.objects.filter(Q(name=name) | Q(name_en__iexact=name) | Q(code=name), is_active=True)
    found = list(exact[:2]) or list(Organisation.objects.filter(name__icontains=name, is_active=True)[:6])
    if len(found) == 1:
        return found[0].id
    if not found:
        raise Invalid(_("No organisation has this name. Check the name or choose from the list."))
    names = "、".join(one.name for one in found)
    raise Invalid(_("Several organisations have this name: %(names)s. Write it in full.") % {"names": names})


def owners(*, numbers: Collection[str], by: Actor) -> dict[str, Offered]:
    """Who should lead each of the cases by the city's catalogue; a case for which it names nobody is left out."""
    leads = {number: owner.lead for number, owner in routing.owners_of(numbers=numbers, by=by).items()}
    found = _named((lead.id, lead.name, lead.name_en, lead.area_code) for lead in leads.values())
    return dict(zip(leads, found, strict=True))


def organisation_names(*, ids: Collection[int]) -> dict[int, str]:
    """The names of organisations by id."""
    return {one.id: one.name for one in _offered(Organisation.objects.filter(id__in=ids))}


def organisation_name(*, org_id: int) -> str:
    """Its name, or nothing when there is none."""
    return organisation_names(ids=(org_id,)).get(org_id, "")


def _offered(rows: QuerySet[Organisation]) -> tuple[Offered, ...]:
    return _named(rows.values_list("id", "name", "name_en", "area_id"))


def _named(rows: Iterable[tuple[int, str, str, str | None]]) -> tuple[Offered, ...]:
    name_of = cache(places.name_of)
    return tuple(
        Offered(key, named(name=name, name_en=name_en), name_of(area) if area else "")
        for key, name, name_en, area in rows
    )


def areas_around(*, area_code: str) -> tuple[tuple[str, str], ...]:
    """Code and name of the area, those above it and those beside and under it: what a correction mostly needs."""
    if not area_code:
        return tuple((row.code, row.title) for row in places.roots())
    above = places.name_path(area_code)
    parent = above[-2][0] if len(above) > 1 else ""
    near = [*places.children_of(area_code), *(places.children_of(parent) if parent else ())]
    rows = dict([*above, *((row.code, row.title) for row in near)])
    return tuple(rows.items())[:OFFERED_AREAS]


def areas_named(*, text: str, within: str = "", limit: int = 12) -> tuple[tuple[str, str, str], ...]:
    """Code, name and the names above it, of areas whose name holds the text."""
    rows = places.search_areas(text, within, limit)
    return tuple((row.code, row.title, path_text(code=row.code, top="county")) for row in rows)


def area_named(*, name: str) -> str:
    """The code meant by “name (code)”, a code or a name. Raises Invalid when none or several fit."""
    inside = name.rsplit("(", 1)[-1].rstrip(")） ") if "(" in name else name
    if places.exists(inside.strip()):
        return inside.strip()
    found = places.search_areas(name, limit=6)
    exact = [row for row in found if name in (row.name, row.name_en)]
    if len(exact or found) == 1:
        return (exact or found)[0].code
    if not found:
        raise Invalid(_("No area has this name. Check the name or choose from the list."))
    names = "、".join(f"{path_text(code=row.code)} ({row.code})" for row in found)
    words = _("Several areas have this name: %(names)s. Write the one you mean with its code.")
    raise Invalid(words % {"names": names})


def path_text(*, code: str, top: str = "county") -> str:
    """The names from a level down to the area, as one text; the area's own name when it lies above that level."""
    if not code:
        return ""
    names = [name for _code, name in places.name_path(code, top=top)]
    return " ".join(names) or places.name_of(code)


def path_below(*, code: str, within: str) -> str:
    """The names under `within` down to the area; from the county down without it."""
    names = [name for step, name in places.name_path(code) if len(step) > len(within)] if within else []
    return " ".join(names) or path_text(code=code)


def path_pairs(*, code: str, top: str = "county") -> tuple[tuple[str, str], ...]:
    """Code and name from a level down to the area, for links."""
    return places.name_path(code, top=top) if code else ()


def grids(*, area_code: str) -> tuple[tuple[str, str], ...]:
    """The area itself and the areas under it, by name; a grid worker's are few."""
    return tuple((row.code, row.title) for row in places.areas_under(area_code)[:OFFERED_AREAS])


def area_name(*, code: str) -> str:
    """The area's own name."""
    return places.name_of(code) if code else ""


def notices(*, by: Actor) -> tuple[NoticeView, ...]:
    """The account's newest notices; none of a case that is hidden from its organisation since."""
    if not by.account_id:
        return ()
    return notify.notices(account_id=by.account_id, but=hidden_numbers(by=by))


def read_notices(*, by: Actor, now: datetime, notice: int | None) -> None:
    """Mark one notice read, or all."""
    if by.account_id:
        notify_actions.mark_read(account_id=by.account_id, now=now, notice_id=notice)
