"""The only place where the public pages call the rooms below. Each function is one call, with web values translated."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import acting, attaching, opening, subscribing
from linli.cases.actions import joining as join_matters
from linli.cases.models import Attachment, Subscription
from linli.cases.queries import joining, proving, public
from linli.cases.queries.joining import Joinable
from linli.cases.queries.packs import offered
from linli.cases.queries.similar import Matter
from linli.cases.types import AttachmentView, Done, MapPoint, NewCase, Once, Opened, PublicCase
from linli.core import throttle
from linli.core.errors import NotFound
from linli.core.ids import secret_hash
from linli.mediation.queries import rooms
from linli.packs.queries import installed
from linli.people.access import PUBLIC, Actor
from linli.people.models import Organisation
from linli.places import queries as places
from linli.places.city import Level
from linli.places.city import current as city
from linli.process.definition import Category, Pack, Stage
from linli.web.roles import named

MOST_CHOICES = 400
PICTURES = 4
"""Files of maps may be asked for as often as this many reports."""
_PROOFS: Mapping[str, Promise] = {
    "whole": _("This code stands in the case’s chain, and every step since fits. Nothing was altered."),
    "unknown": _("No case with this number holds this code. Check that both are written as on the receipt."),
    "broken": _("The chain of this case does not fit together. Please take this receipt to the supervising office."),
}


def packs() -> tuple[Pack, ...]:
    """The kinds of matter that anybody may report on the web."""
    return offered(channel="web")


def pack(*, key: str, version: str | None = None) -> Pack:
    """One pack."""
    return installed().pack(key, version)


def own_room(*, case: PublicCase) -> tuple[UUID, str] | None:
    """The reporter's own link to the mediation room of their case: the participant and the secret."""
    return rooms.reporters_link(number=case.number, pack=case.pack)


def city_code() -> str:
    """The code of the area that this installation is for."""
    return city().root


def city_centre() -> tuple[float, float]:
    """Longitude and latitude of the city's middle."""
    return city().centre


def area_groups() -> tuple[tuple[str, tuple[places.AreaRow, ...]], ...]:
    """Areas to choose from without a map: the deepest level that is still a short list, by the area above."""
    levels = [level.key for level in _known_levels() if level.total > len(city_code())]
    chosen: tuple[places.AreaRow, ...] = ()
    for level in levels:
        rows = places.areas_under(city_code(), level)
        if len(rows) > MOST_CHOICES:
            break
        chosen = rows or chosen
    groups: dict[str, list[places.AreaRow]] = {}
    for row in chosen:
        groups.setdefault(row.parent, []).append(row)
    return tuple((places.name_of(parent), tuple(rows)) for parent, rows in groups.items())


def area_exists(*, code: str) -> bool:
    """Whether the code names an area of this city that is in use."""
    return code.startswith(city_code()) and places.exists(code)


def place_words(*, code: str) -> str:
    """The area's name after those above it, from below the city's own level."""
    root = city_code()
    return " › ".join(name for step, name in places.name_path(code) if len(step) > len(root)) or places.name_of(code)


def body_name(*, org_id: int) -> str:
    """An organisation's name in the reader's language; nothing when it is gone."""
    found = Organisation.objects.filter(id=org_id).values_list("name", "name_en").first()
    return named(name=found[0], name_en=found[1]) if found else ""


def bodies() -> tuple[str, ...]:
    """The names of all organisations in use, in the reader's language."""
    rows = Organisation.objects.filter(is_active=True).order_by("path").values_list("name", "name_en")
    return tuple(named(name=name, name_en=name_en) for name, name_en in rows)


def body_called(*, name: str) -> int | None:
    """The organisation in use of exactly this name; None where there is none, or more than one."""
    exact = Q(name=name) | Q(name_en__iexact=name)
    found = Organisation.objects.filter(exact, is_active=True).values_list("id", flat=True)[:2]
    return found[0] if len(found) == 1 else None


def place_at(*, lon: float, lat: float) -> places.Located:
    """The deepest area at a point."""
    return places.locate(lon=lon, lat=lat)


def place_in(*, text: str) -> str:
    """The code of the deepest area that the text names; empty when it names none or several."""
    found = places.find_in_text(text=text, within=city_code()) if text else None
    return found.area_code if found else ""


def keep_photo(*, upload: "UploadedFile[Any]", purpose: str, now: datetime) -> UUID:
    """Store a photo without its metadata until a case takes it. Raises Invalid."""
    return attaching.store_photo(content=upload.read(), name=upload.name or purpose, purpose=purpose, now=now)


def keep_file(*, upload: "UploadedFile[Any]", purpose: str, now: datetime) -> UUID:
    """Store a photo without its metadata, or a paper, until a case takes it. Raises Invalid."""
    name = upload.name or purpose
    return attaching.store(content=upload.read(), name=name, purpose=purpose, now=now, is_proof=False)


def address(*, path: str) -> str:
    """The whole address of a page, for QR codes and letters."""
    return f"{str(settings.BASE_URL).rstrip('/')}{path}"


def open_case(*, report: NewCase, once: Once, now: datetime) -> Opened:
    """File a report from the web; the same stamp again gives the same receipt."""
    return opening.open_case(report=report, by=PUBLIC, now=now, once=once)


