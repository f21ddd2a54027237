"""A matter about an organisation: neither it nor anybody under it takes part in the case, hears of it or sees it."""

from dataclasses import replace
from datetime import datetime

import pytest

from linli.cases import queries
from linli.cases.actions import opening
from linli.cases.actions.acting import act
from linli.cases.errors import BadInput, Guarded, NoSuchCase
from linli.cases.models import Case, Hiding
from linli.cases.queries import routing
from linli.cases.queries.details import detail
from linli.cases.queries.verifying import verify
from linli.cases.types import Filters, Lens
from linli.notify.actions import deliver, keep_from
from linli.notify.models import Notice, Outgoing
from linli.people.access import Actor
from linli.people.catalogue import Suggestion
from linli.people.models import Account, Organisation, Post
from linli.people.queries import organisation
from tests.integration.cases.conftest import Open
from tests.world import COUNTY, TOWN, World

LENSES: tuple[Lens, ...] = ("inbox", "mine", "area", "org", "pending", "reported")


@pytest.fixture
def accused(world: World) -> Organisation:
    """The body complained about, which has a unit under it."""
    body = world.organisations["other"]
    Organisation.objects.create(code="unit", path=f"{body.path}0001", name="执法中队", parent=body, area_id=COUNTY)
    return body


@pytest.fixture
def number(report: Open, sample_packs: None, accused: Organisation) -> str:
    return report(pack="accuse", fields={"accused": accused.pk}, category="matter.idea").number


def post(who: str, role: str, org: str, area: str = COUNTY) -> Actor:
    """Somebody with one post."""
    body = Organisation.objects.get(code=org)
    account = Account.objects.create(username=who, name=who)
    held = Post.objects.create(
        account=account, role=role, area_id=area, organisation=body, starts_date=datetime(2026, 1, 1).date()
    )
    return Actor(
        kind="staff",
        account_id=account.pk,
        post_id=held.pk,
        role=role,
        area_code=area,
        org_id=body.pk,
        org_path=body.path,
        bodies=(body.path,),
    )


def sees(by: Actor, number: str, now: datetime) -> set[str]:
    """Where the actor meets the case."""
    found = set()
    for lens in LENSES:
        for text in ("", number, "路灯"):
            filters = Filters(lens=lens, state="all", text=text)
            if any(row.number == number for row in queries.listing(by=by, filters=filters, now=now).rows):
                found.add(f"{lens} {text}")
    try:
        detail(number=number, by=by, now=now)
    except NoSuchCase:
        return found
    return found | {"page"}


def assign(world: World, number: str, now: datetime, lead: str, *assists: str) -> None:
    ids = {row.code: row.pk for row in Organisation.objects.all()}
    given = {"lead": ids[lead], "assists": [ids[one] for one in assists], "task": "x"}
    act(number=number, action="assign", inputs=given, by=world.actor("upper_desk"), now=now)


def test_it_is_kept_from_the_organisation_and_from_all_under_it(
    world: World, number: str, accused: Organisation, now: datetime
) -> None:
    assert list(Hiding.objects.values_list("case__number", "organisation_id")) == [(number, accused.pk)]
    assert sees(world.actor("upper_desk"), number, now) >= {"page", "inbox ", "area "}
    for role in ("desk", "handler", "verifier", "grid_worker", "leader"):
        for org in ("other", "unit"):
            assert not sees(post(f"{role}-{org}", role, org), number, now), (role, org)
    assert list(verify()) == []


def test_it_is_kept_from_whoever_also_belongs_to_the_organisation(
    world: World, number: str, accused: Organisation, now: datetime
) -> None:
    leader = world.actor("leader")
    assert sees(leader, number, now)

    assert not sees(replace(leader, bodies=(leader.org_path, f"{accused.path}0001")), number, now)


def test_a_body_above_the_one_complained_about_sees_it(world: World, report: Open, sample_packs: None) -> None:
    above = world.organisations["other"]
    unit = Organisation.objects.create(code="unit", path=f"{above.path}0001", name="执法中队", area_id=COUNTY)
    number = report(pack="accuse", fields={"accused": unit.pk}, category="matter.idea").number

    assert Case.objects.get(number=number).hidings.get().organisation == unit
    assert sees(post("above", "leader", "other"), number, datetime.now().astimezone())


@pytest.mark.parametrize(
    ("lead", "assists", "key"), [("other", (), "lead"), ("unit", (), "lead"), ("lead", ("assist", "unit"), "assists")]
)
def test_it_may_neither_lead_nor_assist(
    world: World, number: str, now: datetime, lead: str, assists: tuple[str, ...], key: str
) -> None:
    with pytest.raises(BadInput) as refused:
        assign(world, number, now, lead, *assists)

    assert "应当回避" in str(refused.value.fields[key])
    assert Case.objects.get(number=number).lead_org is None


def test_others_handle_it(world: World, number: str, now: datetime) -> None:
    assign(world, number, now, "lead", "assist")

    assert sees(world.actor("lead"), number, now)
    assert list(verify()) == []


