"""The agreement's parts of the room's pages: who sees and takes what."""

import base64
import io
import zipfile
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.cases.models import Case
from linli.mediation.actions import archiving
from linli.mediation.models import Agreement, Obligation, Participant, Signature
from linli.people.models import Account
from tests.agreeing import DRAWN, agreed, drafted, fixed
from tests.mediating import Dispute


@pytest.fixture
def dispute(dispute: Dispute) -> Dispute:
    """Today, as pages see it."""
    dispute.now = timezone.now()
    return dispute


def staff(dispute: Dispute, username: str = "handler") -> Client:
    """Signed in."""
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def console(dispute: Dispute, verb: str, section: str = "agreement") -> str:
    """Where a form of the console goes."""
    return reverse("console:room-act", args=[dispute.number, section, verb])


def own(dispute: Dispute, one: UUID, verb: str = "", section: str = "agreement") -> str:
    """A participant's page, or where one of its forms goes."""
    if not verb:
        return reverse("public:room", args=[one, dispute.link(one)])
    return reverse("public:room-act", args=[one, dispute.link(one), section, verb])


def test_a_change_is_read_by_its_side_and_the_mediator_alone(dispute: Dispute) -> None:
    first, second = dispute.both()
    drafted(dispute)
    Client().post(own(dispute, first, "change"), {"words": "请改为月底前付清"})
    for client, path, sees in (
        (Client(), own(dispute, first), True),
        (Client(), own(dispute, second), False),
        (staff(dispute), reverse("console:room", args=[dispute.number]), True),
        (staff(dispute, "head"), reverse("console:room", args=[dispute.number]), False),
        (staff(dispute, "desk"), reverse("console:room", args=[dispute.number]), False),
    ):
        assert ("请改为月底前付清" in client.get(path).content.decode()) == sees


def test_the_desk_reads_no_agreement_and_no_page_shows_a_name(dispute: Dispute) -> None:
    first, second = dispute.both()
    fixed(dispute)
    desk = staff(dispute, "desk").get(reverse("console:room", args=[dispute.number])).content.decode()
    assert "防水层老化" not in desk
    for one in (first, second):
        page = Client().get(own(dispute, one)).content.decode()
        assert "防水层老化" in page
        assert "applicant甲" not in page
        assert "respondent甲" not in page


def test_a_drawing_signs_and_rubbish_does_not(dispute: Dispute) -> None:
    first, _second = dispute.both()
    fixed(dispute)
    for drawing in ("", "data:image/png;base64,%%%", "data:image/png;base64,AAAA", "https://example.org/x.png"):
        answer = Client().post(own(dispute, first, "draw"), {"drawing": drawing})
        assert answer.status_code == 422
    assert not Signature.objects.exists()
    told = "data:image/png;base64," + base64.b64encode(DRAWN).decode()
    assert Client().post(own(dispute, first, "draw"), {"drawing": told}).status_code == 302
    assert Signature.objects.get().how == "screen"


def test_the_document_goes_to_those_who_may_read_it(dispute: Dispute) -> None:
    first, _second = dispute.both()
    view = fixed(dispute)
    asked = {"agreement": str(view.id)}
    for client, path in ((Client(), own(dispute, first, "document")), (staff(dispute), console(dispute, "document"))):
        answer = client.post(path, asked)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert staff(dispute, "desk").post(console(dispute, "document"), asked).status_code == 403
    assert Client().post(own(dispute, first, "document"), {"agreement": "x"}).status_code == 404


def test_a_draft_with_a_gap_keeps_what_was_typed(dispute: Dispute) -> None:
    dispute.both()
    sent = {
        "template": "agreement", "facts": "楼上漏水", "total": "100",
        "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0",
        "form-0-kind": "pay", "form-0-by_side": "respondent", "form-0-to_side": "applicant", "form-0-amount": "90",
        "form-0-due_date": f"{dispute.now:%Y-%m-%d}",
    }  # fmt: skip
    answer = staff(dispute).post(console(dispute, "save"), sent)
    assert answer.status_code == 422
    assert "楼上漏水" in answer.content.decode()
    assert not Agreement.objects.exists()
    assert staff(dispute).post(console(dispute, "save"), sent | {"total": "90"}).status_code == 302
    assert Obligation.objects.get().amount == 90


def confirmation(dispute: Dispute, one: UUID) -> list[str]:
    """Both pages, the mediator's and a party's."""
    clients = ((staff(dispute), reverse("console:room", args=[dispute.number])), (Client(), own(dispute, one)))
    return [client.get(path).content.decode() for client, path in clients]


def test_pages_say_before_one_asks_that_no_court_confirms_it(dispute: Dispute) -> None:
    first, _second = agreed(dispute)
    Case.objects.filter(number=dispute.number).update(category="family.identity")
    for page in confirmation(dispute, first):
        assert "人民法院不受理这样的司法确认申请" in page
        assert "若干规定》第四条" in page
        assert "/after/bundle/" not in page
    assert "/after/want/" not in page
    for client, path in (
        (staff(dispute), console(dispute, "bundle", "after")),
        (Client(), own(dispute, first, "bundle", "after")),
    ):
        answer = client.post(path, {"confirms": "rights"})
        assert answer.status_code == 409
        assert "人民法院不受理这样的司法确认申请" in answer.content.decode()


