"""A case about an organisation is nowhere to be found by anybody who belongs to it, whatever their post.

Every address that the resolver knows is opened as each of them, every endpoint of the API is asked, every export is
read and every notice looked at. The same walk as people of another body meets the case all over, so that a list, an
export or an endpoint that is added without the scope is found by this test on the day that it is added.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.utils import timezone

from linli.api import bearer
from linli.api.application import api
from linli.cases.actions import hiding
from linli.cases.actions.acting import act
from linli.cases.actions.indexing import index_text
from linli.cases.actions.opening import open_case
from linli.cases.actions.revealing import reveal
from linli.cases.models import Attachment, Case, Clock, DryMove, DryRun, Link, Recheck, RecheckDraw, RecheckStratum
from linli.cases.queries.loading import state_of
from linli.cases.types import NewCase, NewContact
from linli.mediation.queries.secrets import secret_of
from linli.notify.actions import deliver
from linli.notify.models import Notice, Outgoing
from linli.people import queries as people
from linli.people import tokens
from linli.people.access import PUBLIC, Actor
from linli.people.models import Account, Organisation, Post
from linli.places import queries as places
from linli.reading.models import Issue
from tests.addresses import NOBODYS, names, path_of
from tests.answers import asked, text_of
from tests.functional import small_city
from tests.functional.small_city import COUNTY, GRID, TOWN, VILLAGE, City
from tests.integration.access.likened import likened
from tests.integration.access.meeting import MET
from tests.world import photo

MARK = "ZQXJVKWY"
"""In every word of the hidden cases that somebody could read, and in nothing else."""
WORDS = f"夜间施工扰民{MARK}1"
NUMBER = re.compile(r"[A-Z]{2}-\d+-\d+")
LOOKED_FOR = "夜间施工扰民"
ROLES: Mapping[str, str] = {
    "desk": TOWN,
    "handler": COUNTY,
    "verifier": TOWN,
    "grid_worker": VILLAGE,
    "leader": COUNTY,
    "administrator": "4301",
}
QUERIES = (
    "",
    "state=all&order=newest&from=2020-01&to=2035-12",
    f"state=all&text={LOOKED_FOR}&q={LOOKED_FOR}&area={VILLAGE}&finding=",
)
"""Asked of every address: as it is, as wide as it goes, and looking for the very words."""


@dataclass(slots=True)
class Scene:
    """Hidden cases at every stage, and what else an address may name."""

    city: City
    numbers: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    """Cases that everybody may see, tied to the hidden ones."""
    posts: dict[str, Post] = field(default_factory=dict)

    def actor(self, username: str) -> Actor:
        account = Account.objects.get(username=username)
        return people.actor(account=account, post_id=None, on_date=timezone.localdate())

    def take(self, number: str, action: str, who: str, **inputs: Any) -> None:
        act(number=number, action=action, inputs=inputs, by=self.actor(who), now=timezone.now())

    def hire(self, username: str, role: str, organisation: int, area: str) -> None:
        account, _made = Account.objects.get_or_create(
            username=username, defaults={"name": username, "email": f"{username}@example.org"}
        )
        self.posts[username] = Post.objects.create(
            account=account, role=role, area_id=area, organisation_id=organisation, starts_date=date(2020, 1, 1)
        )

    def report(self, text: str, *, hidden: bool = True, by: str = "") -> str:
        new = NewCase(
            pack="event",
            text=text,
            channel="grid" if by else "web",
            area_code=GRID,
            address=f"南门外{MARK}2" if hidden else "南门外",
            lon=None,
            lat=None,
            contact=NewContact(name="反映人甲", phone="13812341234", email="reporter@example.org"),
            hidden_from=(self.accused,) if hidden else (),
            photos=(),
        )
        made = open_case(report=new, by=self.actor(by) if by else PUBLIC, now=timezone.now())
        (self.numbers if hidden else self.seen).append(made.number)
        return made.number

    @property
    def accused(self) -> int:
        return self.city.organisations["furong-zj"]

    @property
    def lead(self) -> int:
        return self.city.organisations["furong-cg"]


@pytest.fixture
def scene(db: None, settings: LazySettings) -> Iterator[Scene]:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.STAFF_EMAIL = True
    settings.API_RATE = settings.REPORT_RATE = "1000000/m"
    bearer.forget()
    made = Scene(small_city.build())
    places.forget()
    _hire(made)
    _tell(made)
    deliver(now=timezone.now() + timedelta(minutes=1), secret_of=secret_of)
    deliver(now=timezone.now() + timedelta(minutes=2), secret_of=secret_of)
    index_text()
    yield made
    places.forget()


def _hire(scene: Scene) -> None:
    """For every role somebody of the accused, of a unit under it, and of another body; and two with a second post."""
    above = Organisation.objects.get(id=scene.accused)
    unit = Organisation.objects.create(
        code="unit", path=f"{above.path}0001", name="住建执法队", area_id=COUNTY, parent=above
    )
    for role, area in ROLES.items():
        scene.hire(f"accused-{role}", role, scene.accused, area)
        scene.hire(f"other-{role}", role, scene.lead, area)
    for role in UNIT:
        scene.hire(f"unit-{role}", role, unit.pk, ROLES[role])
    scene.hire("third-verifier", "verifier", scene.city.organisations["wenyi-zz"], TOWN)
    for who, second in (("both-leader", scene.accused), ("both-desk", unit.pk)):
        role = who.removeprefix("both-")
        scene.hire(who, role, scene.lead, ROLES[role])
        Post.objects.create(
            account=Account.objects.get(username=who),
            role="handler",
            area_id=COUNTY,
            organisation_id=second,
            starts_date=date(2020, 1, 1),
        )


def _tell(scene: Scene) -> None:
    """What happens: the hidden cases come to every stage, and leave their marks wherever a case can."""
    taken = scene.report(f"{WORDS} 起初交其办理")
    _taken_by_the_accused(scene, taken)
    received = scene.report(WORDS)
    scene.report(f"{WORDS} 由网格员反映", by="other-grid_worker")
    own = scene.report(f"{WORDS} 由其自己反映", by="accused-grid_worker")
    waiting, checked, closed = (scene.report(f"{WORDS} {at}") for at in "甲乙丙")
    for number in (waiting, checked, closed):
        scene.take(number, "dispatch", "desk", lead=scene.lead, assists=[], task=f"请办理{MARK}3")
        scene.take(number, "accept", "other-handler")
    scene.take(waiting, "supervise", "countydesk", note=f"请说明{MARK}4")
    scene.take(waiting, "ask_extension", "other-handler", length=1, reason=f"等待检测{MARK}5")
    for number in (checked, closed):
        after = photo(purpose="after", now=timezone.now())
        scene.take(number, "finish", "other-handler", note=f"已处理{MARK}6", photo_after=[after])
    scene.take(closed, "verify_pass", "other-verifier", method="on_site", note=f"看过{MARK}7")
    scene.take(closed, "answer", "desk", answer=f"已处理{MARK}8")
    _drawn(closed, scene)
    reveal(number=received, reason=f"回拨{MARK}9", by=scene.actor("desk"), now=timezone.now())
    Outgoing.objects.create(
        channel="inapp", template="x", subject=received, state="failed", due_at=timezone.now(), problem="broken"
    )
    _tied(scene, received, waiting, own)
    likened(numbers=scene.numbers, one=received, other=own, title=WORDS)


def _drawn(number: str, scene: Scene) -> None:
    today = timezone.localdate()
    row = RecheckDraw.objects.create(
        month=today.replace(day=1), root_date=today, root=b"", percent=5, drawn_at=timezone.now()
    )
    stratum = RecheckStratum.objects.create(draw=row, organisation_id=scene.lead, category="*", size=1, drawn=1)
    Recheck.objects.create(stratum=stratum, case=Case.objects.get(number=number))


def _taken_by_the_accused(scene: Scene, number: str) -> None:
    """A case that the accused had in its hands, and was told of, before anybody named it."""
    case = Case.objects.get(number=number)
    case.hidings.all().delete()
    scene.take(number, "dispatch", "desk", lead=scene.accused, assists=[scene.lead], task=f"请办理{MARK}3")
    scene.take(number, "accept", "accused-handler")
    deliver(now=timezone.now() + timedelta(minutes=1), secret_of=secret_of)
    mail.outbox.clear()  # letters that went out before cannot be called back
    state, _row = state_of(number=number)
    path = Organisation.objects.get(id=scene.accused).path
    hiding.keep(before=state, after=replace(state, hidden={scene.accused: path}), now=timezone.now())


def _tied(scene: Scene, *hidden: str) -> None:
    """Cases that the accused sees and even leads: a duplicate that joined a hidden one, and one that came of it."""
    for number in hidden:
        twin = scene.report("南门外有一处需要看看", hidden=False)
        scene.take(twin, "merge", "desk", into=number)
        led = scene.report("南门外另有一处需要看看", hidden=False)
        scene.take(led, "dispatch", "desk", lead=scene.accused, assists=[], task="请办理")
        for kind, ends in (("opened", (led, number)), ("duplicate", (number, led))):
            one, other = (Case.objects.get(number=end) for end in ends)
            Link.objects.create(from_case=one, to_case=other, kind=kind, made_at=timezone.now())


def _known(scene: Scene) -> dict[str, list[Any]]:
    """Values for each part of an address: of the hidden cases, and of what they left behind."""
    cases = Case.objects.filter(number__in=scene.numbers)
    return {
        "number": [*scene.numbers, *scene.seen],
        "secret": ["not-the-secret"],
        "attachment": list(Attachment.objects.filter(case__in=cases).values_list("id", flat=True)),
        "issue": list(Issue.objects.values_list("id", flat=True)),
        "recheck": list(Recheck.objects.filter(case__in=cases).values_list("id", flat=True)),
        "dry_run": list(DryRun.objects.values_list("id", flat=True)) or [1],
        "outgoing_id": list(Outgoing.objects.filter(subject__in=scene.numbers).values_list("id", flat=True))[:1],
        "lens": ["inbox", "mine", "area", "org", "pending", "reported"],
        "kind": ["csv", "xlsx"],
        "size": ["small"],
        "code": [TOWN],
        "key": ["event"],
        "clock": ["handle"],
        "action": ["accept"],
        "verb": ["rename"],
        "dispute": [*scene.numbers, *scene.seen],
        "step": ["publish"],
        "org_id": [scene.accused],
        "account_id": [scene.posts["accused-leader"].account_id],
        "post_id": [scene.posts["accused-leader"].pk],
        **{key: [1] for key in ("token_id", "id", "view", "pk", "mediator_id", "studio_id", "absence_id")},
        **NOBODYS,
        "form": ["web"],
        "pack": ["petition"],
        "document": ["pass_on"],
        "language": ["zh"],
    }


TURNS = 4
"""A reader takes every fourth case: each address is opened by everybody, and of each case by three of them."""


def addresses(scene: Scene, turn: int | None = None) -> Iterator[tuple[str, str]]:
    """Every address with its name, for every value of its parts, or those cases whose `turn` it is. None of these cases
    has a room: one number will do."""
    known = _known(scene)
    if turn is not None:
        known |= {key: known[key][turn % TURNS :: TURNS] for key in ("number", "dispute")}
    for name, parts in names():
        wanted = sorted(parts)
        lacking = parts - set(known)
        assert not lacking, f"{name}: say in `_known` which values {lacking} may take"
        values_of = {**known, "number": known["number"][:1]} if name.startswith("console:room") else known
        for values in product(*(values_of[part] for part in wanted)):
            yield name, path_of(name, dict(zip(wanted, values, strict=True)))


def found_in(text: str, path: str, scene: Scene) -> set[str]:
    """What of the hidden cases stands there, but for a number that the reader brought along."""
    numbers = set(NUMBER.findall(text)) & set(scene.numbers) - set(NUMBER.findall(path))
    return numbers | ({MARK} if MARK in text else set())


def _client(username: str, scene: Scene) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(Account.objects.get(username=username))
    session = client.session
    session["post"] = scene.posts[username].pk
    session.save()
    return client


def walk(
    username: str, scene: Scene, *, turn: int | None = None, with_public: bool = True, met: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Where somebody meets a hidden case: the name of the address, and what of it stands there.

    Addresses whose name was `met` are not opened again.
    """
    client = _client(username, scene)
    for name, path in addresses(scene, turn):
        if "logout" in name or name in met or (name.startswith("public:") and not with_public):
            continue
        is_list = not NUMBER.search(path)
        for query in QUERIES if is_list and path.startswith("/console/") else QUERIES[:1]:
            answer = client.get(f"{path}?{query}" if query else path)
            assert answer.status_code < 500, path
            yield from ((name, f"{what} at {path}?{query}") for what in found_in(text_of(answer), path, scene))
            if "/media/" in path and answer.status_code == 200:
                yield name, f"the file at {path}"
    yield from _dry_runs(client, scene)


