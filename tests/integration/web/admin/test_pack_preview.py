"""A draft as the administrator looks it through: forms that cannot be sent, clocks in words, dispatch, scenarios."""

import re
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from linli.packs.actions import uploads
from linli.people.access import SYSTEM
from linli.people.models import Account, Post
from linli.process import registry
from linli.walks.actions.kept import walk_kept
from tests import world as worlds

LATE = {'running = ["dispatch", "promise"]': "due = { dispatch = 2026-03-02 15:00:00 }"}
"""A walk that expects another due date than the pack counts."""
WORDS = {"KEY": "river", "TITLE_ZH": "河道清洁专项", "TITLE_EN": "River campaign", "PREFIX": "RV"}


def files(**replaced: str) -> dict[str, bytes]:
    found = {}
    for name in ("pack.toml", "scenarios.toml"):
        source = (registry.HOME / "_campaign" / f"{name}.template").read_text(encoding="utf-8")
        text = re.sub(r"@([A-Z_]+)@", lambda match: WORDS[match[1]], source)
        for old, new in replaced.items():
            text = text.replace(old, new) if name == "scenarios.toml" else text
        found[name] = text.encode()
    return found


@pytest.fixture
def admin(db: None, client: Client) -> Client:
    world = worlds.build()
    account = Account.objects.create(username="admin", name="管理员")
    body = world.organisations["desk"]
    starts = date(2026, 1, 1)
    Post.objects.create(
        account=account, role="administrator", area_id=worlds.CITY, organisation=body, starts_date=starts
    )
    client.force_login(account)
    return client


def draft(now: datetime, **replaced: str) -> int:
    return uploads.keep(files=files(**replaced), by=SYSTEM, now=now)


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_clocks_in_words_and_how_categories_are_dispatched(admin: Client, now: datetime) -> None:
    text = page(admin, "admin:pack_uploaded", draft(now))
    assert "时限：4小时（紧急）；1个工作日（加急）；5个工作日。" in text
    assert "暂停环节：退回待裁定 · 待核查。" in text
    assert "由受理中心选定" in text
    assert "有现实危险" in text


def test_steps_are_drawn_with_their_fields_and_cannot_be_sent(admin: Client, now: datetime) -> None:
    text = page(admin, "admin:pack_uploaded", draft(now))
    steps = text[text.index('id="steps"') : text.index('id="clocks"')]
    assert 'name="photo_after"' in steps
    assert "满意度（1至5）" in steps
    assert 'method="post"' not in steps
    assert "csrfmiddlewaretoken" not in steps
    assert steps.count("<button ") == steps.count(" disabled>") + steps.count('type="button"')


@pytest.mark.parametrize("form", ["resident", "grid", "phone"])
def test_whole_forms_are_drawn_and_cannot_be_sent(admin: Client, now: datetime, form: str) -> None:
    made = draft(now)
    text = page(admin, "admin:pack_form", made, form)
    main = text[text.index('id="main"') :]
    main = main[: main.index("</main>")]
    assert "场所或单位名称" in main
    assert "违反规定" in main
    assert "这里不能提交" in main
    assert 'method="post"' not in main
    assert re.search(r'<button class="button primary big[^>]* disabled>', main)
    assert admin.post(reverse("admin:pack_form", args=[made, form])).status_code == 405
    assert reverse("admin:pack_uploaded", args=[made]) in main


def test_a_form_that_the_pack_does_not_take_is_not_there(admin: Client, now: datetime) -> None:
    pack = files()
    pack["pack.toml"] = pack["pack.toml"].replace(b'"web", ', b"")
    made = uploads.keep(files=pack, by=SYSTEM, now=now)
    assert admin.get(reverse("admin:pack_form", args=[made, "resident"])).status_code == 404
    assert "居民怎样上报" not in page(admin, "admin:pack_uploaded", made)


def test_scenarios_are_shown_as_they_go(admin: Client, now: datetime) -> None:
    made = draft(now, **LATE)
    waiting = page(admin, "admin:pack_standing", made)
    assert "已走查 0 / 3 个" in waiting
    assert "hx-trigger" in waiting
    walk_kept(id=made, now=now)
    done = page(admin, "admin:pack_standing", made)
    assert "hx-trigger" not in done
    assert "1 个场景没有通过" in done
    assert "第 1 步，03-02 09:00，居民：上报：" in done
    assert 'name="is_sure"' in done


def test_it_is_walked_again(admin: Client, now: datetime) -> None:
    made = draft(now)
    walk_kept(id=made, now=now)
    assert "3 个场景全部通过" in page(admin, "admin:pack_standing", made)
    answer = admin.post(reverse("admin:pack_step", args=[made, "walk"]))
    assert answer["Location"] == reverse("admin:pack_uploaded", args=[made])
    assert "已走查 0 / 3 个" in page(admin, "admin:pack_standing", made)


def test_publishing_one_that_did_not_pass_is_refused_in_words(admin: Client, now: datetime) -> None:
    made = draft(now)
    answer = admin.post(reverse("admin:pack_step", args=[made, "publish"]), follow=True)
    assert "有场景没有通过" in answer.content.decode()
    assert "草稿" in page(admin, "admin:pack_standing", made)


def test_a_shipped_pack_reads_the_same_way(admin: Client) -> None:
    text = page(admin, "admin:pack", "event")
    assert "如果现在开始" in text
    assert "居民怎样上报" not in text
