"""Both sides ask the court to confirm, in time."""

import io
import zipfile
from datetime import date, timedelta

import pytest

from linli.cases.models import Case
from linli.core.errors import Invalid, NotAllowed
from linli.documents import reading
from linli.mediation.actions import confirming, signing
from linli.mediation.errors import (
    NoDraft,
    NotConfirmable,
    NotSaidWhat,
    NotSigned,
    NotSoNow,
    NoWindow,
    TooLateToConfirm,
)
from linli.mediation.models import Signature
from linli.mediation.queries.agreements import confirm_window
from linli.notify.models import Outgoing
from tests.agreeing import DRAWN, agreed, fixed
from tests.mediating import Dispute

COURT = "长沙市芙蓉区人民法院"


def ask(dispute: Dispute, days: int, **given: object) -> None:
    """So many days after the effect."""
    told = {"together": True, "confirms": "rights", "court": COURT} | given
    confirming.ask(room=dispute.room(), now=dispute.now + timedelta(days=days), **told)  # type: ignore[arg-type]


def test_asked_on_day_29_it_goes_to_the_court(dispute: Dispute) -> None:
    agreed(dispute)
    ask(dispute, 29)
    assert dispute.room().stage == "confirm_asked"


def test_asked_on_day_31_it_is_refused_in_clear_words(dispute: Dispute) -> None:
    agreed(dispute)
    with pytest.raises(TooLateToConfirm) as refusal:
        ask(dispute, 31)
    assert "4月1日" in str(refusal.value)
    assert "支付令" in str(refusal.value)
    assert dispute.room().stage == "performing"


def test_the_days_are_counted_from_the_day_after_and_a_day_off_moves_the_end(dispute: Dispute) -> None:
    agreed(dispute)
    found = confirm_window(room=dispute.room(), now=dispute.now)
    assert found is not None
    assert (dispute.now.date(), found.last_date, found.days_left) == (date(2026, 3, 2), date(2026, 4, 1), 30)
    dispute.now += timedelta(days=1)


def test_an_end_on_a_holiday_moves(dispute: Dispute) -> None:
    """Thirty days from 5 March end on 4 April 2026, the holiday of Qingming: the next working day counts."""
    dispute.now += timedelta(days=3)
    agreed(dispute)
    found = confirm_window(room=dispute.room(), now=dispute.now)
    assert found is not None
    assert found.last_date > date(2026, 4, 4)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"together": False}, "together"),
        ({"confirms": "adoption"}, "confirms"),
        ({"confirms": "marriage"}, "confirms"),
        ({"confirms": "identity"}, "confirms"),
        ({"confirms": "title"}, "confirms"),
        ({"court": " "}, "court"),
    ],
)
def test_what_the_law_does_not_take_is_named(dispute: Dispute, given: dict[str, object], field: str) -> None:
    agreed(dispute)
    with pytest.raises(Invalid) as refusal:
        ask(dispute, 1, **given)
    assert set(refusal.value.fields) == {field}


def test_each_side_says_that_it_wants_it(dispute: Dispute) -> None:
    first, second = agreed(dispute)
    for one in (first, second):
        confirming.want(room=dispute.seat(one), now=dispute.now)
    assert confirming.wanting_sides(room=dispute.room()) == {"applicant", "respondent"}
    assert Outgoing.objects.filter(template="room_confirm_wanted").count() == 2
    with pytest.raises(NotSoNow):
        confirming.want(room=dispute.seat(first), now=dispute.now)
    with pytest.raises(NotAllowed):
        confirming.want(room=dispute.room(), now=dispute.now)


def test_the_bundle_holds_what_a_court_takes(dispute: Dispute) -> None:
    first, _second = agreed(dispute)
    name, content = confirming.bundle(room=dispute.seat(first), court=COURT, now=dispute.now)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        said = {one: text_of(packed.read(one)) for one in names}
    assert name == f"{dispute.number}-confirm.zip"
    titles = ["司法确认申请书", "调解协议书", "签署情况", "材料清单", "身份证明材料清单", "承诺书"]
    assert [one[2:-5] for one in names] == titles
    assert COURT in said[names[0]]
    assert "applicant甲" in said[names[0]]
    assert "2026年4月1日" in said[names[0]]
    assert not any("138****" in one or "1381234" in one or "example.org" in one for one in said.values())


