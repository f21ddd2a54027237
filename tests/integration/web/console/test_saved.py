"""Saved views: kept, shared in the organisation, removed; never somebody else's."""

from collections.abc import Callable

from django.test import Client

from linli.cases.models import SavedView

AsClient = Callable[[str], Client]


def test_it_saves_the_list_under_a_name(as_: AsClient) -> None:
    desk = as_("desk")
    answer = desk.post("/console/views/?lens=inbox&late=late&urgency=urgent", {"name": "又急又迟"})
    assert answer.headers["Location"] == "/console/inbox/?lens=inbox&urgency=urgent&late=late"
    assert "又急又迟" in desk.get("/console/inbox/").content.decode()
    assert "又急又迟" not in as_("desk2").get("/console/inbox/").content.decode()


def test_it_shares_with_the_organisation(as_: AsClient) -> None:
    as_("desk").post("/console/views/?lens=inbox&late=late", {"name": "已超期", "share": "1"})
    assert "已超期" in as_("desk2").get("/console/inbox/").content.decode()
    assert 'class="view-tab"' not in as_("handler").get("/console/inbox/").content.decode()


def test_it_shares_nothing_without_the_right(as_: AsClient) -> None:
    as_("handler").post("/console/views/?lens=inbox", {"name": "我的", "share": "1"})
    assert not SavedView.objects.get().is_shared


def test_it_removes_only_ones_own(as_: AsClient) -> None:
    as_("desk").post("/console/views/?lens=inbox", {"name": "一"})
    view = SavedView.objects.get()
    assert as_("desk2").post(f"/console/views/{view.pk}/remove/").status_code == 404
    as_("desk").post(f"/console/views/{view.pk}/remove/")
    assert not SavedView.objects.exists()


def test_it_refuses_a_view_without_a_name(as_: AsClient) -> None:
    as_("desk").post("/console/views/?lens=inbox", {"name": " "})
    assert not SavedView.objects.exists()
