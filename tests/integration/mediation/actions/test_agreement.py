"""An agreement is drafted, signed and takes effect."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from linli.cases.actions.attaching import kept_at
from linli.cases.models import Attachment, Case
from linli.core.errors import Invalid, NotAllowed
from linli.core.throttle import TooMany
from linli.documents import reading
from linli.mediation.actions import drafting, effect, participants, signing
from linli.mediation.errors import DraftAtHand, MayNotSign, NoAddress, NoDraft, NotSoNow, Outdated, WrongCode
from linli.mediation.models import Agreement, AgreementText, Amendment, Appointment, Entry, OneTimeCode, Signature
from linli.mediation.queries.agreements import at_hand, in_effect
from linli.mediation.queries.secrets import secret_of
from linli.notify.models import Outgoing
from tests.agreeing import DRAWN, code_for, drafted, fixed, whole
from tests.mediating import Dispute, appoint


def test_a_draft_is_kept_version_by_version(dispute: Dispute) -> None:
    dispute.both()
    first = drafting.save(room=dispute.room(), draft=whole(dispute), now=dispute.now)
    second = drafting.save(room=dispute.room(), draft=replace(whole(dispute), facts="楼上漏水。"), now=dispute.now)
    assert (first.id, first.text.version) == (second.id, 1)
    assert (second.text.version, second.template) == (2, "agreement_neighbour")
    assert AgreementText.objects.count() == 2
    assert "漏水" not in str([one.body for one in Entry.objects.all()])


def test_equal_parts_are_made_of_a_sum_and_can_be_changed(dispute: Dispute) -> None:
    dispute.both()
    drafting.save(room=dispute.room(), draft=replace(whole(dispute), duties=()), now=dispute.now)
    made = drafting.part(
        room=dispute.room(), total=Decimal("20000"), count=3, first=date(2026, 10, 31), every="month",
        by_side="respondent", to_side="applicant", now=dispute.now,
    )  # fmt: skip
    assert [str(one.amount) for one in made.text.duties] == ["6666.66", "6666.66", "6666.68"]
    assert [one.due_date.isoformat() for one in made.text.duties] == ["2026-10-31", "2026-11-30", "2026-12-31"]


def test_sums_have_to_add_up(dispute: Dispute) -> None:
    dispute.both()
    with pytest.raises(Invalid) as refusal:
        drafting.save(room=dispute.room(), draft=replace(whole(dispute), total=Decimal("3000")), now=dispute.now)
    assert "total" in refusal.value.fields


def test_what_article_29_asks_for_is_named_at_its_field(dispute: Dispute) -> None:
    dispute.both()
    empty = replace(whole(dispute), facts="", issues=" ", responsibility="", terms="", manner="", duties=())
    drafting.save(room=dispute.room(), draft=empty, now=dispute.now)
    with pytest.raises(Invalid) as refusal:
        signing.fix(room=dispute.room(), now=dispute.now, is_sealed=False)
    wanted = {"facts", "issues", "responsibility", "terms", "manner", "duties", "is_sealed"}
    assert set(refusal.value.fields) == wanted


def test_no_name_stands_in_what_is_quoted_elsewhere(dispute: Dispute) -> None:
    dispute.both()
    draft = whole(dispute)
    duty = replace(draft.duties[0], what="付给applicant甲的维修款")
    drafting.save(room=dispute.room(), draft=replace(draft, duties=(duty,)), now=dispute.now)
    with pytest.raises(Invalid) as refusal:
        signing.fix(room=dispute.room(), now=dispute.now, is_sealed=True)
    assert "duties" in refusal.value.fields


def test_only_the_mediator_drafts_and_only_while_mediating(dispute: Dispute) -> None:
    party = dispute.join("applicant")
    for room in (dispute.room(), dispute.room("head"), dispute.seat(party)):
        with pytest.raises((NotAllowed, NotSoNow)):
            drafting.save(room=room, draft=whole(dispute), now=dispute.now)


def test_a_participant_asks_for_a_change_that_the_other_side_does_not_read(dispute: Dispute) -> None:
    first, second = dispute.both()
    drafted(dispute)
    drafting.ask_change(room=dispute.seat(first), words="请改为月底前付清", now=dispute.now)
    row = Amendment.objects.get()
    assert "月底".encode() not in bytes(row.words)
    assert Outgoing.objects.filter(template="room_change_wanted").exists()
    entry = Entry.objects.get(kind="change_wanted")
    assert (entry.reader, entry.side) == ("side", "applicant")
    with pytest.raises(Invalid):
        drafting.ask_change(room=dispute.seat(second), words=" ", now=dispute.now)


def test_a_fixed_version_is_a_document_with_its_hash(dispute: Dispute) -> None:
    dispute.both()
    view = fixed(dispute)
    kept = Attachment.objects.get(id=str(view.text.attachment))
    assert (kept.purpose, kept.sha256, kept.case_id) == ("room", view.text.sha256, dispute.room().case_id)
    assert "人调字〔2026〕1号" in view.number
    assert Outgoing.objects.filter(template="room_signing").count() == 2


def test_code_and_screen_bring_it_into_effect(dispute: Dispute) -> None:
    first, second = dispute.both()
    fixed(dispute)
    assert not signing.sign_with_code(room=dispute.seat(first), code=code_for(dispute, first), now=dispute.now)
    assert signing.sign_on_screen(room=dispute.seat(second), drawing=DRAWN, now=dispute.now)
    view = in_effect(room=dispute.room())[0]
    case = Case.objects.get(number=dispute.number)
    assert (case.stage, view.effective_date) == ("performing", dispute.now.date())
    assert case.fields["agreement_no"] == view.number
    assert case.fields["sum"] == 2000
    assert "甲" not in str(case.fields["terms"]).replace("甲方", "")
    assert {one.how for one in Signature.objects.all()} == {"code", "screen"}
    assert Outgoing.objects.filter(template="room_in_effect").count() == 2


def test_no_message_keeps_the_code(dispute: Dispute) -> None:
    first, _second = dispute.both()
    fixed(dispute)
    code = code_for(dispute, first)
    kept = OneTimeCode.objects.get()
    sent = Outgoing.objects.get(template="room_code")
    assert len(code) == 6
    assert code not in str(sent.context)
    assert code.encode() not in bytes(kept.code_hash)
    assert secret_of(code=sent.context["code"]) == code


def test_a_code_lasts_ten_minutes_and_five_tries(dispute: Dispute) -> None:
    first, _second = dispute.both()
    fixed(dispute)
    code = code_for(dispute, first)
    with pytest.raises(WrongCode):
        signing.sign_with_code(room=dispute.seat(first), code=code, now=dispute.now + timedelta(minutes=11))
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _try in range(5):
        with pytest.raises(WrongCode):
            signing.sign_with_code(room=dispute.seat(first), code=wrong, now=dispute.now)
    assert OneTimeCode.objects.get().tries == 5
    with pytest.raises(WrongCode):
        signing.sign_with_code(room=dispute.seat(first), code=code, now=dispute.now)
    assert not Signature.objects.exists()


def test_codes_are_not_sent_without_end(dispute: Dispute) -> None:
    first, _second = dispute.both()
    fixed(dispute)
    for _time in range(5):
        signing.send_code(room=dispute.seat(first), now=dispute.now)
    with pytest.raises(TooMany):
        signing.send_code(room=dispute.seat(first), now=dispute.now)


def test_without_an_address_there_is_no_code(dispute: Dispute) -> None:
    silent = dispute.join("applicant", email="")
    other = dispute.join("respondent")
    consented(dispute, silent, other)
    fixed(dispute)
    with pytest.raises(NoAddress):
        signing.send_code(room=dispute.seat(silent), now=dispute.now)


def test_paper_is_scanned_by_the_mediator_alone(dispute: Dispute) -> None:
    first, second = dispute.both()
    fixed(dispute)
    with pytest.raises(NotAllowed):
        signing.sign_on_paper(
            room=dispute.seat(first), participant=second, content=DRAWN, name="扫描.png", now=dispute.now
        )
    for one in (first, second):
        signing.sign_on_paper(room=dispute.room(), participant=one, content=DRAWN, name="扫描.png", now=dispute.now)
    assert in_effect(room=dispute.room())
    assert all(one.account_id for one in Signature.objects.all())


def test_a_changed_version_needs_every_signature_anew(dispute: Dispute) -> None:
    first, second = dispute.both()
    old = fixed(dispute)
    signing.sign_on_screen(room=dispute.seat(first), drawing=DRAWN, now=dispute.now)
    drafting.take_back(room=dispute.room(), now=dispute.now)
    with pytest.raises(NoDraft):
        signing.sign_on_screen(room=dispute.seat(second), drawing=DRAWN, now=dispute.now)
    new = signing.fix(room=dispute.room(), now=dispute.now, is_sealed=True)
    assert (new.number, new.text.version, new.text.signatures) == (old.number, 2, ())
    assert not signing.sign_on_screen(room=dispute.seat(second), drawing=DRAWN, now=dispute.now)
    assert signing.sign_on_screen(room=dispute.seat(first), drawing=DRAWN, now=dispute.now)


def test_nobody_signs_twice_or_draws_nothing(dispute: Dispute) -> None:
    first, _second = dispute.both()
    fixed(dispute)
    with pytest.raises(Invalid):
        signing.sign_on_screen(room=dispute.seat(first), drawing=b"", now=dispute.now)
    signing.sign_on_screen(room=dispute.seat(first), drawing=DRAWN, now=dispute.now)
    with pytest.raises(NotSoNow):
        signing.sign_on_screen(room=dispute.seat(first), drawing=DRAWN, now=dispute.now)


def test_an_agent_signs_only_with_a_special_mandate_and_a_guardian_for_a_child(dispute: Dispute) -> None:
    child, other = dispute.join("applicant", is_minor=True), dispute.join("respondent")
    guardian = dispute.join("applicant", capacity="guardian", stands_for=(child,))
    agent = dispute.join("respondent", capacity="agent", mandate="general", stands_for=(other,))
    consented(dispute, guardian, other)
    fixed(dispute)
    for one in (child, agent):
        with pytest.raises(MayNotSign):
            signing.sign_on_screen(room=dispute.seat(one), drawing=DRAWN, now=dispute.now)
    signing.sign_on_screen(room=dispute.seat(guardian), drawing=DRAWN, now=dispute.now)
    assert signing.sign_on_screen(room=dispute.seat(other), drawing=DRAWN, now=dispute.now)


def test_a_party_that_leaves_in_the_middle_undoes_the_version(dispute: Dispute) -> None:
    first, second = dispute.both()
    third = dispute.join("applicant")
    consented(dispute, third, take=False)
    fixed(dispute)
    later = dispute.now + timedelta(hours=1)
    participants.leave(room=dispute.seat(third), now=later)
    with pytest.raises(Outdated):
        signing.sign_on_screen(room=dispute.seat(first), drawing=DRAWN, now=later)
    drafting.take_back(room=dispute.room(), now=later)
    signing.fix(room=dispute.room(), now=later, is_sealed=True)
    signing.sign_on_screen(room=dispute.seat(first), drawing=DRAWN, now=later)
    participants.leave(room=dispute.seat(second), now=later + timedelta(hours=1))
    assert Case.objects.get(number=dispute.number).stage == "ended", "nobody of that side is left"
    drafting.take_back(room=dispute.room(), now=later)
    with pytest.raises(NotSoNow):
        signing.fix(room=dispute.room(), now=later, is_sealed=True)


def test_a_group_of_forty_is_signed_for_by_its_five(dispute: Dispute) -> None:
    owners = [dispute.join("applicant", name=f"业主{at:02}", phone="", email="") for at in range(40)]
    five = [
        dispute.join("applicant", capacity="elected", mandate="special", stands_for=tuple(owners)) for _one in range(5)
    ]
    company = dispute.join("respondent", name="安居物业公司", is_organisation=True)
    head = dispute.join("respondent", capacity="officer", stands_for=(company,))
    consented(dispute, five[0], head)
    fixed(dispute)
    signing.sign_on_screen(room=dispute.seat(head), drawing=DRAWN, now=dispute.now)
    for one in five[:4]:
        assert not signing.sign_on_screen(room=dispute.seat(one), drawing=DRAWN, now=dispute.now)
    assert signing.sign_on_screen(room=dispute.seat(five[4]), drawing=DRAWN, now=dispute.now)
    assert dispute.room().stage == "performing"


def test_done_on_the_spot_and_settled_in_part(dispute: Dispute) -> None:
    first, second = dispute.both()
    draft = whole(dispute)
    partial = fixed(dispute, replace(draft, is_partial=True))
    for one in (first, second):
        signing.sign_on_screen(room=dispute.seat(one), drawing=DRAWN, now=dispute.now)
    assert dispute.room().stage == "mediating"
    done = tuple(replace(one, is_done=True) for one in draft.duties)
    at_once = fixed(dispute, replace(draft, duties=done))
    for one in (first, second):
        signing.sign_on_screen(room=dispute.seat(one), drawing=DRAWN, now=dispute.now)
    assert dispute.room().stage == "calling_back"
    assert (partial.place, at_once.place) == (1, 2)
    assert [one.state for one in Agreement.objects.order_by("place")] == ["in_effect", "in_effect"]


def test_it_waits_for_the_mediators_where_the_one_who_fixed_it_is_gone(dispute: Dispute) -> None:
    first, second = dispute.both()
    fixed(dispute)
    signing.sign_on_screen(room=dispute.seat(first), drawing=DRAWN, now=dispute.now)
    Appointment.objects.update(ended_at=dispute.now, ended_as="replaced")
    appoint(dispute=dispute, username="head")
    assert not signing.sign_on_screen(room=dispute.seat(second), drawing=DRAWN, now=dispute.now)
    assert Outgoing.objects.filter(template="room_all_signed").exists()
    effect.take_effect(room=dispute.room("head"), now=dispute.now)
    assert dispute.room("head").stage == "performing"


def test_it_does_not_take_effect_before_all_have_signed(dispute: Dispute) -> None:
    dispute.both()
    fixed(dispute)
    with pytest.raises(NotSoNow):
        effect.take_effect(room=dispute.room(), now=dispute.now)


def test_a_leak_is_settled_by_word(dispute: Dispute) -> None:
    dispute.both()
    oral = effect.Oral(
        terms="乙方当场修好漏水，甲方不再要求赔偿", total=Decimal(0), performed_now=True, writing_wanted=False
    )
    with pytest.raises(Invalid):
        effect.settle_by_word(room=dispute.room(), oral=replace(oral, terms=""), now=dispute.now)
    with pytest.raises(Invalid):
        effect.settle_by_word(room=dispute.room(), oral=replace(oral, terms="respondent甲修好"), now=dispute.now)
    effect.settle_by_word(room=dispute.room(), oral=oral, now=dispute.now)
    row = Agreement.objects.get()
    assert (row.form, row.state, dispute.room().stage) == ("oral", "in_effect", "calling_back")


def test_the_record_of_an_oral_agreement_names_the_parties_and_who_stands_for_them(dispute: Dispute) -> None:
    party, _other = dispute.both()
    dispute.join("applicant", name="代理人丙", capacity="agent", mandate="special", stands_for=(party,))
    oral = effect.Oral(terms="乙方赔偿甲方", total=Decimal("1200.50"), performed_now=True, writing_wanted=False)
    effect.settle_by_word(room=dispute.room(), oral=oral, now=dispute.now)
    text = AgreementText.objects.select_related("attachment").get()
    assert text.attachment is not None
    content = kept_at(path=text.attachment.path).read_bytes()
    assert (text.attachment.purpose, hashlib.sha256(content).hexdigest()) == ("room", text.sha256)
    blocks = reading.blocks(content=content)
    rows = [row for block in blocks for row in block.rows]
    assert ("甲方（申请人1）", "applicant甲", "自然人", "代理人丙（代理人，特别授权）") in [tuple(row) for row in rows]
    assert ("乙方（被申请人1）", "respondent甲", "自然人", "本人") in [tuple(row) for row in rows]
    said = "\n".join(block.text for block in blocks)
    assert "人民币壹仟贰佰元零伍角整" in said
    assert "第二十八条" in said
    assert not any(word in said + str(rows) for word in ("1381234", "example.org", "138****"))


def test_the_case_s_own_paper_of_that_step_names_nobody(dispute: Dispute) -> None:
    dispute.both()
    oral = effect.Oral(terms="乙方当场修好", total=Decimal(0), performed_now=True, writing_wanted=False)
    effect.settle_by_word(room=dispute.room(), oral=oral, now=dispute.now)
    papers = Attachment.objects.filter(case__number=dispute.number, purpose__in=("letter", "document"))
    said = "".join(str(reading.blocks(content=kept_at(path=one.path).read_bytes())) for one in papers)
    assert "口头协议办理记录" in said
    assert "甲" not in said.replace("甲方", "")


def test_an_oral_agreement_needs_both_sides(dispute: Dispute) -> None:
    party = dispute.join("applicant")
    participants.agree(room=dispute.room(), participant=party, how="phone", now=dispute.now)
    dispute.take("consent", rights_told=True, openness="closed", note="")
    oral = effect.Oral(terms="乙方当场修好", total=Decimal(0), performed_now=True, writing_wanted=False)
    with pytest.raises(Invalid) as refusal:
        effect.settle_by_word(room=dispute.room(), oral=oral, now=dispute.now)
    assert set(refusal.value.fields) == {"parties"}


def test_what_is_not_done_at_once_is_put_in_writing(dispute: Dispute) -> None:
    dispute.both()
    oral = effect.Oral(terms="乙方下月修好", total=Decimal(0), performed_now=False, writing_wanted=False)
    with pytest.raises(Exception, match="应当制作调解协议书"):
        effect.settle_by_word(room=dispute.room(), oral=oral, now=dispute.now)
    assert not Agreement.objects.exists()
    drafted(dispute)
    with pytest.raises(DraftAtHand):
        effect.settle_by_word(room=dispute.room(), oral=oral, now=dispute.now)


def test_a_draft_is_dropped_with_a_reason(dispute: Dispute) -> None:
    dispute.both()
    drafted(dispute)
    with pytest.raises(Invalid):
        drafting.drop(room=dispute.room(), reason=" ", now=dispute.now)
    drafting.drop(room=dispute.room(), reason="双方改为口头协议", now=dispute.now)
    assert at_hand(room=dispute.room()) is None
    with pytest.raises(NoDraft):
        drafting.drop(room=dispute.room(), reason="再次", now=dispute.now)


def consented(dispute: Dispute, *who: UUID, take: bool = True) -> None:
    """They agree, and the case is in mediation."""
    for one in who:
        participants.agree(room=dispute.room(), participant=one, how="phone", now=dispute.now)
    if take:
        dispute.take("consent", rights_told=True, openness="closed", note="")
