"""What is said in a mediation room reaches those who may hear it, whatever address anybody else asks for.

Every address of the installation, pages and API and files alike, as each side, and as everybody on duty.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from linli.cases.actions.indexing import index_text
from linli.cases.models import Attachment, Event
from linli.mediation.actions import evidence, holding, notes, offers, participants, sessions
from linli.mediation.actions.holding import Record
from linli.mediation.models import Appointment, Entry
from linli.notify.models import Outgoing
from linli.people import tokens
from linli.people.models import Account
from linli.places import queries as places
from tests.addresses import NOBODYS, names, path_of
from tests.functional import small_city
from tests.integration.mediation.actions.test_give_evidence import PHOTO
from tests.integration.mediation.talking import PAPER, TERMS, plan, times
from tests.mediating import Dispute, appoint, open_dispute

NOTE, VENUE, LINE, FILE = "底线一千八百", "后门小会议室", "偷录的电话", "只给自己看.pdf"
DRAFT, OFFER, SHOWN, POINTS = "草稿还价九百", "公开报价三千", "共同的维修单", "谈拢了漏水来源"
ALL = frozenset({NOTE, VENUE, LINE, FILE, DRAFT, OFFER, SHOWN, POINTS})
MAY_READ = {
    "first": ALL - {NOTE},
    "second": frozenset({OFFER, SHOWN, POINTS}),
    "handler": ALL - {DRAFT},
    "head": frozenset({POINTS}),
    "desk": frozenset({POINTS}),
}
"""Everybody else reads none of it."""
STAFF = ("handler", "head", "desk", "assist", "leader", "verifier", "grid", "countydesk", "admin")


@dataclass(slots=True)
class Scene:
    """A dispute whose room holds one of everything."""

    dispute: Dispute
    first: UUID
    second: UUID
    values: dict[str, list[Any]] = field(default_factory=dict)

    def known(self, who: str) -> dict[str, list[Any]]:
        """What somebody puts into an address: their own link, and whatever else they might have heard of."""
        if who not in {"first", "second"}:
            return self.values
        one = getattr(self, who)
        return self.values | {"participant": [one], "link": [self.dispute.link(one)]}


@pytest.fixture
def scene(db: None, settings: LazySettings) -> Iterator[Scene]:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.REPORT_RATE = "10000/h"
    city = small_city.build()
    places.forget()
    dispute = open_dispute(city=city, now=timezone.now() - timedelta(hours=2))
    dispute.take("invite", "handler", assists=[city.organisations["furong-zj"]], task="一起去")
    yield _furnished(dispute)
    places.forget()


def _furnished(dispute: Dispute) -> Scene:
    first, second = dispute.both()
    now, room = dispute.now, dispute.room()
    alone = sessions.propose(room=room, plan=plan(dispute, 48, manner="apart", side="applicant", venue=VENUE), now=now)
    sessions.fix(room=room, session=alone, time=times(alone)[0], now=now)
    notes.write(room=room, side="applicant", text=NOTE, session=alone, now=now)
    record = Record(held_on=now.date(), agreed=POINTS)
    holding.hold_unplanned(room=room, manner="together", side="", record=record, now=now)
    private = evidence.give(room=dispute.seat(first), new=replace(PHOTO, title=LINE, is_shared=False), now=now)
    paper = replace(PAPER, title="合同", content=b"%PDF-1.4 kept", name=FILE)
    hidden = evidence.give(room=dispute.seat(first), new=paper, now=now)
    evidence.give(room=dispute.seat(first), new=replace(PAPER, title=SHOWN, is_shared=True), now=now)
    offers.send_words(room=dispute.seat(first), terms=replace(TERMS, text=OFFER), now=now)
    offers.draft(room=dispute.seat(first), terms=replace(TERMS, text=DRAFT), now=now)
    index_text()
    files = [str(one) for one in Attachment.objects.filter(purpose="room").values_list("id", flat=True)]
    return Scene(
        dispute,
        first,
        second,
        {
            "number": [dispute.number],
            "dispute": [dispute.number],
            "secret": [dispute.secret],
            "session": [alone],
            "line": [private, hidden],
            "attachment": files,
            "size": ["small"],
            "code": ["430102", "430102001001"],
            "lens": ["inbox", "cases", "organisation"],
            "kind": ["csv", "xlsx"],
            "action": ["note_session"],
            "section": ["sessions"],
            "verb": ["answer"],
            "key": ["dispute"],
            "pack": ["dispute"],
            "participant": [first, second],
            "link": ["not-the-link"],
        },
    )


def paths(values: dict[str, list[Any]]) -> Iterator[str]:
    """Every address, with the values in its parts, and in other parts what opens nothing."""
    known = dict(NOBODYS) | values
    for name, wanted in names():
        made: list[dict[str, Any]] = [{}]
        for part in sorted(wanted):
            made = [{**one, part: value} for one in made for value in known.get(part, [1])]
        yield from (path_of(name, one) for one in made)


def read(client: Client, path: str, **headers: str) -> str:
    """What the address answers, as text: of Word and Excel files every part."""
    answer = client.get(path, headers=headers)
    content = answer.getvalue()
    name = str(answer.get("Content-Disposition", ""))
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            content = b"".join(bundle.read(part) for part in bundle.namelist())
    return content.decode(errors="replace") + name


def signed_in(username: str) -> Client:
    """Somebody on duty."""
    client = Client(headers={"host": "localhost"})
    client.force_login(Account.objects.get(username=username))
    return client


def heard(scene: Scene, who: str, client: Client) -> set[str]:
    """The words that somebody gets to read, over all addresses."""
    words: set[str] = set()
    for path in paths(scene.known(who)):
        if "logout" in path:
            continue
        text = read(client, path)
        found = {one for one in ALL if one in text}
        assert found <= MAY_READ.get(who, frozenset()), (who, path, found)
        words |= found
    return words


def test_each_side_reads_its_own_and_what_is_shared(scene: Scene) -> None:
    for who in ("first", "second"):
        assert heard(scene, who, Client(headers={"host": "localhost"})) == MAY_READ[who]


def test_everybody_on_duty_reads_what_their_seat_gives(scene: Scene) -> None:
    for who in STAFF:
        assert heard(scene, who, signed_in(who)) == MAY_READ.get(who, frozenset()), who


def test_the_public_and_the_case_s_own_link_read_none_of_it(scene: Scene) -> None:
    assert heard(scene, "nobody", Client(headers={"host": "localhost"})) == set()


def test_the_api_tells_what_the_case_s_page_tells(scene: Scene) -> None:
    for who in ("handler", "desk"):
        key = tokens.issue(name="门户", post_id=scene.dispute.city.posts[who], now=timezone.now())
        bearer = f"Bearer {key.secret}"
        for path in paths(scene.values):
            if path.startswith("/api/"):
                text = read(Client(headers={"host": "localhost"}), path, authorization=bearer)
                assert not {one for one in ALL - {POINTS} if one in text}, (who, path)
                assert not any(one in text for one in scene.values["attachment"] if one not in path), (who, path)


def test_files_of_the_room_have_no_other_address(scene: Scene) -> None:
    for who in ("handler", "head", "desk"):
        client = signed_in(who)
        case = read(client, f"/console/cases/{scene.dispute.number}/")
        for one in scene.values["attachment"]:
            assert one not in case
            assert client.get(f"/console/media/{one}/").status_code == 404
    asked = {"number": scene.dispute.number, "secret": scene.dispute.secret}
    for one in scene.values["attachment"]:
        assert Client().get(f"/console/media/{one}/", asked, headers={"host": "localhost"}).status_code == 404


def test_who_was_replaced_reads_no_more(scene: Scene) -> None:
    Appointment.objects.update(ended_at=timezone.now(), ended_as="replaced")
    appoint(dispute=scene.dispute, username="head")
    text = read(signed_in("handler"), f"/console/cases/{scene.dispute.number}/room/")
    assert not {one for one in ALL - {POINTS} if one in text}
    assert NOTE in read(signed_in("head"), f"/console/cases/{scene.dispute.number}/room/")


@pytest.mark.parametrize("how", ["left", "declined", "new"])
def test_who_is_not_in_it_any_more_reads_nothing(scene: Scene, how: str) -> None:
    if how == "left":
        participants.leave(room=scene.dispute.seat(scene.second), now=scene.dispute.now)
    elif how == "declined":
        participants.decline(room=scene.dispute.seat(scene.second), now=scene.dispute.now)
    else:
        scene.second = scene.dispute.join("respondent")
    client = Client(headers={"host": "localhost"})
    for path in paths(scene.known("second")):
        assert not {one for one in ALL if one in read(client, path)}, path


def test_messages_events_and_entries_hold_none_of_the_words(scene: Scene) -> None:
    kept = [
        *map(str, Outgoing.objects.values_list("context", "subject")),
        *map(str, Entry.objects.values_list("body", flat=True)),
    ]
    assert not [one for one in kept if any(word in one for word in ALL)]
    bodies = " ".join(map(str, Event.objects.values_list("body", flat=True)))
    assert {one for one in ALL if one in bodies} == {POINTS}


def test_nobody_but_its_side_learns_of_a_talk_apart(scene: Scene) -> None:
    client = Client(headers={"host": "localhost"})
    link = scene.dispute.link(scene.second)
    assert client.get(f"/room/{scene.second}/{link}/sessions/{scene.values['session'][0]}.ics").status_code == 404
    for who in ("head", "desk", "assist"):
        path = f"/console/cases/{scene.dispute.number}/room/sessions/{scene.values['session'][0]}.ics"
        assert signed_in(who).get(path).status_code == 404
    mine = f"/room/{scene.first}/{scene.dispute.link(scene.first)}/sessions/{scene.values['session'][0]}.ics"
    assert VENUE in read(client, mine)


def test_a_calendar_file_names_nobody(scene: Scene, now: datetime) -> None:
    path = f"/console/cases/{scene.dispute.number}/room/sessions/{scene.values['session'][0]}.ics"
    text = read(signed_in("handler"), path)
    assert "applicant甲" not in text
    assert "承办人甲" not in text
