"""Administration of areas and grids: the tree, one area, importing, drawing, splitting, merging, renaming, closing."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.relocating import apply_area_change
from linli.people.access import must_govern
from linli.people.actions.following import MovedPost, follow_areas
from linli.places import actions, queries
from linli.places.actions import AreaChanged
from linli.places.city import current
from linli.places.rules.coordinates import SYSTEMS
from linli.web.acting import StaffRequest, staff_page
from linli.web.admin.forms import AdminForm, AreaField
from linli.web.roles import role_title

MOST = 300
SYSTEM_CHOICES = [(system, system.upper()) for system in SYSTEMS]


class RenameForm(AdminForm):
    """What an area is called."""

    name = forms.CharField(label=_("Full name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)


class ShapeForm(AdminForm):
    """A shape drawn on the map, or pasted."""

    shape = forms.CharField(
        label=_("Shape"),
        widget=forms.Textarea(attrs={"rows": 4, "class": "input", "spellcheck": "false"}),
        help_text=_("GeoJSON in WGS84: a polygon for an area, a line to split along."),
    )


class DrawForm(ShapeForm):
    """A new area: its shape, and its name unless it is a grid, which gets a number."""

    name = forms.CharField(label=_("Name of the new area"), max_length=120, required=False)


class MergeForm(AdminForm):
    """Grids to merge with this one."""

    codes = forms.CharField(label=_("Codes of the other grids"), help_text=_("Separated by spaces or commas."))
    name = forms.CharField(label=_("Name of the new grid"), max_length=120, required=False)


class CloseForm(AdminForm):
    """Who answers for a closed area."""

    successor = AreaField(label=_("Successor"))


class DivisionsForm(AdminForm):
    """A table of divisions."""

    file = forms.FileField(label=_("CSV or Excel file"))


class BoundariesForm(AdminForm):
    """A file of polygons."""

    file = forms.FileField(label=_("GeoJSON file"))
    system = forms.ChoiceField(label=_("Coordinate system"), choices=SYSTEM_CHOICES)
    repair = forms.BooleanField(label=_("Repair invalid polygons"), required=False)


@staff_page(right="areas.edit")
def tree(request: StaffRequest) -> HttpResponse:
    """The areas under one, or those that a search finds."""
    text, under = request.GET.get("text", "").strip(), request.GET.get("under", "")
    rows = queries.search_areas(text, limit=MOST) if text else queries.children_of(under)
    context = {
        "rows": [(row, len(queries.children_of(row.code))) for row in rows[:MOST]],
        "text": text,
        "trail": queries.name_path(under),
        "under": under,
        "divisions_form": DivisionsForm(),
        "boundaries_form": BoundariesForm(),
    }
    return render(request, "admin/areas/tree.html", context)


@staff_page(right="areas.edit")
def one(request: StaffRequest, code: str) -> HttpResponse:
    """One area: its place, its map, and what can be changed of it."""
    queries.catch_up()  # it may have been made a moment ago, in another process
    row = queries.area(code)
    form = RenameForm(request.POST or None, initial={"name": row.name, "name_en": row.name_en})
    by, now = request.actor.account_id, timezone.now()
    if request.method == "POST":
        must_govern(actor=request.actor, area_code=code)
    if request.method == "POST" and form.attempt(
        lambda values: actions.rename(code=code, name=values["name"], name_en=values["name_en"], by=by, now=now)
    ):
        messages.success(request, _("The change is kept."))
        return redirect("admin:area", code)
    return _page(request, code, form=form)


@staff_page(right="areas.edit")
def change(request: StaffRequest, code: str, verb: str) -> HttpResponse:
    """Draw, reshape, split, merge or close; open cases of what is replaced move with it."""
    if request.method != "POST" or verb not in CHANGES:
        return redirect("admin:area", code)
    must_govern(actor=request.actor, area_code=code)
    make, act = CHANGES[verb]
    form = make(request.POST, auto_id=f"{verb}_%s")
    by, now = request.actor.account_id, timezone.now()
    with transaction.atomic():
        if not form.attempt(lambda values: act(code, values, {"by": by, "now": now})):
            return _page(request, code, **{f"{verb}_form": form, "faulty": form})
        changed: AreaChanged = form.result
        moved = apply_area_change(replaced=changed.replaced, now=now)
        posts = follow_areas(replaced=changed.replaced, by=request.actor, on_date=timezone.localdate(now), now=now)
    messages.success(request, _("The map has been changed; %(count)d open cases moved with it.") % {"count": moved})
    _show_posts(request, changed, posts)
    return redirect("admin:area", changed.made[0] if changed.made else code)


def _show_posts(request: StaffRequest, changed: AreaChanged, posts: Sequence[MovedPost]) -> None:
    """Which posts the administrator should look at: those that moved, and parts that nobody holds a post in."""
    if not posts:
        return
    gone = [f"{post.name} · {role_title(role=post.role)}" for post in posts if post.is_ended]
    kept = [
        f"{post.name} · {role_title(role=post.role)} → {queries.name_of(post.area_code)}"
        for post in posts
        if not post.is_ended
    ]
    taken = {post.area_code for post in posts}
    bare = [queries.name_of(code) for code in changed.made if code not in taken]
    if kept:
        messages.warning(request, _("These posts moved with it; look whether they fit: %(posts)s") % _listed(kept))
    if gone:
        messages.warning(request, _("Ended, as their holder has the same post there: %(posts)s") % _listed(gone))
    if bare:
        messages.warning(request, _("Nobody holds a post yet in: %(posts)s") % _listed(bare))


def _listed(names: Sequence[str]) -> dict[str, str]:
    return {"posts": "; ".join(names)}


@staff_page(right="areas.edit")
def import_divisions(request: StaffRequest) -> HttpResponse:
    """Bring in a table of divisions, with every fault by row."""
    must_govern(actor=request.actor, area_code=current().root)
    form = DivisionsForm(request.POST or None, request.FILES or None)
    by, now = request.actor.account_id, timezone.now()
    done = request.method == "POST" and form.attempt(
        lambda values: actions.import_divisions(content=values["file"].read(), name=values["file"].name, by=by, now=now)
    )
    report = form.result if done else None
    return render(request, "admin/areas/imported.html", {"divisions": report, "form": form})


@staff_page(right="areas.edit")
def import_boundaries(request: StaffRequest) -> HttpResponse:
    """Bring in polygons, with every fault by feature."""
    must_govern(actor=request.actor, area_code=current().root)
    form = BoundariesForm(request.POST or None, request.FILES or None)
    by, now = request.actor.account_id, timezone.now()

    def bring(values: dict[str, Any]) -> actions.BoundariesReport:
        how = actions.How(values["system"], values["repair"], source=values["file"].name)
        return actions.import_boundaries(content=values["file"].read(), how=how, by=by, now=now)

    done = request.method == "POST" and form.attempt(bring)
    report = form.result if done else None
    return render(request, "admin/areas/imported.html", {"boundaries": report, "form": form})


def _page(request: StaffRequest, code: str, **forms_shown: Any) -> HttpResponse:
    row = queries.area(code)
    is_grid = queries.is_deepest(code)
    context = {
        "row": row,
        "trail": queries.name_path(row.parent),
        "children": queries.children_of(code)[:MOST],
        "is_grid": is_grid,
        "chosen": code if is_grid else "",
        "outline": _outline(row.parent if is_grid else code),
        "form": RenameForm(initial={"name": row.name, "name_en": row.name_en}),
    }
    fresh = {f"{verb}_form": make(auto_id=f"{verb}_%s") for verb, (make, _act) in CHANGES.items()}
    return render(request, "admin/areas/one.html", context | fresh | forms_shown)


def _outline(code: str) -> str:
    """The address of what the map shows: borders as fine as it can be zoomed to, and as they are now."""
    address = reverse("public:outline", args=[code])
    return f"{address}?{urlencode({'zoom': queries.drawing_zoom(code), 'version': queries.map_version()})}"


Act = Callable[[str, dict[str, Any], dict[str, Any]], AreaChanged]
CHANGES: dict[str, tuple[type[AdminForm], Act]] = {
    "draw": (
        DrawForm,
        lambda code, values, who: actions.draw_grid(
            village=code, shape=actions.read_polygon(values["shape"]), name=values["name"], **who
        ),
    ),
    "reshape": (
        ShapeForm,
        lambda code, values, who: actions.reshape(code=code, shape=actions.read_polygon(values["shape"]), **who),
    ),
    "split": (
        ShapeForm,
        lambda code, values, who: actions.split_grid(code=code, line=actions.read_polygon(values["shape"]), **who),
    ),
    "merge": (
        MergeForm,
        lambda code, values, who: actions.merge_grids(
            codes=[code, *values["codes"].replace(",", " ").replace("，", " ").split()], name=values["name"], **who
        ),
    ),
    "close": (
        CloseForm,
        lambda code, values, who: actions.deactivate(code=code, successor=values["successor"], **who),
    ),
}
