"""What the law asks of a dispute before one step or another, as pure functions of a case's facts."""

from collections.abc import Mapping
from datetime import date, timedelta

from linli.process.definition import Texts
from linli.process.guards import Guard, GuardFacts

WINDOW = timedelta(days=30)
ALWAYS_WRITTEN = ("labour", "land.contracted")
REFERRED = frozenset({"police", "court_assigned", "court_entrusted", "petition", "other"})
BY_A_PARTY = frozenset({"refused", "left", "silent"})


def neutral(facts: GuardFacts) -> str | None:
    return _unless("no_conflict", facts, "neutral")


def rights_told(facts: GuardFacts) -> str | None:
    return _unless("rights_told", facts, "rights_told")


def both_agree(facts: GuardFacts) -> str | None:
    return _unless("both_agree", facts, "both_agree")


def both_ask(facts: GuardFacts) -> str | None:
    return _unless("together", facts, "both_ask")


def _unless(key: str, facts: GuardFacts, code: str) -> str | None:
    """Refuses when the box is left empty. A step is offered before anything is filled in."""
    return None if not facts.inputs or facts.inputs.get(key) else code


def in_effect(facts: GuardFacts) -> str | None:
    """An agreement is put on record once it is in effect, not before."""
    since = _date(facts.inputs.get("effect_date"))
    return "in_effect" if since and since > facts.now.date() + timedelta(days=1) else None


def oral_will_do(facts: GuardFacts) -> str | None:
    """Labour and land contract agreements are always written; others when asked for, grave, or not done at once."""
    is_written = any(facts.category == one or facts.category.startswith(f"{one}.") for one in ALWAYS_WRITTEN)
    asked = facts.inputs
    return (
        "oral_will_do"
        if is_written or (asked and (asked.get("writing_wanted") or not asked.get("performed_now")))
        else None
    )


def settled_in_part(facts: GuardFacts) -> str | None:
    return None if facts.counts.get("settle_part") else "settled_in_part"


def window_is_open(facts: GuardFacts) -> str | None:
    """The clock closes the window by the calendar; after a second agreement the date of that one counts."""
    since = _date(facts.fields.get("effect_date"))
    over = since is None or facts.now.date() > since + WINDOW
    return "window_is_open" if over and facts.counts.get("window_closes") else None


def may_be_confirmed(facts: GuardFacts) -> str | None:
    """Courts do not take identity, adoption, marriage, or what is no civil matter (Art. 4 of the court's rules)."""
    return None if facts.inputs.get("confirms") in {None, "rights"} else "may_be_confirmed"


def was_agreed(facts: GuardFacts) -> str | None:
    return None if facts.fields.get("effect_date") else "was_agreed"


def was_referred(facts: GuardFacts) -> str | None:
    return None if facts.fields.get("source") in REFERRED else "was_referred"


def referrer_answered(facts: GuardFacts) -> str | None:
    """What was referred is answered before it is closed, each time that it is: the clock of the answer tells."""
    answered = facts.counts.get("reply_referrer", 0) > facts.counts.get("reopen", 0)
    waits = "referral" in facts.running or not answered
    return "referrer_answered" if waits and not was_referred(facts) else None


def ended_by_a_party(facts: GuardFacts) -> str | None:
    return None if facts.fields.get("end_ground") in BY_A_PARTY else "ended_by_a_party"


def ended_without_agreement(facts: GuardFacts) -> str | None:
    return "ended_without_agreement" if facts.fields.get("end_ground") in BY_A_PARTY else None


def risk_is_raised(facts: GuardFacts) -> str | None:
    return None if _is_raised(facts) else "risk_is_raised"


def risk_is_not_raised(facts: GuardFacts) -> str | None:
    return "risk_is_not_raised" if _is_raised(facts) else None


def risk_is_over(facts: GuardFacts) -> str | None:
    return "risk_is_over" if _is_raised(facts) else None


def _is_raised(facts: GuardFacts) -> bool:
    """By the steps taken: the facts hold what this step itself says already."""
    return facts.counts.get("raise_risk", 0) > facts.counts.get("lower_risk", 0)


def _date(value: object) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None


