"""Templates of documents: listed, taken as Word files, replaced after a check, put back; each change is on record."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from linli.documents import drafting
from linli.documents.models import Template
from linli.mediation.queries import examples
from linli.people.models import Account, AdminChange, Post
from linli.process.registry import registry
from tests import world as worlds

pytestmark = pytest.mark.django_db
LIST = "/console/admin/documents/"
PAGE = f"{LIST}petition/extend/zh/"


def signed_in(client: Client, *, area: str = "4301", language: str = "en") -> Client:
    account = Account.objects.create(username=f"admin{area}", name="管理员甲")
    centre = Post.objects.filter(role="desk").values_list("organisation_id", flat=True)[0]
    Post.objects.create(
        account=account, role="administrator", area_id=area, organisation_id=centre, starts_date=date(2020, 1, 1)
    )
    client.force_login(account)
    client.cookies["django_language"] = language
    return client


@pytest.fixture
def admin(client: Client) -> Client:
    worlds.build()
    return signed_in(client)


def drawn(body: str) -> bytes:
    side = drafting.Side.model_validate({**drafting.USUAL["zh"], "title": "本市延期告知书", "body": body})
    return drafting.draft(side=side, language="zh")


def upload(client: Client, content: bytes, *, page: str = PAGE) -> Any:
    return client.post(f"{page}replace/", {"file": SimpleUploadedFile("t.docx", content)}, follow=True)


def taken(client: Client, query: str = "") -> str:
    answer = client.get(f"{PAGE}file/{query}")
    assert "petition-extend.docx" in answer["Content-Disposition"]
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs)


def test_every_letter_of_every_pack_is_listed(admin: Client) -> None:
    page = admin.get(LIST).content.decode()
    for pack in registry().current():
        for action in pack.actions.values():
            if action.document:
                assert f"{LIST}{pack.key}/{action.document}/zh/" in page
                assert f"{LIST}{pack.key}/{action.document}/en/" in page
    assert "Notice of Acceptance of a Wage Claim" in page
    assert "as shipped" in page
    assert "/console/admin/documents/" in admin.get("/console/admin/").content.decode()


def test_every_template_can_be_looked_at_filled_with_an_example(admin: Client) -> None:
    for pack in registry().current():
        for key in {action.document for action in pack.actions.values()} - {""}:
            for language in drafting.LANGUAGES:
                page = admin.get(f"{LIST}{pack.key}/{key}/{language}/")
                assert page.status_code == 200
                assert page.context["failed"] == "", f"{pack.key} {key} {language}"
                assert page.context["blocks"]


def test_an_example_is_plainly_made_up(admin: Client) -> None:
    page = admin.get(f"{LIST}petition/opinion/zh/").content.decode()
    assert "〔事实和理由〕" in page or "〔" in page
    assert "示例单位" in page
    assert "填写.opinion" in page, "what the template may name"


def test_a_template_is_taken_changed_and_put_in_place(admin: Client) -> None:
    assert "延长信访事项办理期限告知书" in taken(admin)
    page = upload(admin, drawn("理由：{{ 填写.reason }}")).content.decode()
    assert "Kept." in page
    assert "本市延期告知书" in page
    assert "the city's own" in page
    assert "本市延期告知书" in taken(admin)
    assert AdminChange.objects.filter(kind="template.replace", subject="petition/extend.zh").count() == 1


def test_the_shipped_one_comes_back_and_the_other_stays_to_be_taken(admin: Client) -> None:
    upload(admin, drawn("理由：{{ 填写.reason }}"))
    page = admin.post(f"{PAGE}back/", follow=True).content.decode()
    assert "延长信访事项办理期限告知书" in page
    assert "延长信访事项办理期限告知书" in taken(admin)
    kept = Template.objects.exclude(sha256="").get()
    assert "本市延期告知书" in taken(admin, f"?version={kept.pk}")
    assert AdminChange.objects.filter(kind="template.put_back").count() == 1


def test_putting_back_what_is_there_changes_nothing(admin: Client) -> None:
    admin.post(f"{PAGE}back/")
    assert not Template.objects.exists()
    assert not AdminChange.objects.exists()


def test_all_faults_are_named_at_once_and_nothing_is_kept(admin: Client) -> None:
    answer = upload(admin, drawn("{{ 填写.nobody }} {{ 事项.nothing }} {{ whatever }}"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [name for name in ("填写.nobody", "事项.nothing", "whatever") if f"“{name}”" not in page] == []
    assert "3 faults. Nothing was kept." in page
    assert not Template.objects.exists()


@pytest.mark.parametrize("content", [b"", b"no word file", b"PK\x03\x04 broken"])
def test_what_does_not_open_is_refused(admin: Client, content: bytes) -> None:
    assert upload(admin, content).status_code == 422
    assert not Template.objects.exists()


def test_what_fails_only_when_filled_in_is_refused(admin: Client) -> None:
    page = f"{LIST}hazard/order/zh/"
    body = "| 项 |\n| {%tr for 行 in 填写.items %} |\n| {{ 行.nothing }} |\n| {%tr endfor %} |"
    answer = upload(admin, drawn(body), page=page)
    assert answer.status_code == 422
    assert "nothing" in answer.content.decode()
    assert not Template.objects.exists()


def test_one_county_reads_what_the_city_keeps(client: Client) -> None:
    worlds.build()
    county = signed_in(client, area="430102")
    page = county.get(PAGE).content.decode()
    assert "Its administrator changes it." in page
    assert "replace/" not in page
    assert upload(county, drawn("x")).status_code == 403
    assert county.post(f"{PAGE}back/").status_code in (302, 403)
    assert not Template.objects.exists()


@pytest.mark.parametrize("path", ["nothing/extend/zh/", "petition/nothing/zh/", "petition/extend/fr/"])
def test_what_no_pack_issues_is_not_found(admin: Client, path: str) -> None:
    assert admin.get(f"{LIST}{path}").status_code == 404
    assert admin.get(f"{LIST}{path}file/").status_code == 404


def test_others_have_no_such_page(client: Client) -> None:
    world = worlds.build()
    client.force_login(Account.objects.get(pk=world.actor("desk").account_id or 0))
    assert client.get(LIST).status_code == 403


ROOM = f"{LIST}mediation/"


def test_the_room_s_papers_are_listed_and_shown_filled_with_an_example(admin: Client) -> None:
    listed = admin.get(LIST).content.decode()
    for key in examples.PAPERS:
        for language in drafting.LANGUAGES:
            assert f"{ROOM}{key}/{language}/" in listed
            page = admin.get(f"{ROOM}{key}/{language}/")
            assert page.context["failed"] == "", f"{key} {language}"
            assert page.context["blocks"]
    assert "Agreement of People" in listed


@pytest.mark.parametrize("key", ["agreement_debt", "oral"])
def test_an_agreement_s_template_is_taken_replaced_and_put_back(admin: Client, key: str) -> None:
    own = admin.get(f"{ROOM}{key}/zh/file/")
    assert f"mediation-{key}.docx" in own["Content-Disposition"]
    text = Document(io.BytesIO(own.content))
    text.paragraphs[0].runs[0].text = "本市调解协议书"
    changed = io.BytesIO()
    text.save(changed)
    page = upload(admin, changed.getvalue(), page=f"{ROOM}{key}/zh/").content.decode()
    assert "Kept." in page
    assert "本市调解协议书" in page
    assert AdminChange.objects.latest("id").kind == "template.replace"
    assert "is back" in admin.post(f"{ROOM}{key}/zh/back/", follow=True).content.decode()
    assert "本市调解协议书" not in str(admin.get(f"{ROOM}{key}/zh/").context["blocks"])


def test_an_agreement_that_leaves_out_what_the_law_asks_for_is_refused(admin: Client) -> None:
    page = upload(admin, drawn("{{ 填写.协议内容 }}"), page=f"{ROOM}agreement/zh/")
    assert page.status_code == 422
    told = page.content.decode()
    for name in ("事项.当事人", "填写.事实", "填写.责任", "填写.履行", "事项.签署人"):
        assert name in told, name
    assert "填写.协议内容 (" not in told
    assert not Template.objects.exists()


def test_a_paper_names_only_what_the_room_gives_it(admin: Client) -> None:
    page = upload(admin, drawn("{{ 填写.事实 }}"), page=f"{ROOM}commitment/zh/")
    assert page.status_code == 422
    assert admin.get(f"{ROOM}minutes/zh/").status_code == 404
