"""The volume of a case is assembled in legal order and archived; nothing private is ever in it."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.utils.translation import override
from PIL import Image

from linli.cases.actions.attaching import kept_at
from linli.cases.models import Attachment, Case
from linli.core.errors import NotAllowed
from linli.core.ids import uuid7
from linli.documents import reading
from linli.mediation.actions import archiving, drafting, performing
from linli.mediation.actions.keeping import keep
from linli.mediation.models import Evidence, PrivateNote, Session, Volume
from linli.mediation.queries.agreements import duties_in_effect
from linli.mediation.queries.volumes import assembled, volumes_of
from linli.mediation.rules.volume import ORDER
from linli.mediation.sealed import seal
from tests.agreeing import DRAWN, agreed, whole
from tests.mediating import Dispute

SECRET = "底线是一千五百元"


def test_it_is_bound_in_legal_order_with_its_files(dispute: Dispute) -> None:
    filled(dispute)
    archiving.make(room=dispute.room(), now=dispute.now)
    row = Volume.objects.get()
    bound = [one["key"] for one in row.index]
    assert bound == ["application", "notice", "evidence", "records", "agreement", "performance"]
    assert [key for key in ORDER if key in bound] == bound
    assert row.number == "长沙人调卷〔2026〕1号"
    assert row.retain_until_date == date(2031, 3, 2)
    kept = Attachment.objects.get(id=row.attachment_id)
    assert (kept.purpose, kept.media_type) == ("room", "application/zip")
    names, _said = unpacked(dispute)
    assert names[0] == "00-卷宗.docx"
    assert sum(name.startswith("05-调解协议/") for name in names) == 3
    assert sum(name.startswith("03-证据材料/") for name in names) == 1


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_a_pdf_lies_beside_and_the_index_counts_its_pages(dispute: Dispute, lang: str) -> None:
    dispute.both()
    room = dispute.room()
    given = {"case_id": room.case_id, "side": "applicant", "kind": "document", "given_at": dispute.now}
    for at, content in enumerate((drawn_pdf(3), drawn_pdf(5)), 1):
        kept = keep(room=room, content=content, name=f"合同{at}.pdf", now=dispute.now)
        Evidence.objects.create(id=uuid7(), place=at, title="合同", attachment_id=kept, is_shared=True, **given)
    with override(lang):
        archiving.make(room=room, now=dispute.now)
    names, said = unpacked(dispute)
    assert ("另附 2 件，共 8 页" if lang == "zh-hans" else "On file beside: 2 files, 8 pages") in said
    assert ("另附 1 件，共 3 页" if lang == "zh-hans" else "On file beside: 1 file, 3 pages") in said
    assert sum(name.endswith(".pdf") for name in names) == 2


def drawn_pdf(pages: int) -> bytes:
    """A PDF of blank pages."""
    first, *more = [Image.new("RGB", (60, 80), "white") for _page in range(pages)]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=more)
    return out.getvalue()


def test_nothing_private_is_in_it(dispute: Dispute) -> None:
    filled(dispute)
    archiving.make(room=dispute.room(), now=dispute.now)
    names, said = unpacked(dispute)
    whole_text = said + str(assembled(room=dispute.room(), now=dispute.now)) + "".join(names)
    assert "漏水点照片" in whole_text
    for private in (SECRET, "未公开的录音", "单独谈的内容", "13812340001", "example.org"):
        assert private not in whole_text


def test_drafts_and_dropped_agreements_stay_out(dispute: Dispute) -> None:
    dispute.both()
    drafting.save(room=dispute.room(), draft=whole(dispute), now=dispute.now)
    found = assembled(room=dispute.room(), now=dispute.now)
    assert "agreement" not in {item.key for item in found.items}


def test_a_colleague_archives_a_later_one_beside_the_first(dispute: Dispute) -> None:
    agreed(dispute)
    archiving.make(room=dispute.room(), now=dispute.now)
    dispute.now += timedelta(days=1)
    archiving.make(room=dispute.room("head"), now=dispute.now)
    assert [one.number[-2] for one in volumes_of(room=dispute.room())] == ["2", "1"]


def test_what_the_court_and_the_call_back_found_is_in_it(dispute: Dispute) -> None:
    agreed(dispute)
    row = Case.objects.get(number=dispute.number)
    told = {
        "court": "长沙市芙蓉区人民法院",
        "court_no": "（2026）湘0102调确1号",
        "court_result": "confirmed",
        "kept": "full",
    }
    Case.objects.filter(id=row.id).update(fields=row.fields | told)
    found = {item.key: item.lines for item in assembled(room=dispute.room(), now=dispute.now).items}
    assert "确认结果：裁定有效" in found["confirmation"]
    assert found["call_back"] == ("履行情况：全部履行",)


def test_a_participant_archives_nothing(dispute: Dispute) -> None:
    first, _second = agreed(dispute)
    with pytest.raises(NotAllowed):
        archiving.make(room=dispute.seat(first), now=dispute.now)


def filled(dispute: Dispute) -> None:
    """Evidence shared and not, sessions together and apart, a private note, an agreement, a part performed."""
    first, _second = agreed(dispute)
    room = dispute.room()
    photo = keep(room=room, content=DRAWN, name="漏水点照片.png", now=dispute.now)
    hidden = keep(room=room, content=DRAWN, name="未公开的录音.png", now=dispute.now)
    shared = {"case_id": room.case_id, "side": "applicant", "kind": "photo", "given_at": dispute.now}
    Evidence.objects.create(id=uuid7(), place=1, title="漏水点照片", attachment_id=photo, is_shared=True, **shared)
    Evidence.objects.create(id=uuid7(), place=2, title="未公开的录音", attachment_id=hidden, **shared)
    held = {"case_id": room.case_id, "state": "held", "made_at": dispute.now, "held_at": dispute.now}
    Session.objects.create(id=uuid7(), round=1, manner="together", agreed="修复防水", **held)
    Session.objects.create(id=uuid7(), round=2, manner="apart", side="applicant", agreed="单独谈的内容", **held)
    made = uuid7()
    PrivateNote.objects.create(
        id=made,
        case_id=room.case_id,
        side="applicant",
        text=seal(text=SECRET, row=made, field="text"),
        account_id=dispute.city.accounts["handler"],
        written_at=dispute.now,
    )
    duty = duties_in_effect(case_id=room.case_id)[0]
    performing.tell_done(room=dispute.seat(first), duty=duty.id, now=dispute.now, proof=(DRAWN, "收条.png"))


def unpacked(dispute: Dispute) -> tuple[list[str], str]:
    """The names in the latest ZIP, and all that its document says."""
    path = Attachment.objects.get(id=volumes_of(room=dispute.room())[0].attachment).path
    with zipfile.ZipFile(io.BytesIO(kept_at(path=path).read_bytes())) as packed:
        names = packed.namelist()
        blocks = reading.blocks(content=packed.read(names[0]))
    return names, "\n".join(block.text + " ".join(cell for row in block.rows for cell in row) for block in blocks)
