"""What roles, posts, holders and units are called on screen."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from linli.people.catalogue import english_name
from linli.people.queries import PostView

ROLES: Mapping[str, Promise] = {
    "desk": _("Desk"),
    "handler": _("Handler"),
    "verifier": _("Verifier"),
    "grid_worker": _("Grid worker"),
    "leader": _("Leader"),
    "administrator": _("Administrator"),
}

HOLDERS: Mapping[str, Promise] = {
    "desk": _("Desk"),
    "org": _("Organisation"),
    "verifier": _("Verifier"),
    "grid_worker": _("Grid worker"),
    "reporter": _("Reporter"),
}
UNITS: Mapping[str, Promise] = {
    "minute": _("minutes"),
    "hour": _("hours"),
    "working_hour": _("working hours"),
    "day": _("days"),
    "working_day": _("working days"),
    "week": _("weeks"),
    "month": _("months"),
    "year": _("years"),
}


def role_title(*, role: str) -> str:
    """The role in the reader's language."""
    return str(ROLES.get(role, role))


def named(*, name: str, name_en: str) -> str:
    """The English name for readers of English, where there is one."""
    return name_en if name_en and (get_language() or "").startswith("en") else name


def body_title(*, name: str) -> str:
    """The body's English name for readers of English, where there is one."""
    return english_name(name=name) if name and (get_language() or "").startswith("en") else name


def post_title(*, post: PostView) -> str:
    """`芙蓉区 · 受理坐席`, and for whom one stands in."""
    is_body = post.role == "handler"
    place = named(
        name=post.org_name if is_body else post.area_name, name_en=post.org_name_en if is_body else post.area_name_en
    )
    title = f"{place} · {role_title(role=post.role)}"
    if not post.stands_in_for:
        return title
    return gettext("%(post)s, for %(name)s") % {"post": title, "name": post.stands_in_for}


def holder_title(*, kind: str) -> str:
    """Who holds a stage, in the reader's language."""
    return str(HOLDERS.get(kind, kind))


def unit_title(*, unit: str) -> str:
    """A unit of a deadline, in the reader's language."""
    return str(UNITS.get(unit, unit))
