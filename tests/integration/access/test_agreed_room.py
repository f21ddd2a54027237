"""Once an agreement is in effect, partly performed, put together for the court and archived, still neither side meets
what belongs to the other, and nobody outside meets any of it.

Every address that the resolver knows is opened, every verb of the room is sent with everything that it may name, and
every answer of the API, mail, file and line is read; bundles and volumes are opened to the last document in them.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.utils import timezone

from linli.cases.actions.attaching import kept_at
from linli.cases.actions.indexing import index_text
from linli.cases.models import Attachment, Case, Event
from linli.mediation.actions import archiving, confirming, participants, performing, signing, starting
from linli.mediation.agreed import Draft, Duty
from linli.mediation.models import Agreement, Entry, Evidence, Mediator, Obligation, Offer, Session, Volume
from linli.mediation.queries.agreements import duties_in_effect
from linli.mediation.queries.secrets import secret_of
from linli.notify.actions import deliver
from linli.notify.models import Notice, Outgoing
from linli.people import tokens
from linli.places import queries as places
from linli.web.console.room.page import SECTIONS as STAFF_SECTIONS
from linli.web.public.room.page import SECTIONS
from tests.agreeing import DRAWN, fixed
from tests.answers import asked, said_in, text_of
from tests.functional import small_city
from tests.functional.small_city import COUNTY, VILLAGE
from tests.integration.access.rooms import (
    CONTACT,
    IDENTITY,
    NAMES,
    NOTES,
    PRIVATE,
    SIDES,
    Scene,
    addresses,
    joined,
    marks_of,
    met,
    say,
    sent,
    staff,
)
from tests.mediating import Dispute, open_dispute

TERMS, PROOF, SHARED = "QZVKXT", "QZVKXP.png", "QZVKXS"
"""What the agreement says, the proof of a part, evidence for all: for the room, and nobody else."""
WHAT = "QZVKXW"
"""What is owed, without a name: it stands in the case as well, for whoever watches that it is performed."""
WATCHING = ("handler", "head", "desk")
ROOM_ONLY = (TERMS, PROOF, SHARED)
ELSEWHERE, REFERRER = "assist", "grid"
"""Who mediates another case, and who referred this one."""
OUTSIDE = (ELSEWHERE, REFERRER, "desk", "admin")
"""Staff to whom the room shows nothing of what was said in it."""


@pytest.fixture
def scene(db: None, settings: LazySettings) -> Iterator[Scene]:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.REPORT_RATE = settings.API_RATE = "1000000/m"
    city, now = small_city.build(), timezone.now() - timedelta(hours=2)
    places.forget()
    referrer = Dispute("", "", city, now).actor(REFERRER)
    dispute = open_dispute(city=city, now=now, by=referrer)
    made = Scene(dispute, joined(dispute))
    for one in made.parties.values():
        participants.invite(room=dispute.room(), participant=one, now=now)
        participants.agree(room=dispute.seat(one), now=now)
    dispute.take("consent", rights_told=True, openness="closed", note="")
    for side, one in made.parties.items():
        say(dispute, side, one)
    _settle(made)
    made.known = {"verb": ["rename", "document", "bundle", "volume", "printed"], "lens": ["area", "reported"]}
    deliver(now=timezone.now(), secret_of=secret_of)
    index_text()
    yield made
    places.forget()


def _settle(scene: Scene) -> None:
    """Shared evidence, signed by both, a part told with its proof and on record, wanted in court, and archived."""
    dispute, parties, today = scene.dispute, scene.parties, timezone.localdate(scene.dispute.now)
    paper = Attachment.objects.filter(purpose="room").values_list("id", flat=True)[0]
    shared: dict[str, Any] = {"kind": "photo", "title": SHARED, "attachment_id": paper, "given_at": dispute.now}
    Evidence.objects.create(
        id=parties["applicant"], case_id=dispute.room().case_id, side="applicant", place=9, is_shared=True, **shared
    )
    due = [today, today + timedelta(days=20)]
    duties = tuple(Duty("pay", "respondent", "applicant", f"天花板{WHAT}", day, Decimal(1000)) for day in due)
    parts = dict.fromkeys(("facts", "issues", "responsibility", "manner"), "按双方所说")
    fixed(dispute, Draft(**parts, terms=f"一、赔偿两千元{TERMS}", duties=duties))  # type: ignore[arg-type]
    for one in parties.values():
        signing.sign_on_screen(room=dispute.seat(one), drawing=DRAWN, now=dispute.now)
    first = duties_in_effect(case_id=dispute.room().case_id)[0].id
    proof = (DRAWN, PROOF)
    performing.tell_done(room=dispute.seat(parties["respondent"]), duty=first, now=dispute.now, proof=proof)
    performing.record(room=dispute.room(), duty=first, day=today, now=dispute.now)
    for one in parties.values():
        confirming.want(room=dispute.seat(one), now=dispute.now)
    archiving.make(room=dispute.room(), now=dispute.now)


def _elsewhere(scene: Scene) -> Dispute:
    """Another dispute, with its own mediator of another body, and its own party."""
    city, now = scene.dispute.city, scene.dispute.now
    Mediator.objects.create(
        account_id=city.accounts[ELSEWHERE],
        organisation_id=city.organisations["furong-zj"],
        area_id=COUNTY,
        languages=["zh-Hans"],
    )
    found = starting.Found("两家为停车争吵", "划线", "neighbour.leak", VILLAGE)
    made = starting.start(found=found, by=scene.dispute.actor(ELSEWHERE), now=now)
    return Dispute(made.number, made.secret, city, now, mediator=ELSEWHERE)


def _typed(scene: Scene, at: int) -> Mapping[str, Any]:
    """What the forms of the room name: of what belongs to a side, that of the first (0) or the second (1)."""
    every: dict[str, list[Any]] = {
        "agreement": list(Agreement.objects.order_by("-place").values_list("id", flat=True)),
        "what": ["text", "signatures"],
        "volume": list(Volume.objects.values_list("pk", flat=True)),
        "duty": list(Obligation.objects.order_by("-pk").values_list("pk", flat=True)[:2]),
        "session": list(Session.objects.order_by("id").values_list("id", flat=True)),
        "evidence": list(Evidence.objects.filter(is_shared=False).order_by("id").values_list("id", flat=True)),
        "offer": list(Offer.objects.order_by("id").values_list("id", flat=True)),
        "participant": [*scene.parties.values()],
        "reason": ["需要联系当事人"],
        "court": ["长沙市芙蓉区人民法院"],
    }
    return {name: str(values[at % len(values)]) for name, values in every.items()}


def _tried(scene: Scene, client: Client, prefix: str, sections: Any, marks: tuple[str, ...], at: int = 0) -> list[str]:
    """What the verbs give away, whatever they are asked for."""
    verbs = [(one.key, verb) for one in sections for verb in one.verbs]
    return sent(client, prefix, verbs, marks, _typed(scene, at))


def _private(*sides: str) -> tuple[str, ...]:
    """What belongs to these sides alone; their names stand in the agreement."""
    return tuple(mark for side in sides for mark in (*CONTACT[side], *PRIVATE[side]))


def test_each_side_meets_the_agreement_and_nothing_of_the_other(scene: Scene) -> None:
    for at, (side, other) in enumerate((SIDES[::-1], SIDES)):
        client, link = Client(), scene.link(side)
        marks = (*_private(other), *NOTES, *CONTACT[side])
        own: dict[str, list[Any]] = {"participant": [*scene.parties.values()], "link": [link]}
        own |= {"secret": [scene.dispute.secret]} if side == "applicant" else {}
        prefix = f"/room/{scene.parties[side]}/{link}/"
        assert met(client, addresses(scene, **own), marks) == [], side
        assert _tried(scene, client, prefix, SECTIONS, marks, at) == [], side
        page = text_of(client.get(prefix))
        assert all(mark in page for mark in (PRIVATE[side][0], TERMS, WHAT, SHARED)), "the walk sees what it looks for"
        for verb in ("agreement/document", "after/bundle"):
            text = text_of(client.post(f"{prefix}{verb}/", _typed(scene, 0)))
            assert all(one in text for one in NAMES.values()), "and reads the files"


def test_nobody_outside_meets_anything_of_it(scene: Scene) -> None:
    marks = (*marks_of(*SIDES), *NOTES, *ROOM_ONLY, WHAT)
    other = _elsewhere(scene)
    theirs = other.join("respondent", phone="", email="")
    own: dict[str, list[Any]] = {
        "participant": [theirs, *scene.parties.values()],
        "link": [other.link(theirs)],
        "secret": [other.secret],
    }
    assert met(Client(), addresses(scene, **own), marks) == [], "a party of another case, as anybody without one"
    assert _tried(scene, Client(), f"/room/{theirs}/{other.link(theirs)}/", SECTIONS, marks) == []
    prefix = f"/console/cases/{other.number}/room/"
    assert staff(ELSEWHERE).get(prefix).status_code == 200
    assert _tried(scene, staff(ELSEWHERE), prefix, STAFF_SECTIONS, marks) == [], "a mediator of another case"
    for who in OUTSIDE:
        client, marks = staff(who), tuple(one for one in marks if who not in WATCHING or one != WHAT)
        assert met(client, addresses(scene), marks) == [], who
        prefix = f"/console/cases/{scene.dispute.number}/room/"
        assert _tried(scene, client, prefix, STAFF_SECTIONS, marks) == [], who
    assert scene.dispute.number in text_of(staff(REFERRER).get("/console/reported/")), "whoever referred it follows it"


def test_the_mediator_meets_it_and_the_walk_can_see_it(scene: Scene) -> None:
    client, prefix = staff("handler"), f"/console/cases/{scene.dispute.number}/room/"
    text = text_of(client.get(prefix))
    wanted = {*NOTES, TERMS, WHAT, SHARED, *(PRIVATE[side][at] for side in SIDES for at in (0, 3, 4))}
    assert {one for one in (*marks_of(*SIDES), *NOTES, TERMS, WHAT, SHARED) if one in text} == wanted
    archived = text_of(client.post(f"{prefix}after/volume/", _typed(scene, 0)))
    assert all(one in archived for one in (*NAMES.values(), TERMS, SHARED))


def test_mails_files_answers_and_lines_hold_nothing_that_is_a_sides_own(scene: Scene) -> None:
    secret = (*_private(*SIDES), *NOTES)
    for side in SIDES:
        letters = "".join(f"{one.subject} {one.body}" for one in mail.outbox if CONTACT[side][1] in one.to)
        assert scene.link(side) in letters
        assert not [mark for mark in (*marks_of(*SIDES), *NOTES, *ROOM_ONLY) if mark in letters], side
        assert not [one for one in SIDES if one != side and scene.link(one) in letters]
    (volume,) = Volume.objects.all()
    bound = said_in(kept_at(path=Attachment.objects.get(id=volume.attachment_id).path).read_bytes())
    files = [
        one for one in Attachment.objects.filter(case__number=scene.dispute.number) if "image" not in one.media_type
    ]
    held = "".join(one.name + said_in(kept_at(path=one.path).read_bytes()) for one in files)
    assert all(one in bound for one in (*NAMES.values(), TERMS, SHARED))
    assert not [mark for mark in secret if mark in bound + held and mark not in IDENTITY]
    assert all(mark in bound for mark in IDENTITY)
    kept: list[Any] = [Entry.objects.values_list("body", flat=True), Event.objects.values_list("body", flat=True)]
    kept += [Outgoing.objects.values_list("context", flat=True), Notice.objects.values_list("context", flat=True)]
    kept += [Case.objects.values_list("fields", flat=True), Volume.objects.values_list("index", flat=True)]
    lines = "".join(str(list(one)) for one in kept)
    assert not [mark for mark in (*secret, *NAMES.values(), SHARED) if mark in lines]
    assert not [side for side in SIDES if scene.link(side) in lines]


def test_the_api_tells_how_it_stands_and_nothing_that_was_said(scene: Scene) -> None:
    for who in (*WATCHING, *OUTSIDE):
        issued = tokens.issue(name=who, post_id=scene.dispute.city.posts[who], now=timezone.now())
        for path in addresses(scene):
            if path.startswith("/api/"):
                text = text_of(asked("get", path, issued.secret))
                assert not [mark for mark in (*marks_of(*SIDES), *NOTES, *ROOM_ONLY) if mark in text], (who, path)
                assert who in WATCHING or WHAT not in text, (who, path)
