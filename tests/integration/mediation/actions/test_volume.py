"""The volume of a case is assembled in legal order and archived; nothing private is ever in it."""

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override
from PIL import Image

from linli.cases.actions.attaching import kept_at
from linli.cases.models import Attachment, Case
from linli.core.errors import NotAllowed
from linli.core.ids import uuid7
from linli.documents import reading
from linli.mediation.actions import archiving, drafting, effect, evidence, mandates, performing
from linli.mediation.actions.keeping import keep
from linli.mediation.models import Evidence, PrivateNote, Session, Volume
from linli.mediation.queries.agreements import duties_in_effect
from linli.mediation.queries.volumes import Item, assembled, volumes_of
from linli.mediation.rules.listing import NewEvidence
from linli.mediation.rules.volume import ORDER
from linli.mediation.sealed import seal
from linli.people import access
from tests.agreeing import DRAWN, agreed, whole
from tests.mediating import Dispute

SECRET = "底线是一千五百元"


def test_it_is_bound_in_legal_order_with_its_files(dispute: Dispute) -> None:
    filled(dispute)
    archiving.make(room=dispute.room(), now=dispute.now)
    row = Volume.objects.get()
    bound = [one["key"] for one in row.index]
    assert bound == ["application", "notice", "evidence", "records", "agreement", "performance", "letters"]
    assert [key for key in ORDER if key in bound] == bound
    assert row.number == "长沙人调卷〔2026〕1号"
    assert row.retain_until_date == date(2031, 3, 2)
    kept = Attachment.objects.get(id=row.attachment_id)
    assert (kept.purpose, kept.media_type) == ("room", "application/zip")
    names, _said = unpacked(dispute)
    assert names[0] == "00-卷宗.docx"
    assert sum(name.startswith("05-调解协议/") for name in names) == 3
    assert sum(name.startswith("03-证据材料/") for name in names) == 1
    assert sum(name.startswith("02-") and "告知书" in name for name in names) == 1


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
    assert list(found).index("call_back") < list(found).index("confirmation")
    assert "确认结果：裁定有效" in found["confirmation"]
    assert found["call_back"] == ("履行情况：全部履行",)


def parts(dispute: Dispute, username: str = "handler") -> dict[str, Item]:
    """The parts of the volume as it stands."""
    return {item.key: item for item in assembled(room=dispute.room(username), now=dispute.now).items}


def test_it_names_the_parties_and_who_stands_for_them(dispute: Dispute) -> None:
    party = dispute.join("applicant", name="示例业主甲")
    firm = dispute.join("respondent", name="示例物业公司", is_organisation=True)
    child = dispute.join("applicant", name="示例未成年人乙", is_minor=True)
    dispute.join("applicant", name="示例代理人丙", capacity="agent", mandate="special", stands_for=(party,))
    dispute.join("applicant", name="示例监护人丁", capacity="guardian", stands_for=(child,))
    dispute.join("respondent", name="示例负责人戊", capacity="officer", stands_for=(firm,))
    found = parts(dispute)
    assert found["application"].rows == (
        ("参加人", "姓名或者名称", "类别", "由谁代表（权限）"),
        ("甲方（申请人1）", "示例业主甲", "自然人", "示例代理人丙（代理人，特别授权）"),
        ("甲方（申请人2）", "示例未成年人乙（未成年人）", "自然人", "示例监护人丁（监护人）"),
        ("乙方（被申请人1）", "示例物业公司", "法人、非法人组织", "示例负责人戊（单位负责人）"),
    )
    assert found["mandates"].rows[1] == ("申请人（代理人1）", "申请人1", "特别授权", "／")
    assert "13812340001" not in str(found)


def test_proofs_of_identity_and_mandates_are_bound_with_their_files(dispute: Dispute) -> None:
    party, other = dispute.both()
    one = dispute.join("applicant", name="代理人甲", capacity="agent", mandate="special", stands_for=(party,))
    mandates.hand_in(room=dispute.room(), participant=one, mandate=(drawn_pdf(1), "授权委托书.pdf"), now=dispute.now)
    told = {"kind": "identity", "title": "身份证复印件", "content": drawn_pdf(2), "name": "身份证.pdf"}
    evidence.give(room=dispute.seat(other), new=NewEvidence(**told), now=dispute.now)  # type: ignore[arg-type]
    gone = evidence.give(room=dispute.seat(party), new=NewEvidence(kind="identity", title="户口簿"), now=dispute.now)
    evidence.withdraw(room=dispute.seat(party), evidence=gone, now=dispute.now)
    found = parts(dispute, "head")
    assert found["identity"].rows[1:] == (("被申请人", "身份证复印件", "2026年3月2日 星期一"),)
    assert (found["identity"].names, found["mandates"].names) == (("身份证.pdf",), ("授权委托书.pdf",))
    assert "evidence" not in found
    archiving.make(room=dispute.room(), now=dispute.now)
    names, said = unpacked(dispute)
    assert "03-当事人身份证明/01-身份证.pdf" in names
    assert "04-授权委托书、任职和监护关系证明/01-授权委托书.pdf" in names
    assert "applicant甲" in said


def test_letters_that_were_issued_are_listed_and_bound(dispute: Dispute) -> None:
    dispute.both()
    dispute.take("end", end_ground="no_agreement", routes=["court"], where_to="区法院")
    found = parts(dispute)
    assert [row[1] for row in found["letters"].rows[1:]] == ["人民调解受理暨权利义务告知书", "终止调解通知书"]
    assert len(found["letters"].files) == len(found["notice"].files) == 1
    assert "终止调解通知书" in found["letters"].names[0]


def test_a_call_back_is_in_it_with_its_particulars(dispute: Dispute) -> None:
    dispute.both()
    oral = effect.Oral(terms="乙方当场修好", total=Decimal(0), performed_now=True, writing_wanted=False)
    effect.settle_by_word(room=dispute.room(), oral=oral, now=dispute.now)
    dispute.take("call_back", "verifier", asked_how="phone", kept="full", flares=False, note="双方都满意")
    rows = {row[0]: row[1] for row in parts(dispute)["call_back"].rows}
    told = {
        "回访日期": "2026年3月2日 星期一",
        "回访方式": "电话",
        "履行情况": "全部履行",
        "有重新激化的苗头": "否",
        "情况说明": "双方都满意",
    }
    assert told.items() <= rows.items()
    assert rows["回访人"]
    assert rows["结果"] == "回访：已履行"


def test_the_printed_volume_and_the_zip_are_not_for_parties(dispute: Dispute) -> None:
    first, _second = agreed(dispute)
    assert not access.seat_can(seat=dispute.seat(first).seat, right="volume.make")
    assert not access.seat_can(seat=dispute.room("desk").seat, right="volume.make")


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