def test_nobody_of_it_is_told(world: World, number: str, accused: Organisation, now: datetime, report: Open) -> None:
    """Somebody who handles for the lead and belongs to the accused as well hears nothing."""
    both = post("both", "handler", "lead")
    Post.objects.create(
        account_id=both.account_id or 0,
        role="leader",
        area_id=COUNTY,
        organisation=accused,
        starts_date=datetime(2026, 1, 1).date(),
    )
    assign(world, number, now, "lead")
    deliver(now=now)

    told = set(Notice.objects.filter(subject=number).values_list("account__username", flat=True))
    assert told == {"lead", "lead_head", "handler_verifier"}


def test_the_catalogue_never_proposes_it(
    world: World, number: str, accused: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The catalogue names the accused itself, then somebody else."""
    desk = world.actor("upper_desk")
    for code, named in (("other", set()), ("unit", set()), ("lead", {number})):
        lead = organisation(org_id=Organisation.objects.get(code=code).pk)
        likely = Suggestion(lead=lead, assists=(), basis="", remark="")
        monkeypatch.setattr(routing, "owner_of", lambda likely=likely, **asked: likely)
        assert set(routing.owners_of(numbers=[number], by=desk)) == named, code


def test_a_report_does_not_carry_the_accused_as_its_likely_owner(
    report: Open, sample_packs: None, accused: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    likely = Suggestion(lead=organisation(org_id=accused.pk), assists=(), basis="", remark="")
    monkeypatch.setattr(opening, "owner_of", lambda **asked: likely)

    with_body = report(pack="accuse", fields={"accused": accused.pk}).number
    without = report(pack="accuse").number

    assert Case.objects.get(number=with_body).suggested_org is None
    assert Case.objects.get(number=without).suggested_org == accused


def test_an_unknown_organisation_is_refused(report: Open, sample_packs: None) -> None:
    with pytest.raises(BadInput) as refused:
        report(pack="accuse", fields={"accused": 999_999})
    assert set(refused.value.fields) == {"accused"}


class TestDesks:
    """A desk where everybody stands under the organisation never gets the case."""

    def test_it_goes_to_the_desk_above(self, world: World, report: Open, sample_packs: None) -> None:
        Post.objects.filter(role="desk", area_id=COUNTY).update(organisation=world.organisations["other"])
        number = report(pack="accuse", fields={"accused": world.organisations["other"].pk}).number

        assert Case.objects.get(number=number).holder_area == "4301"

    def test_it_stays_where_one_person_stands_outside(self, world: World, report: Open, sample_packs: None) -> None:
        Post.objects.filter(role="desk", area_id=COUNTY).update(organisation=world.organisations["other"])
        outside = post("outside", "desk", "lead")
        number = report(pack="accuse", fields={"accused": world.organisations["other"].pk}).number

        assert Case.objects.get(number=number).holder_area == COUNTY
        assert sees(outside, number, datetime.now().astimezone())

    def test_a_report_that_no_desk_could_keep_is_refused(self, world: World, report: Open, sample_packs: None) -> None:
        Post.objects.filter(role="desk").update(organisation=world.organisations["other"])

        with pytest.raises(BadInput) as refused:
            report(pack="accuse", fields={"accused": world.organisations["other"].pk})

        assert "没有独立于该单位" in str(refused.value.fields["accused"])
        assert not Case.objects.exists()


class TestNamedLater:
    """A step names the organisation: it is a fact of the case from then on."""

    @pytest.fixture
    def petition(self, world: World, accused: Organisation, report: Open, now: datetime) -> str:
        """One that the body complained about has in its hands, and was told of."""
        number = report(pack="petition", category="claim.housing", fields={"request": "请求"}).number
        self.transfer(world, number, now, lead="other")
        deliver(now=now)
        return number

    @staticmethod
    def transfer(world: World, number: str, now: datetime, *, lead: str, accused: tuple[str, ...] = ()) -> None:
        ids = {row.code: row.pk for row in Organisation.objects.all()}
        given: dict[str, object] = {"lead": ids[lead], "manner": "transfer"}
        given |= {"accused": [ids[one] for one in accused]} if accused else {}
        act(number=number, action="transfer", inputs=given, by=world.actor("upper_desk"), now=now)

    def test_it_may_not_be_named_and_chosen_in_one_step(self, world: World, report: Open, now: datetime) -> None:
        number = report(pack="petition", category="claim.housing", fields={"request": "请求"}).number
        with pytest.raises((BadInput, Guarded)):
            self.transfer(world, number, now, lead="other", accused=("other",))

    def test_from_then_on_it_sees_nothing_and_loses_what_it_was_told(
        self, world: World, petition: str, accused: Organisation, now: datetime
    ) -> None:
        handler = post("handler-other", "handler", "other")
        assert Notice.objects.filter(subject=petition, account__username="other").exists()
        self.given_back(world, petition, handler, now)
        assert sees(handler, petition, now) == set()

        self.transfer(world, petition, now, lead="lead", accused=("other",))

        assert not Notice.objects.filter(subject=petition, account__username="other").exists()
        for role in ("desk", "handler", "verifier", "leader"):
            assert not sees(post(f"{role}-again", role, "other"), petition, now)
        assert sees(world.actor("lead"), petition, now)
        assert list(verify()) == []

    @pytest.fixture
    def later(self, world: World, accused: Organisation, report: Open, now: datetime) -> str:
        """One that names the accused, and waits to be passed on anew."""
        number = report(pack="petition", category="claim.housing", fields={"request": "请求"}).number
        self.transfer(world, number, now, lead="lead", accused=("other",))
        self.given_back(world, number, world.actor("lead"), now)
        return number

    def test_a_name_put_right_no_longer_counts(self, world: World, later: str, now: datetime) -> None:
        handler = post("handler-other", "handler", "other")
        with pytest.raises((BadInput, Guarded)):
            self.transfer(world, later, now, lead="other")

        self.transfer(world, later, now, lead="other", accused=("assist",))

        assert list(Hiding.objects.values_list("organisation__code", flat=True)) == ["assist"]
        assert sees(handler, later, now)

    def test_it_joins_only_a_petition_kept_from_the_same(
        self, world: World, later: str, report: Open, now: datetime
    ) -> None:
        desk = world.actor("upper_desk")
        others = [report(pack="petition", category="claim.housing", fields={"request": "x"}).number for _each in "12"]
        self.transfer(world, others[0], now, lead="lead", accused=("other", "assist"))

        with pytest.raises(BadInput) as refused:
            act(number=later, action="merge", inputs={"into": others[1]}, by=desk, now=now)
        assert "分别办理" in str(refused.value.fields["into"])
        act(number=later, action="merge", inputs={"into": others[0]}, by=desk, now=now)
        assert Case.objects.get(number=later).outcome == "merged"

    @staticmethod
    def given_back(world: World, number: str, handler: Actor, now: datetime) -> None:
        act(number=number, action="object", inputs={"reason": "x"}, by=handler, now=now)
        act(number=number, action="uphold_objection", inputs={"reason": "x"}, by=world.actor("upper_desk"), now=now)


class TestAlongTheWay:
    """The case stays hidden in what comes of it, and wherever it goes."""

    def test_a_case_opened_out_of_it_is_hidden_as_well(
        self, world: World, accused: Organisation, report: Open, now: datetime
    ) -> None:
        Post.objects.filter(role="desk", area_id=TOWN).update(organisation=accused)
        made = report(hidden_from=(accused.pk,), opened_from="XF-1").number

        assert Case.objects.get(number=made).holder_area == COUNTY
        assert not sees(post("handler", "leader", "unit"), made, now)
        inputs = {"area": TOWN, "reason": "x"}
        act(number=made, action="hand_down", inputs=inputs, by=world.actor("upper_desk"), now=now)
        assert Case.objects.get(number=made).holder_area == COUNTY, "nobody at the desk below may see it"

    def test_a_link_does_not_name_it(
        self, world: World, accused: Organisation, report: Open, sample_packs: None, now: datetime
    ) -> None:
        number = report(pack="inspect", fields={"spot": "三楼"}).number
        inputs = {"category": "matter.idea", "accused": world.organisations["assist"].pk}
        act(number=number, action="accuse", inputs=inputs, by=world.actor("desk"), now=now)
        hidden = Case.objects.get(pack="accuse").number
        Hiding.objects.filter(case__number=number).delete()  # only the case that came of it

        told = detail(number=number, by=post("leader-assist", "leader", "assist"), now=now)

        assert told.links == ()
        assert hidden not in str(told)
        assert hidden in str(detail(number=number, by=world.actor("leader"), now=now))

    def test_it_is_escalated_past_a_desk_of_the_accused(
        self, world: World, report: Open, accused: Organisation, now: datetime
    ) -> None:
        """Handled as in the towns' pack, whose first deadline escalates."""
        Post.objects.filter(role="desk", area_id=COUNTY).update(organisation=accused)
        number = report(hidden_from=(accused.pk,)).number
        inputs = {"reason": "x"}
        act(number=number, action="escalate", inputs=inputs, by=world.actor("desk"), now=now)

        assert Case.objects.get(number=number).holder_area == "4301"

    def test_what_waits_to_be_sent_is_not_sent_to_them(
        self, world: World, report: Open, accused: Organisation, now: datetime
    ) -> None:
        number = report().number
        Outgoing.objects.create(
            channel="inapp", template="x", subject=number, audience={"orgs": [accused.pk]}, due_at=now
        )
        keep_from(subject=number, org_ids=[accused.pk], on_date=now.date())
        deliver(now=now)

        assert not Notice.objects.filter(subject=number).exists()
        assert Outgoing.objects.get(audience__has_key="orgs").state == "skipped"