def _dry_runs(client: Client, scene: Scene) -> Iterator[tuple[str, str]]:
    """A dry run hands out whom it moves as a file; an edit that is tried leads to one of its own."""
    for run in DryRun.objects.values_list("id", flat=True):
        for kind in ("csv", "xlsx"):
            path = f"/console/admin/dry-runs/{run}/?file={kind}"
            found = found_in(text_of(client.get(path)), path, scene)
            yield from (("dry run", f"{what} at {path}") for what in found)


def calls(username: str, scene: Scene) -> Iterator[tuple[str, str]]:
    """Where a token of somebody meets a hidden case, of every operation in the OpenAPI document."""
    issued = tokens.issue(name=username, post_id=scene.posts[username].pk, now=timezone.now())
    known = _known(scene)
    for pattern, operations in api.get_openapi_schema()["paths"].items():
        wanted = [part.split("}")[0] for part in pattern.split("{")[1:]]
        for values, method in product(product(*(known[part] for part in wanted)), operations):
            path = pattern.format(**dict(zip(wanted, values, strict=True)))
            for query in ("", "?state=all", f"?state=all&text={LOOKED_FOR}", "?lens=inbox", "?lens=org&state=all"):
                if query and (method != "get" or not pattern.endswith("/cases")):
                    continue
                answer = asked(method, path + query, issued.secret)
                assert answer.status_code < 500, path
                yield from ((pattern, f"{what} at {path}{query}") for what in found_in(text_of(answer), path, scene))