GUARDS: Mapping[str, Guard] = {
    guard.__name__: guard
    for guard in (
        neutral, rights_told, both_agree, both_ask, in_effect, oral_will_do, settled_in_part, window_is_open,
        may_be_confirmed, was_agreed, was_referred, referrer_answered, ended_by_a_party,
        ended_without_agreement, risk_is_raised, risk_is_not_raised, risk_is_over,
    )
}  # fmt: skip

REFUSALS: Mapping[str, Texts] = {
    "neutral": {
        "zh": "与当事人或者本事项有关系的，应当主动披露并回避，请由本组织其他调解员接手，或者退回。",
        "en": "Whoever has a tie or a stake steps aside: let another mediator take it on, or return it.",
    },
    "rights_told": {
        "zh": "请先向双方告知权利义务和不收费。当事人知道可以拒绝，同意才算数。",
        "en": "First tell both their rights and duties: consent counts only from those who know that they may refuse.",
    },
    "both_agree": {
        "zh": "须双方都同意。一方不同意的，不中止、不延长、不再次调解，可以终止调解并告知其他途径。",
        "en": "Both sides must agree. If one does not, end the mediation and tell the other ways.",
    },
    "both_ask": {
        "zh": "司法确认须由双方当事人共同申请。一方不愿意的，另一方可以就协议向人民法院起诉。",
        "en": "Both parties must ask for confirmation together. If one will not, the other may sue on the agreement.",
    },
    "in_effect": {
        "zh": "协议生效日期不能在今天以后。各方签名、加盖印章以后再登记。",
        "en": "The agreement cannot take effect later than today. Record it once all have signed and it is sealed.",
    },
    "oral_will_do": {
        "zh": "应当制作调解协议书：劳动争议、土地承包，当事人要求的，没有当场履行完毕的，重大复杂的。",
        "en": "Put it in writing: labour, land contracts, what a party wants written, is not done at once or is grave.",
    },
    "settled_in_part": {
        "zh": "还没有登记部分达成的协议。全部谈不成的，请选“调解不成，终止调解”。",
        "en": "No agreement on a part is on record. If nothing was agreed, end the mediation instead.",
    },
    "window_is_open": {
        "zh": "协议生效已超过三十日，法院不再受理司法确认。对方不履行的，可以起诉、申请支付令或者办理公证。",
        "en": "Thirty days are over: no court confirms it any more. Sue, ask for a payment order, or see a notary.",
    },
    "may_be_confirmed": {
        "zh": "确认身份关系、收养关系、婚姻关系的，或者不属于民事案件的，法院不受理司法确认。",
        "en": "Courts confirm no identity, adoption or marriage, and nothing that is no civil matter.",
    },
    "was_agreed": {
        "zh": "没有登记过调解协议，不能按“协议未履行”结案。",
        "en": "No agreement is on record, so it cannot be closed as not performed.",
    },
    "was_referred": {
        "zh": "此件不是其他单位移送、委派的，不需要反馈。来源登记错了的，在受理时更正。",
        "en": "Nobody referred this, so there is nobody to answer. A wrong source is corrected on acceptance.",
    },
    "referrer_answered": {
        "zh": "此件由其他单位移送、委派，请先向它反馈，再结案。",
        "en": "This was referred: answer whoever referred it, then close.",
    },
    "ended_by_a_party": {
        "zh": "此件不是因一方不同意、退出而终止的，请选“结案：调解不成”。",
        "en": "It did not end because a party declined: close it as not settled.",
    },
    "ended_without_agreement": {
        "zh": "此件因一方不同意或者退出而终止，请选“结案：一方不同意调解”。",
        "en": "It ended because a party declined or left: close it as declined.",
    },
    "risk_is_raised": {
        "zh": "目前没有登记的紧急处置。",
        "en": "No urgent action is on record now.",
    },
    "risk_is_not_raised": {
        "zh": "已登记紧急处置，尚未解除。新的情况请用“补充材料”；现在有人受到伤害的，马上拨打 110、120。",
        "en": "Urgent action is on record. Add what is new; if somebody is being hurt, call 110 or 120 now.",
    },
    "risk_is_over": {
        "zh": "紧急处置还没有解除，请先处置完毕，再结案。",
        "en": "Urgent action is not over. Finish it before the case is closed.",
    },
}
