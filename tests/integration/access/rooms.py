"""A mediation room in which everything private was said, and the walk that looks for it at every address."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

from django.db import transaction
from django.test import Client

from linli.cases.models import Attachment, Case
from linli.core.errors import LinliError
from linli.mediation.actions import drafting, evidence, mandates, notes, offers, sessions, signing
from linli.mediation.models import Evidence, Session
from linli.mediation.rules.listing import NewEvidence
from linli.mediation.rules.meeting import Proposal
from linli.mediation.rules.offering import Terms
from linli.notify.models import Outgoing
from linli.people.models import Account
from tests.addresses import NOBODYS, names, path_of
from tests.agreeing import DRAWN, fixed
from tests.answers import text_of
from tests.functional.small_city import TOWN
from tests.mediating import Dispute

SIDES = ("applicant", "respondent")
CONTACT: Mapping[str, tuple[str, ...]] = {
    "applicant": ("13911110001", "qzvka@example.org"),
    "respondent": ("13922220002", "qzvkb@example.org"),
}
"""How to reach each side: never shown, not even to itself but masked."""
NAMES: Mapping[str, str] = {"applicant": "甲方QZVKNA", "respondent": "乙方QZVKNB"}
"""They stand in agreements alone."""
PRIVATE: Mapping[str, tuple[str, ...]] = {
    "applicant": ("QZVKEA", "QZVKDA", "QZVKCA", "QZVKVA", "QZVKIA"),
    "respondent": ("QZVKEB", "QZVKDB", "QZVKCB", "QZVKVB", "QZVKIB"),
}
"""Unshared evidence, a draft offer, a change that was asked for, the place of a talk apart, a proof of identity."""
IDENTITY = ("QZVKIA", "QZVKIB")
"""The proofs of identity among them: the volume holds them as well."""
MANDATES: Mapping[str, str] = {"applicant": "QZVKMA.pdf", "respondent": "QZVKMB.pdf"}
"""Names of the files: their own side takes them, nobody else does."""
NOTES = ("QZVKTA", "QZVKTB")
"""What mediators wrote down of talks with one side: for no party at all."""


@dataclass(slots=True)
class Scene:
    """A dispute in which everything private has been said."""

    dispute: Dispute
    parties: dict[str, UUID]
    known: dict[str, list[Any]] = field(default_factory=dict)
    """More that somebody may put into an address."""

    def link(self, side: str) -> str:
        """The secret of a side's link."""
        return self.dispute.link(self.parties[side])


def joined(dispute: Dispute) -> dict[str, UUID]:
    """A party on each side, with contact data to look for."""
    return {
        side: dispute.join(side, name=NAMES[side], phone=CONTACT[side][0], email=CONTACT[side][1]) for side in SIDES
    }


def say(dispute: Dispute, side: str, one: UUID) -> None:
    """Everything that is this side's alone."""
    now, seat, mark = dispute.now, dispute.seat(one), "AB"[SIDES.index(side)]
    notes.write(room=dispute.room(), text=f"最低可以接受五千QZVKT{mark}", side=side, now=now)
    told = NewEvidence(kind="photo", title=f"聊天记录QZVKE{mark}", content=DRAWN, name="proof.png")
    evidence.give(room=seat, new=told, now=now)
    evidence.give(room=seat, new=NewEvidence(kind="identity", title=f"身份证QZVKI{mark}"), now=now)
    agent = dispute.join(side, name=f"代理人{mark}", capacity="agent", mandate="general", stands_for=(one,), email="")
    mandates.hand_in(
        room=dispute.seat(one), participant=agent, mandate=(b"%PDF-1.4 " + mark.encode(), MANDATES[side]), now=now
    )
    offers.draft(room=seat, terms=Terms(text=f"最多让到三千QZVKD{mark}"), now=now)
    starts = (now + timedelta(days=3 + SIDES.index(side)),)
    plan = Proposal("apart", starts, timedelta(hours=1), side=side, venue=f"小会议室QZVKV{mark}")
    session = sessions.propose(room=dispute.room(), plan=plan, now=now)
    sessions.fix(room=dispute.room(), session=session, time=Session.objects.get(id=session).times.get().id, now=now)
    if side == "applicant":
        fixed(dispute)
        signing.send_code(room=seat, now=now)
        signing.sign_on_screen(room=seat, drawing=DRAWN, now=now)
        drafting.take_back(room=dispute.room(), now=now)
    drafting.ask_change(room=seat, words=f"第二条改成一次付清QZVKC{mark}", now=now)


def marks_of(*sides: str) -> tuple[str, ...]:
    """Everything of these sides that may be looked for."""
    return tuple(mark for side in sides for mark in (*CONTACT[side], NAMES[side], *PRIVATE[side]))


def _values(scene: Scene, **own: list[Any]) -> dict[str, list[Any]]:
    """Values of the parts of addresses: everything of this room."""
    number, case = scene.dispute.number, Case.objects.get(number=scene.dispute.number)
    some: dict[str, list[Any]] = {
        "number": [number], "dispute": [number], "secret": ["not-the-secret"], "recheck": [1], "dry_run": [1],
        "attachment": list(Attachment.objects.filter(case=case).values_list("id", flat=True)),
        "session": list(Session.objects.values_list("id", flat=True)),
        "line": list(Evidence.objects.values_list("id", flat=True)),
        "lens": ["inbox", "mine", "area", "org", "pending", "reported"], "kind": ["csv", "xlsx"], "size": ["small"],
        "code": [TOWN], "key": ["dispute"], "clock": ["mediate"], "action": ["accept"], "step": ["publish"],
        "org_id": [scene.dispute.city.organisations["furong-cg"]], "form": ["web"], "pack": ["dispute"],
        "account_id": [scene.dispute.city.accounts["handler"]], "post_id": [scene.dispute.city.posts["handler"]],
        "outgoing_id": list(Outgoing.objects.values_list("id", flat=True))[:3], "document": ["accept"],
        "language": ["zh"], "verb": ["rename"],
    }  # fmt: skip
    return dict(NOBODYS) | some | scene.known | own


def addresses(scene: Scene, **own: list[Any]) -> Iterator[str]:
    """Every address that the resolver knows, with everything of the room in its parts; `own` is what only they know."""
    known = _values(scene, **own)
    for name, parts in names():
        if "logout" in name:
            continue
        wanted = sorted(parts)
        for values in product(*(known.get(part, [1]) for part in wanted)):
            yield path_of(name, dict(zip(wanted, values, strict=True)))


def met(client: Client, paths: Iterable[str], looked_for: Iterable[str]) -> list[str]:
    """Where any of the marks stands."""
    found = []
    for path in paths:
        with suppress(LinliError):
            text = text_of(client.get(path))
            found += [f"{mark} at {path}" for mark in looked_for if mark in text]
    return found


def sent(
    client: Client,
    prefix: str,
    verbs: Iterable[tuple[str, str]],
    looked_for: Iterable[str],
    typed: Mapping[str, Any] | None = None,
) -> list[str]:
    """What the verbs of the room answer with, and the page after; each undone at once."""
    found = []
    for section, verb in verbs:
        with transaction.atomic():
            text = text_of(client.post(f"{prefix}{section}/{verb}/", dict(typed or {}), follow=bool(typed)))
            transaction.set_rollback(True)
        found += [f"{mark} of {section}/{verb}" for mark in looked_for if mark in text]
    return found


def staff(username: str) -> Client:
    """Somebody on duty, signed in."""
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client
