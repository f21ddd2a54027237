"""Who may see and do what: the table of rights, the relations, and that no relation stands without its facts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.errors import NotAllowed
from linli.people.access import (
    PUBLIC,
    RIGHTS,
    SYSTEM,
    Actor,
    CaseFacts,
    Scope,
    can,
    can_see,
    is_hidden,
    is_holder,
    may_know,
    needs,
    relations,
    scope_of,
)

FACTS = CaseFacts(
    number="EV-1",
    area_code="430102001001",
    confidentiality="internal",
    is_final=False,
    holder_kind="desk",
    holder_area="430102001",
    lead_path="00010002",
    assist_paths=("00010003",),
)


def staff(role: str, area: str = "", org: str = "", account: int = 1) -> Actor:
    return Actor(kind="staff", account_id=account, post_id=1, role=role, area_code=area, org_id=1, org_path=org)


def test_it_tells_the_keeping_desk_from_the_desks_above_and_below() -> None:
    assert relations(actor=staff("desk", "430102001"), facts=FACTS) == {"desk"}
    assert relations(actor=staff("desk", "430102"), facts=FACTS) == {"upper_desk"}
    below = staff("desk", "430102001001")
    assert relations(actor=below, facts=FACTS) == frozenset()
    assert can_see(actor=below, facts=FACTS)
    assert not can_see(actor=staff("desk", "430103"), facts=FACTS)


def test_a_desk_that_is_asked_to_decide_is_a_desk_of_the_case() -> None:
    facts = replace(FACTS, pending_area="430102")
    assert relations(actor=staff("desk", "430102"), facts=facts) == {"desk", "upper_desk"}


def test_a_parent_department_stands_as_its_unit() -> None:
    assert relations(actor=staff("handler", org="00010002"), facts=FACTS) == {"lead"}
    assert relations(actor=staff("handler", org="0001"), facts=FACTS) == {"lead", "assist"}
    assert relations(actor=staff("handler", org="00010004"), facts=FACTS) == frozenset()


def test_the_handler_never_verifies() -> None:
    facts = replace(FACTS, handler_account_id=1, holder_kind="verifier")
    assert relations(actor=staff("verifier", "4301"), facts=facts) == frozenset()
    assert relations(actor=staff("verifier", "4301", account=2), facts=facts) == {"verifier"}
    assert is_holder(actor=staff("verifier", "4301", account=2), facts=facts)
    assert not is_holder(actor=staff("verifier", "4301"), facts=facts)


def test_a_confidential_case_is_closed_to_all_but_its_desk_and_its_organisations() -> None:
    facts = replace(FACTS, confidentiality="confidential")
    assert can_see(actor=staff("desk", "430102001"), facts=facts)
    assert can_see(actor=staff("handler", org="00010003"), facts=facts)
    for role in ("desk", "leader", "verifier", "grid_worker"):
        assert not can_see(actor=staff(role, "430102"), facts=facts)


def test_the_keeping_desk_verifies_a_confidential_case_it_did_not_handle() -> None:
    facts = replace(FACTS, confidentiality="confidential", handler_account_id=1, holder_kind="verifier")
    assert is_holder(actor=staff("desk", "430102001", account=2), facts=facts)
    assert not is_holder(actor=staff("desk", "430102001"), facts=facts)


def test_a_reporter_sees_one_case_and_an_administrator_none() -> None:
    assert relations(actor=Actor(kind="reporter", case_number="EV-1"), facts=FACTS) == {"reporter"}
    assert not can_see(actor=Actor(kind="reporter", case_number="EV-2"), facts=FACTS)
    assert not can_see(actor=Actor(kind="reporter"), facts=replace(FACTS, number=""))
    assert not can_see(actor=staff("administrator", "43"), facts=FACTS)
    assert not can_see(actor=PUBLIC, facts=FACTS)
    assert relations(actor=SYSTEM, facts=FACTS) == {"system"}


def test_a_grid_worker_follows_their_own_report() -> None:
    facts = replace(FACTS, reporter_account_id=1)
    assert relations(actor=staff("grid_worker", "430105"), facts=facts) == {"reporter"}


def test_the_reporters_contact_is_for_those_who_must_answer() -> None:
    assert can(actor=staff("desk", "430102001"), right="contact.reveal", facts=FACTS)
    assert can(actor=staff("handler", org="00010002"), right="contact.reveal", facts=FACTS)
    for actor in (staff("desk", "430102"), staff("handler", org="00010003"), staff("leader", "43"), SYSTEM):
        assert not can(actor=actor, right="contact.reveal", facts=FACTS)


def test_it_refuses_an_unknown_right_loudly() -> None:
    with pytest.raises(LookupError):
        can(actor=SYSTEM, right="everything")


def test_needs_raises() -> None:
    needs(actor=staff("administrator"), right="posts.edit")
    with pytest.raises(NotAllowed):
        needs(actor=staff("desk"), right="posts.edit")


def test_scopes_follow_the_role() -> None:
    assert scope_of(actor=staff("desk", "4301")) == Scope(areas=("4301",), desk_area="4301")
    assert scope_of(actor=staff("handler", org="00010002")) == Scope(
        org_path="00010002", confidential=True, stands_under=("0001", "00010002")
    )
    assert scope_of(actor=staff("grid_worker", "430102001001001")).account_id == 1
    assert scope_of(actor=staff("administrator", "43")) == Scope()
    assert scope_of(actor=PUBLIC) == Scope()


ABOUT = replace(FACTS, hidden_paths=("00010002",), reporter_account_id=1)


@pytest.mark.parametrize("role", RIGHTS)
@pytest.mark.parametrize("org", ["00010002", "000100020003"])
def test_a_case_is_hidden_from_those_that_it_is_about(role: str, org: str) -> None:
    actor = staff(role, "430102001", org=org, account=2)
    assert is_hidden(actor=actor, facts=ABOUT)
    assert relations(actor=actor, facts=ABOUT) == frozenset()
    assert not is_holder(actor=actor, facts=ABOUT)
    assert not can_see(actor=actor, facts=ABOUT)
    assert not may_know(actor=actor, facts=ABOUT)


def test_it_is_hidden_from_the_person_through_every_post_and_even_who_reported_it() -> None:
    elsewhere = replace(staff("desk", "430102001", org="0009"), bodies=("0009", "00010002"))
    assert not can_see(actor=elsewhere, facts=ABOUT)
    assert not can_see(actor=staff("grid_worker", org="00010002"), facts=ABOUT)
    assert can_see(actor=Actor(kind="reporter", case_number=ABOUT.number), facts=ABOUT)


@pytest.mark.parametrize("org", ["0001", "00010003", "00010020"])
def test_it_is_not_hidden_from_those_above_and_beside(org: str) -> None:
    assert can_see(actor=staff("desk", "430102001", org=org), facts=ABOUT)


AREAS = st.sampled_from(["", "43", "4301", "430102", "430102001", "430102001001", "430103", "430103002"])
PATHS = st.sampled_from(["", "0001", "00010002", "000100020003", "0002"])
ACCOUNTS = st.sampled_from([None, 1, 2])
ACTORS = st.builds(
    Actor,
    kind=st.sampled_from(["staff", "reporter", "system", "public"]),
    account_id=ACCOUNTS,
    role=st.sampled_from(["", "unknown", *RIGHTS]),
    area_code=AREAS,
    org_path=PATHS,
    case_number=st.sampled_from(["", "EV-1", "EV-2"]),
)
CASES = st.builds(
    CaseFacts,
    number=st.sampled_from(["EV-1", "EV-2"]),
    area_code=AREAS.filter(bool),
    confidentiality=st.sampled_from(["public", "internal", "confidential"]),
    is_final=st.booleans(),
    holder_kind=st.sampled_from(["desk", "org", "verifier", "grid_worker", "reporter"]),
    holder_area=AREAS,
    holder_org_path=PATHS,
    lead_path=PATHS,
    assist_paths=st.lists(PATHS, max_size=2).map(tuple),
    handler_account_id=ACCOUNTS,
    reporter_account_id=ACCOUNTS,
    pending_area=AREAS,
    hidden_paths=st.lists(PATHS.filter(bool), max_size=2).map(tuple),
)


@given(actor=ACTORS, facts=CASES)
def test_no_relation_stands_without_its_facts(actor: Actor, facts: CaseFacts) -> None:
    area, path = actor.area_code, actor.org_path
    is_open = facts.confidentiality != "confidential"
    at_desk = actor.role == "desk" and area != "" and area == facts.holder_area
    above = area != "" and facts.area_code.startswith(area)
    allowed = {
        "system": actor.kind == "system",
        "desk": at_desk or (actor.role == "desk" and area != "" and area == facts.pending_area),
        "upper_desk": actor.role == "desk" and is_open and facts.holder_area.startswith(area) and area != "",
        "lead": actor.role == "handler" and path != "" and facts.lead_path.startswith(path),
        "assist": actor.role == "handler" and path != "" and any(p.startswith(path) for p in facts.assist_paths),
        "verifier": (actor.account_id != facts.handler_account_id)
        and ((actor.role == "verifier" and above and is_open) or (at_desk and not is_open)),
        "grid_worker": actor.role == "grid_worker" and above and is_open,
        "leader": actor.role == "leader" and above and is_open,
        "reporter": (actor.kind == "reporter" and actor.case_number == facts.number)
        or (actor.kind == "staff" and actor.account_id is not None and actor.account_id == facts.reporter_account_id),
    }
    for relation in relations(actor=actor, facts=facts):
        assert allowed[relation]
        assert relation in {"system", "reporter"} or actor.kind == "staff"
        assert actor.kind != "staff" or not any(actor.org_path.startswith(path) for path in facts.hidden_paths)


@given(actor=ACTORS, facts=CASES)
def test_the_holder_sees_the_case_and_a_scope_never_holds_more_than_can_be_seen(actor: Actor, facts: CaseFacts) -> None:
    scope = scope_of(actor=actor)
    is_secret = facts.confidentiality == "confidential"
    led = bool(scope.org_path) and any(p.startswith(scope.org_path) for p in (facts.lead_path, *facts.assist_paths))
    own = scope.account_id is not None and scope.account_id == facts.reporter_account_id
    inside = any(facts.area_code.startswith(area) for area in scope.areas)
    asked = bool(scope.desk_area) and scope.desk_area in {facts.holder_area, facts.pending_area}
    is_about_me = not set(scope.stands_under).isdisjoint(facts.hidden_paths)
    found = own or (led and (scope.confidential or not is_secret)) or (inside and (not is_secret or asked))
    if found and not is_about_me:
        assert can_see(actor=actor, facts=facts)


@given(actor=ACTORS, facts=CASES)
def test_a_holder_stands_in_a_relation(actor: Actor, facts: CaseFacts) -> None:
    facts = replace(facts, lead_path=facts.holder_org_path)
    if is_holder(actor=actor, facts=facts):
        assert relations(actor=actor, facts=facts)


@given(actor=ACTORS, facts=CASES)
def test_a_right_over_a_case_needs_sight_of_it(actor: Actor, facts: CaseFacts) -> None:
    for right in ("contact.reveal", "export", "bulk"):
        if can(actor=actor, right=right, facts=facts):
            assert can(actor=actor, right=right)
            assert can_see(actor=actor, facts=facts)