def test_no_bundle_without_an_agreement_or_after_the_last_day(dispute: Dispute) -> None:
    with pytest.raises(NoDraft):
        confirming.bundle(room=dispute.room(), court=COURT, now=dispute.now)
    with pytest.raises(NoWindow):
        ask(dispute, 0)
    agreed(dispute)
    with pytest.raises(TooLateToConfirm):
        confirming.bundle(room=dispute.room(), court=COURT, now=dispute.now + timedelta(days=31))


def text_of(content: bytes) -> str:
    """Everything that a document says."""
    found = reading.blocks(content=content)
    return "\n".join(block.text + " ".join(cell for row in block.rows for cell in row) for block in found)


def kind(dispute: Dispute, category: str) -> None:
    """The desk finds that it is a dispute of another kind."""
    Case.objects.filter(number=dispute.number).update(category=category)


def test_a_kind_that_no_court_confirms_is_refused_with_its_law(dispute: Dispute) -> None:
    first, _second = agreed(dispute)
    kind(dispute, "family.identity")
    for confirms in ("", "rights", "adoption"):
        with pytest.raises(NotConfirmable, match="第四条"):
            confirming.bundle(room=dispute.room(), court=COURT, confirms=confirms, now=dispute.now)
    with pytest.raises(NotConfirmable):
        confirming.want(room=dispute.seat(first), now=dispute.now)
    with pytest.raises(NotConfirmable):
        ask(dispute, 1)
    assert dispute.room().stage == "performing"


@pytest.mark.parametrize(("category", "law"), [("family.marriage", "第四条"), ("land.forest", "第三百五十五条")])
def test_a_delicate_kind_says_first_what_is_to_be_confirmed(dispute: Dispute, category: str, law: str) -> None:
    first, _second = agreed(dispute)
    kind(dispute, category)
    with pytest.raises(NotSaidWhat, match=law):
        confirming.bundle(room=dispute.seat(first), court=COURT, now=dispute.now)
    with pytest.raises(NotConfirmable):
        confirming.bundle(room=dispute.seat(first), court=COURT, confirms="marriage", now=dispute.now)
    _name, content = confirming.bundle(room=dispute.seat(first), court=COURT, confirms="rights", now=dispute.now)
    assert zipfile.is_zipfile(io.BytesIO(content))
    confirming.want(room=dispute.seat(first), now=dispute.now)


def test_an_agreement_that_lacks_a_signature_is_refused(dispute: Dispute) -> None:
    first, second = agreed(dispute)
    Signature.objects.filter(participant=second).delete()
    for room in (dispute.room(), dispute.seat(first)):
        with pytest.raises(NotSigned, match="被申请人1"):
            confirming.bundle(room=room, court=COURT, confirms="rights", now=dispute.now)
    with pytest.raises(NotSigned):
        ask(dispute, 1)
    Signature.objects.all().delete()
    with pytest.raises(NotSigned, match="申请人1、被申请人1"):
        confirming.bundle(room=dispute.room(), court=COURT, confirms="rights", now=dispute.now)


def test_what_was_signed_on_paper_goes_along(dispute: Dispute) -> None:
    first, second = dispute.both()
    fixed(dispute)
    signing.sign_on_screen(room=dispute.seat(first), drawing=DRAWN, now=dispute.now)
    scan = {"content": DRAWN, "name": "签字页.png"}
    assert signing.sign_on_paper(room=dispute.room(), participant=second, now=dispute.now, **scan)  # type: ignore[arg-type]
    _name, content = confirming.bundle(room=dispute.room(), court=COURT, now=dispute.now)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.namelist()[6:] == ["7-纸质签名扫描件.jpg"]
