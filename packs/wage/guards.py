"""What the law asks of a wage claim before one step or another, as pure functions of a case's facts."""

from collections.abc import Mapping

from linli.process.definition import Texts
from linli.process.guards import Guard, GuardFacts


def claimants_listed(facts: GuardFacts) -> str | None:
    """Mediation and arbitration must know who claims (Labour Dispute Law, Art. 12, 28); inspection acts on a hint."""
    return None if facts.fields.get("claimants") else "claimants_listed"


def not_begun(facts: GuardFacts) -> str | None:
    """What is before arbitration or a court goes on there (Labour Security Supervision Regulations, Art. 21)."""
    return None if facts.fields.get("begun") in {None, "no"} else "not_begun"


def somebody_unpaid(facts: GuardFacts) -> str | None:
    """The payment is rejected over somebody: a row must say so, or the handler would have nothing left to do.

    The step is offered before anything is filled in, so it is judged by what is handed in.
    """
    rows = facts.fields.get("claimants") or ()
    return None if not facts.inputs or not rows or any(row.get("paid") != "full" for row in rows) else "somebody_unpaid"


GUARDS: Mapping[str, Guard] = {guard.__name__: guard for guard in (claimants_listed, not_begun, somebody_unpaid)}

REFUSALS: Mapping[str, Texts] = {
    "claimants_listed": {
        "zh": "调解、仲裁要写明申请人：请先在“增补名单或者证据”中登记被欠薪人员。",
        "en": "Mediation and arbitration must know who claims: first list those who are owed under “Amend the list”.",
    },
    "not_begun": {
        "zh": "这件事已申请仲裁或者起诉，应当按那个程序办理，请转仲裁或者指引到法院。",
        "en": "This is before arbitration or a court and goes on there: send it to arbitration, or point to the court.",
    },
    "somebody_unpaid": {
        "zh": "名单上每个人都写着已付清。请把没有收到的人改为“没有付”或者“付了一部分”；都收到了的，请选“核实已付清”。",
        "en": "Everybody on the list is marked as paid. Mark those who were not; if all were paid, pass it instead.",
    },
}
