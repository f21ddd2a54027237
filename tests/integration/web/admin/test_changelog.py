"""The log of changes speaks the readers' words: no keys, no numbers of rows."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

from config.paths import ROOT
from linli.people.models import Account, AdminChange, Organisation
from linli.places.models import Area
from linli.web.admin import changelog

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def test_a_post_is_told_by_the_names_of_what_it_joins() -> None:
    Area.objects.create(code="430102", name="芙蓉区", level="county")
    body = Organisation.objects.create(code="zz", path="0001", name="芙蓉区综治中心", name_en="Furong Centre")
    person = Account.objects.create(username="lilan", name="李岚")
    after = {"account": person.pk, "role": "desk", "area": "430102", "organisation": body.pk, "stand_in": None}
    row = AdminChange(kind="post.grant", subject="post 7", after=after, changed_at=NOW)
    (chinese,) = changelog.entries(rows=[row])
    assert (chinese.title, chinese.subject) == ("设置岗位", "岗位 7")
    assert [(line.label, line.before, line.after) for line in chinese.lines] == [
        ("人员", "—", "李岚"),
        ("角色", "—", "综治中心"),
        ("区域", "—", "芙蓉区"),
        ("单位", "—", "芙蓉区综治中心"),
    ]
    with translation.override("en"):
        (english,) = changelog.entries(rows=[row])
    assert english.lines[-1].after == "Furong Centre"


def test_kinds_of_disputes_are_told_by_their_titles() -> None:
    row = AdminChange(
        kind="mediator.change", subject="mediator 1", after={"fields": "neighbour、other"}, changed_at=NOW
    )
    (entry,) = changelog.entries(rows=[row])
    assert [(line.label, line.after) for line in entry.lines] == [("擅长的纠纷类型", "邻里纠纷、其他纠纷")]


def test_what_did_not_change_is_left_out() -> None:
    before = {"name": "城管局", "is_active": True}
    row = AdminChange(kind="organisation.deactivate", subject="cg", before=before, after=before | {"is_active": False})
    (entry,) = changelog.entries(rows=[row])
    assert [(line.label, line.before, line.after) for line in entry.lines] == [("在用", "是", "否")]


def test_every_kind_that_is_recorded_has_a_title() -> None:
    written: set[str] = set()
    kinds = "account|calendar|mediator|organisation|pack|post|rule|studio|template|token"
    for file in [file for place in PLACES for file in ROOT.glob(place)]:
        if file != Path(changelog.__file__):
            named = re.findall(rf'"((?:{kinds})\.[a-z_]+)"', file.read_text())
            written |= set(named)
    recorded = {kind for kind in written if not kind.endswith((".html", ".manage", ".toml", ".view"))}
    assert {kind for kind in recorded if kind not in changelog.KINDS} <= RIGHTS
    assert set(changelog.KINDS) <= written


PLACES = (
    "linli/people/actions/*.py",
    "linli/web/admin/*.py",
    "linli/packs/actions/*.py",
    "linli/mediation/actions/*.py",
    "linli/documents/actions/*.py",
    "linli/cases/actions/dry_running.py",
)
RIGHTS = {"organisation.rename"}
"""Names of the same form that are not kinds of change."""