def joinable(
    *, pack_key: str, category: str, text: str, area_code: str, lon: float | None, lat: float | None, now: datetime
) -> tuple[Joinable, ...]:
    """Open public matters that a report of this kind, place and words may be about too, most alike first."""
    if lon is not None and lat is not None:
        area_code = place_at(lon=lon, lat=lat).area_code
    matter = Matter(text=text, area_code=area_code, category=category, lon=lon, lat=lat)
    return joining.joinable(matter=matter, pack_key=pack_key, now=now)


def join(*, number: str, pack_key: str, into: str, now: datetime) -> bool:
    """Merge a report into the open matter that its sender recognised; whether it could."""
    return join_matters.join(number=number, pack_key=pack_key, into=into, now=now)


def slow_down(*, request: HttpRequest, now: datetime, scope: str = "report", times: int = 1) -> None:
    """Raise TooMany when one address files reports faster than this installation takes them.

    What counts under another `scope` may come so many `times` as often.
    """
    direct, forwarded = (str(request.META.get(name, "")) for name in ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR"))
    key = throttle.sender(direct=direct, forwarded=forwarded)
    limit = throttle.rate(settings.REPORT_RATE)
    throttle.check(scope=scope, key=key, limit=replace(limit, count=limit.count * times), now=now)


def slow_down_pictures(*, request: HttpRequest, now: datetime) -> None:
    """Raise TooMany when one address asks for many pictures: each takes a processor a third of a second."""
    slow_down(request=request, now=now, scope="picture", times=PICTURES)


def act(*, number: str, action: str, inputs: Mapping[str, Any], now: datetime) -> Done:
    """Take one of the reporter's steps. The caller has checked the secret with `case`."""
    by = Actor(kind="reporter", case_number=number, language=get_language() or "")
    return acting.act(number=number, action=action, inputs=inputs, by=by, now=now)


def case(*, number: str, secret: str, now: datetime) -> PublicCase:
    """What the secret link shows. Raises NotFound for a wrong number or secret alike."""
    return public.public_case(number=number, secret=secret, now=now)


def photo(*, attachment: AttachmentView, is_small: bool) -> Path:
    """The file of a photo that the caller may see."""
    row = Attachment.objects.get(id=attachment.id)
    path = attaching.kept_at(path=row.path)
    return attaching.thumbnail(path=path) if is_small and row.media_type.startswith("image/") else path


def points(
    *, area_code: str, days: int, limit: int, now: datetime, kind: str = "", only_open: bool = False
) -> tuple[MapPoint, ...]:
    """Public cases of an area lately, or all that are open, as coarse places, newest first; of a kind, where named."""
    return public.public_map(area=area_code, days=days, limit=limit, now=now, kind=kind, only_open=only_open)


def public_kinds() -> dict[str, Category]:
    """The categories that the public map can be narrowed to, as `pack:category`."""
    tops = public.public_tops()
    return {f"{pack}:{key}": installed().pack(pack).categories[key] for pack, key in tops}


def kind_of(*, pack_key: str, category: str, stage: str) -> tuple[Category | None, Stage | None]:
    """The category and stage that a public point names by their keys."""
    one = installed().pack(pack_key)
    return one.categories.get(category), one.stages.get(stage)


def coarse_area(*, code: str) -> str:
    """The area as far as the public may read it: a village or community, never a grid of some hundred households."""
    return code[: _known_levels()[-1].total]


def _known_levels() -> list[Level]:
    """The levels that residents know by name: all but the grids, which are the centre's own drawing."""
    return [level for level in city().levels if level.key != "grid"]


def area(*, code: str) -> places.AreaRow:
    """One area. Raises NotFound."""
    return places.area(code)


def areas_in(*, code: str) -> tuple[places.AreaRow, ...]:
    """The areas directly under one."""
    return places.children_of(code)


def name_path(*, code: str) -> tuple[tuple[str, str], ...]:
    """Code and name from the city down to the area."""
    root = city_code()
    return tuple((step, name) for step, name in places.name_path(code) if len(step) >= len(root))


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether a receipt's code stands in the case's chain, and that in words."""

    is_good: bool
    words: str


def proof(*, number: str, code: str) -> Proof:
    """Check a receipt's code against the case's chain."""
    found = proving.prove(number=number, event_hash=code)
    return Proof(is_good=found == "whole", words=str(_PROOFS[found]))


def subscribe(*, email: str, number: str = "", area_code: str = "", now: datetime) -> None:
    """Ask for news of a case or an area; a letter to the address asks to confirm. Raises Invalid."""
    subscribing.subscribe(email=email, language=get_language() or "", now=now, number=number, area=area_code)


def subscription(*, token: str) -> Subscription:
    """The subscription that a link of a letter names. Raises NotFound."""
    found = Subscription.objects.select_related("case", "area").filter(token_hash=secret_hash(token)).first()
    if found is None:
        raise NotFound(_("This link is no longer valid. Subscribe again if you still want to be told."))
    return found


def confirm(*, token: str, now: datetime) -> None:
    """Put a subscription in force. Raises NotFound."""
    subscribing.confirm(subscription=subscription(token=token).id, token=token, now=now)


def unsubscribe(*, token: str, now: datetime) -> None:
    """End a subscription and forget its address. Raises NotFound."""
    subscribing.unsubscribe(subscription=subscription(token=token).id, token=token, now=now)
