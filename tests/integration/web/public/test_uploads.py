"""Papers and photos that residents hand in with a report and afterwards, and bodies that they name."""

import io
from typing import Any
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from linli.cases.models import Attachment, Case, Hiding
from linli.cases.queries.verifying import verify
from linli.web.public import forms
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 a made-up paper"


@pytest.fixture(autouse=True)
def world() -> World:
    return worlds.build()


def typed(**changes: Any) -> dict[str, Any]:
    with mock.patch("time.time", return_value=timezone.now().timestamp() - 60):
        stamp = forms.new_stamp()
    petition = {
        "matter": "petition",
        "kind": "petition:claim",
        "area": "430102001",
        "text": "征收时少算了一间偏房",
        "own_request": "请重新核实面积",
        "stamp": stamp,
    }
    return petition | changes


def paper(name: str = "丈量表.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(name: str = "合同.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def link(client: Client) -> str:
    """The secret link of the only case, off its receipt."""
    answer = client.post("/report/", typed(own_papers=[paper(), picture()]))
    return str(answer["Location"]).removesuffix("receipt/")


def test_papers_and_photos_come_with_the_report(client: Client) -> None:
    assert client.post("/report/", typed(own_papers=[paper(), picture()])).status_code == 302
    case = Case.objects.get()
    kept = Attachment.objects.filter(case=case, event_seq=1)
    assert sorted(kept.values_list("name", "media_type")) == [
        ("丈量表.pdf", "application/pdf"),
        ("合同.jpg", "image/jpeg"),
    ]
    assert "papers" not in case.fields
    assert not list(verify())


def test_they_are_shown_back_to_who_sent_them_alone(client: Client) -> None:
    address = link(client)
    page = client.get(address).content.decode()
    assert "丈量表.pdf" in page
    file = Attachment.objects.get(media_type="application/pdf")
    answer = client.get(f"{address}photos/{file.id}/")
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    number = Case.objects.get().number
    assert client.get(f"/case/{number}/{'x' * 22}/photos/{file.id}/").status_code == 404


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ([paper("脚本.exe")], "无法读取"),
        ([paper("假的.pdf", b"MZ")], "只能上传照片"),
        ([paper("宏.docx", b"PK")], "只能上传照片"),
        ([picture(f"{at}.jpg") for at in range(7)], "最多上传6份"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(client: Client, sent: list[Any], fault: str) -> None:
    answer = client.post("/report/", typed(own_papers=sent))
    assert answer.status_code == 422
    assert fault in answer.content.decode()
    assert not Case.objects.exists()


def test_a_paper_that_is_too_large_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.cases.actions.attaching.FILE_BYTES", len(PDF) - 1)
    answer = client.post("/report/", typed(own_papers=[paper()]))
    assert answer.status_code == 422
    assert not Attachment.objects.exists()


def test_nothing_is_sent_twice_because_another_field_was_faulty(client: Client) -> None:
    page = client.post("/report/", typed(text="", own_papers=[paper()]))
    assert page.status_code == 422
    kept = page.content.decode().split('name="own_papers-kept" value="')[1].split('"')[0]
    client.post("/report/", typed(**{"own_papers-kept": [kept], "own_papers": [picture()]}))
    assert Attachment.objects.filter(case=Case.objects.get(), event_seq=1).count() == 2


def test_a_forged_word_brings_no_file_of_others_along(client: Client) -> None:
    client.post("/report/", typed(text="", own_papers=[paper()]))
    client.post("/report/", typed(**{"own_papers-kept": [str(Attachment.objects.get().id)]}))
    assert not Attachment.objects.filter(case=Case.objects.get()).exists()


def test_more_papers_come_afterwards(client: Client) -> None:
    address = link(client)
    given = {"add-text": "村里的审批材料", "add-papers": [paper("审批.pdf"), picture()]}
    answer = client.post(f"{address}do/add/", given)
    assert answer.status_code == 302
    assert Attachment.objects.filter(case=Case.objects.get(), event_seq=2).count() == 2
    assert "审批.pdf" in client.get(address).content.decode()


def test_a_paper_that_cannot_be_kept_afterwards_leaves_the_case_alone(client: Client) -> None:
    address = link(client)
    answer = client.post(f"{address}do/add/", {"add-text": "审批材料", "add-papers": [paper("脚本.exe"), paper()]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert Case.objects.get().event_count == 1
    assert 'name="add-papers-kept"' in page, "the one that could be kept is here already"


def test_a_body_named_in_an_accusation_never_sees_it(client: Client, world: World) -> None:
    named = world.organisations["lead"]
    assert named.name in client.get("/report/?matter=petition").content.decode()
    answer = client.post("/report/", typed(kind="petition:accusation", own_accused=[named.name, "", ""]))
    assert answer.status_code == 302
    assert Case.objects.get().fields["accused"] == [named.pk]
    assert list(Hiding.objects.values_list("organisation_id", flat=True)) == [named.pk]
    assert named.name in client.get(str(answer["Location"]).removesuffix("receipt/")).content.decode()


def test_a_body_that_is_none_is_refused_at_its_field(client: Client) -> None:
    answer = client.post("/report/", typed(kind="petition:accusation", own_accused=["没有这个单位"]))
    assert answer.status_code == 422
    assert "没有这个单位" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_claim_is_hidden_from_nobody(client: Client, world: World) -> None:
    named = world.organisations["lead"]
    client.post("/report/", typed(own_accused=[named.name]))
    assert Case.objects.get().fields.keys() == {"request"}
    assert not Hiding.objects.exists()