def test_pages_say_before_one_asks_that_a_signature_is_missing(dispute: Dispute) -> None:
    first, second = agreed(dispute)
    Signature.objects.filter(participant=second).delete()
    for page in confirmation(dispute, first):
        assert "协议书缺少被申请人1一方的签名" in page
        assert "/after/bundle/" not in page


def test_a_delicate_kind_asks_for_a_tick_first(dispute: Dispute) -> None:
    first, _second = agreed(dispute)
    assert not [page for page in confirmation(dispute, first) if "bundle-confirms" in page]
    Case.objects.filter(number=dispute.number).update(category="family.marriage")
    assert all("bundle-confirms" in page for page in confirmation(dispute, first))
    path = own(dispute, first, "bundle", "after")
    assert Client().post(path).status_code == 409
    assert Client().post(path, {"confirms": "rights"})["Content-Type"] == "application/zip"


def test_the_countdown_stands_on_both_pages_and_the_bundle_can_be_taken(dispute: Dispute) -> None:
    first, _second = agreed(dispute)
    pages = (
        staff(dispute).get(reverse("console:room", args=[dispute.number])).content.decode(),
        Client().get(own(dispute, first)).content.decode(),
    )
    assert all("可以申请司法确认，最后一日是" in page for page in pages)
    answer = Client().post(own(dispute, first, "bundle", "after"))
    assert len(zipfile.ZipFile(io.BytesIO(answer.content)).namelist()) == 6
    assert staff(dispute).post(console(dispute, "confirm", "after"), {"confirms": "rights"}).status_code == 422
    sent = {"confirms": "rights", "together": "on", "court": "长沙市芙蓉区人民法院"}
    assert staff(dispute).post(console(dispute, "confirm", "after"), sent).status_code == 302
    assert dispute.room().stage == "confirm_asked"


def test_the_volume_is_printed_archived_and_taken(dispute: Dispute) -> None:
    agreed(dispute)
    made = archiving.make(room=dispute.room(), now=dispute.now)
    for username in ("handler", "head"):
        client = staff(dispute, username)
        page = client.post(console(dispute, "printed", "after")).content.decode()
        assert "卷内目录" in page
        assert "13812340001" not in page
        answer = client.post(console(dispute, "volume", "after"), {"volume": made})
        assert answer["Content-Type"] == "application/zip"
    assert staff(dispute).post(console(dispute, "volume", "after"), {"volume": "0"}).status_code == 404


def test_telling_and_recording_by_the_forms(dispute: Dispute) -> None:
    _first, second = agreed(dispute)
    duty = Obligation.objects.get()
    assert Client().post(own(dispute, second, "tell", "after"), {"duty": duty.pk}).status_code == 302
    assert Client().post(own(dispute, second, "tell", "after"), {"duty": "x"}).status_code == 404
    tomorrow = (dispute.now + timedelta(days=2)).date().isoformat()
    answer = staff(dispute).post(console(dispute, "record", "after"), {"duty": duty.pk, "day": tomorrow})
    assert answer.status_code == 422
    today = dispute.now.date().isoformat()
    assert staff(dispute).post(console(dispute, "record", "after"), {"duty": duty.pk, "day": today}).status_code == 302
    duty.refresh_from_db()
    assert duty.state == "performed"
    assert dispute.room().stage == "calling_back"


def test_a_mandate_comes_by_the_forms_of_both_pages(dispute: Dispute) -> None:
    party, _other = dispute.both()
    given = {
        "side": "applicant",
        "capacity": "agent",
        "name": "代理人甲",
        "mandate": "special",
        "stands_for": [str(party)],
    }
    sent = given | {"mandate_file": SimpleUploadedFile("委托书.pdf", b"%PDF-1.4 x")}
    assert staff(dispute).post(console(dispute, "join", "parties"), sent).status_code == 302
    one = Participant.objects.get(capacity="agent")
    assert one.mandate_file is not None
    assert one.mandate_file.name == "委托书.pdf"
    path = own(dispute, party, "hand_in", "people")
    wrong = {"participant": str(one.id), "mandate_file": SimpleUploadedFile("a.exe", b"MZ")}
    answer = Client().post(path, wrong)
    assert answer.status_code == 422
    assert "不能" in answer.content.decode() or "只能" in answer.content.decode()
    right = wrong | {"mandate_file": SimpleUploadedFile("新委托书.pdf", b"%PDF-1.4 y")}
    assert Client().post(path, right).status_code == 302
    assert Participant.objects.get(capacity="agent").mandate_file.name == "新委托书.pdf"  # type: ignore[union-attr]


def test_a_party_with_a_mandate_is_named_at_the_field(dispute: Dispute) -> None:
    sent = {
        "side": "applicant",
        "capacity": "party",
        "name": "甲",
        "mandate_file": SimpleUploadedFile("a.pdf", b"%PDF-"),
    }
    answer = staff(dispute).post(console(dispute, "join", "parties"), sent)
    assert answer.status_code == 422
    assert "只有代表当事人的人才有授权材料" in answer.content.decode()
    assert not Participant.objects.exists()