@pytest.fixture
def moved(scene: Scene) -> None:
    """Every case would move under an edited calendar."""
    now = timezone.now()
    edit = {"without": f"{timezone.localdate()}"}
    run = DryRun.objects.create(
        calendar="default", edit=edit, based_on="0", state=DryRun.State.READY, made_at=now, counted_at=now
    )
    DryMove.objects.bulk_create(
        DryMove(run=run, case_id=clock.case_id, clock=clock, was=clock.due_at, due_at=clock.due_at)
        for clock in Clock.objects.all()
    )


UNIT = ("desk", "handler", "leader")
HIDDEN_FROM = (
    *(f"accused-{role}" for role in ROLES),
    *(f"unit-{role}" for role in UNIT),
    *("both-leader", "both-desk"),
)


@pytest.mark.usefixtures("moved")
def test_people_of_another_body_meet_the_case(scene: Scene) -> None:
    for role in ROLES:
        username = "third-verifier" if role == "verifier" else f"other-{role}"
        met: set[str] = set()
        for name, _where in walk(username, scene, with_public=False, met=met):
            met.add(name)
        met |= {name for name, _where in calls(username, scene)}
        assert MET[role] <= met, (username, MET[role] - met)


@pytest.mark.usefixtures("moved")
def test_no_page_export_file_or_endpoint_holds_it(scene: Scene) -> None:
    """The public pages do not know who reads them: one round there is enough."""
    for at, username in enumerate(HIDDEN_FROM):
        walked = walk(username, scene, turn=at, with_public=not at)
        assert [where for _name, where in (*walked, *calls(username, scene))] == [], username


