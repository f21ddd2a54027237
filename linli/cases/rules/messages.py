"""Who is told of a change, with which template. Contexts hold the number and public words, never contact data."""

from typing import Any

from linli.cases.rules import clocks
from linli.cases.rules.state import CaseState, MessageDraft
from linli.process.definition import Action, Notify, Pack


def of_opening(*, pack: Pack, state: CaseState) -> tuple[MessageDraft, ...]:
    """The receipt to the reporter. The desk reads its inbox; nobody is woken for each report."""
    if not state.has_contact:
        return ()
    return (MessageDraft(template="received", to="reporter", context=context(pack=pack, state=state)),)


def of_action(*, pack: Pack, action: Action, before: CaseState, after: CaseState) -> tuple[MessageDraft, ...]:
    """The messages that the pack names for the action."""
    return tuple(
        draft for notice in action.notifies for draft in _drafts(pack=pack, notice=notice, before=before, after=after)
    )


def of_extensions(*, pack: Pack, before: CaseState, after: CaseState) -> tuple[MessageDraft, ...]:
    """What the reporter is told of clocks that were just extended, where their rule says so."""
    known = {item.id: item for item in before.clocks}
    drafts = []
    for item in after.clocks:
        rule = clocks.rule_of(pack=pack, item=item)
        was = known.get(item.id) if item.id is not None else None
        if was and item.extensions > was.extensions and rule.extension and rule.extension.notice:
            said = context(pack=pack, state=after) | {"clock": dict(rule.title), "due_at": item.due_at.isoformat()}
            drafts.append(MessageDraft(template=rule.extension.notice, to="reporter", context=said))
    return tuple(drafts)


def context(*, pack: Pack, state: CaseState) -> dict[str, Any]:
    """What a template may say of a case."""
    stage, category = pack.stages[state.stage], pack.categories.get(state.category)
    return {
        "number": state.number,
        "pack": dict(pack.title),
        "category": dict(category.title) if category else None,
        "stage": dict(stage.title),
        "public_stage": dict(stage.public),
        "promised_at": state.promised_at.isoformat() if state.promised_at else None,
        "due_at": state.due_at.isoformat() if state.due_at else None,
        "area": state.area_code,
    }


def _drafts(*, pack: Pack, notice: Notify, before: CaseState, after: CaseState) -> tuple[MessageDraft, ...]:
    said = context(pack=pack, state=after)
    if notice.to == "reporter":
        return (MessageDraft(template=notice.template, to="reporter", context=said),)
    if notice.to == "subscribers":
        return (MessageDraft(template=notice.template, to="subscribers", context=said),)
    audience = audience_of(to=notice.to, before=before, after=after)
    return (MessageDraft(template=notice.template, to="staff", audience=audience, context=said),) if audience else ()


def audience_of(*, to: str, before: CaseState, after: CaseState) -> dict[str, Any]:
    """The staff meant, as `notify` resolves it: posts of a role at an area, members of organisations, or accounts."""
    if to == "lead":
        return {"orgs": [after.lead_org_id]} if after.lead_org_id else {}
    if to == "assists":
        return _assists(after)
    if to == "handler":
        return {"accounts": [before.handler_account_id]} if before.handler_account_id else {}
    if to == "released":
        return _released(before, after)
    if to == "upper_desk":
        return {"posts": {"role": "desk", "above": after.holder_area}}
    return holder_audience(after)


def _released(before: CaseState, after: CaseState) -> dict[str, Any]:
    """The organisations whose part has just ended, whether or not anybody there had taken it up."""
    at_work = {part.org_id for part in after.parts if part.ended_at is None}
    were = dict.fromkeys(part.org_id for part in before.parts if part.ended_at is None)
    freed = [org_id for org_id in were if org_id not in at_work]
    return {"orgs": freed} if freed else {}


def _assists(after: CaseState) -> dict[str, Any]:
    """Those whom the step has just called in; all who assist, when it called nobody."""
    assists = [part for part in after.parts if part.role == "assist" and part.ended_at is None]
    called = [part for part in assists if part.id is None] or assists
    return {"orgs": [part.org_id for part in called]} if called else {}


def holder_audience(state: CaseState) -> dict[str, Any]:
    """The staff who hold the case now; nobody when the reporter does."""
    if state.holder_kind == "org":
        return {"orgs": [state.holder_org_id]}
    if state.holder_kind == "reporter":
        return {}
    at = state.holder_area if state.holder_kind == "desk" else state.area_code
    return {"posts": {"role": state.holder_kind, "area": at}}