def test_what_they_do_see_does_not_name_it(scene: Scene) -> None:
    client = _client("accused-handler", scene)
    led = Case.objects.get(lead_org=scene.accused, number=scene.seen[1])
    assert client.get(f"/console/cases/{led.number}/").status_code == 200
    assert client.get(f"/console/cases/{scene.numbers[0]}/").status_code == 404


def test_no_step_can_be_taken(scene: Scene) -> None:
    for username in ("accused-handler", "unit-desk", "accused-verifier", "both-leader"):
        issued = tokens.issue(name=username, post_id=scene.posts[username].pk, now=timezone.now())
        for number, action in product(scene.numbers, ("accept", "dispatch", "verify_pass", "supervise", "finish")):
            answer = asked("post", f"/api/v1/cases/{number}/actions/{action}", issued.secret)
            assert answer.status_code == 404, (username, number, action)


def test_no_notice_or_letter_reached_them(scene: Scene) -> None:
    told = Notice.objects.filter(subject__in=scene.numbers)
    assert told.exists()
    assert not told.filter(account__username__in=HIDDEN_FROM).exists()
    reached = {
        to for letter in mail.outbox for to in letter.to if set(NUMBER.findall(str(letter.body))) & set(scene.numbers)
    }
    assert "other-handler@example.org" in reached
    assert not reached & {f"{username}@example.org" for username in HIDDEN_FROM}
