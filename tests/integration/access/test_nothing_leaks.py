"""Whoever asks for whatever case gets it exactly when their post may see it, and acts only within its right.

Random (post, case, address) triples, pages and API alike, against the one place that decides: `people.access`.
"""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.cases import queries
from linli.cases.actions.acting import act
from linli.cases.actions.indexing import index_text
from linli.cases.actions.opening import open_case
from linli.cases.models import Case
from linli.cases.queries.details import choices
from linli.cases.queries.loading import state_of
from linli.cases.queries.packs import pack_of
from linli.cases.types import Filters, Lens, NewCase, NewContact
from linli.core.errors import LinliError
from linli.people import access
from linli.people.access import PUBLIC, SYSTEM, Actor
from linli.people.actions import tokens
from linli.people.models import Account
from tests.world import POSTS, World, build

PHONE = "13812345678"
PLACES = ("430102001001001", "430102002001001")
STEPS = ("file", "dispatch", "accept", "ask_extension", "finish_assist", "return", "supervise")


class Scene:
    """A world with cases at many stages in two towns, some confidential, and a client and token for every post."""

    def __init__(self) -> None:
        self.world: World = build()
        self.now = timezone.now() - timedelta(hours=6)
        chance = random.Random(7)
        self.numbers = [self._case(chance, at) for at in range(10)]
        Case.objects.filter(number__in=self.numbers[::4]).update(confidentiality="confidential")
        index_text()
        self.posts = {(who, role): actor for who in POSTS for role, actor in self.world.posts[who].items()}
        self.clients = {key: self._client(actor) for key, actor in self.posts.items()}
        self.tokens = {key: self._token(actor) for key, actor in self.posts.items()}

    def _case(self, chance: random.Random, at: int) -> str:
        contact = NewContact(name="演示居民", phone=PHONE)
        report = NewCase(
            pack="event", text=f"路灯不亮 {at}", channel="web", area_code=chance.choice(PLACES), contact=contact
        )
        number = open_case(report=report, by=PUBLIC, now=self.now).number
        for minute, step in enumerate(STEPS[: chance.randint(0, len(STEPS))], start=1):
            self._step(number, step, self.now + timedelta(minutes=minute))
        return number

    def _step(self, number: str, step: str, at: datetime) -> None:
        organisations = self.world.organisations
        given: dict[str, dict[str, Any]] = {
            "dispatch": {"lead": organisations["lead"].pk, "assists": [organisations["assist"].pk], "task": "x"},
            "ask_extension": {"length": 1, "reason": "x"},
            "finish_assist": {"note": "x"},
            "return": {"reason": "x"},
            "supervise": {"note": "x"},
        }
        inputs = given.get(step, {})
        for who in ("desk", "other_desk", "lead", "assist", "leader"):
            try:
                act(number=number, action=step, inputs=inputs, by=self.world.actor(who), now=at)
            except LinliError:
                continue
            return

    def _client(self, actor: Actor) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=actor.account_id or 0))
        session = client.session
        session["post"] = actor.post_id
        session.save()
        return client

    def _token(self, actor: Actor) -> str:
        assert actor.post_id is not None
        issued = tokens.issue(name="t", post_id=actor.post_id, by=SYSTEM, now=self.now, expires_at=None)
        return issued.secret


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene()


LENSES: tuple[Lens, ...] = ("inbox", "mine", "area", "org", "pending", "reported")
PAGES = ("", "preview/", "similar/", "print/")
ENDPOINTS = ("", "/events")


def asked(scene: Scene, key: tuple[str, str], number: str, address: int) -> tuple[int, bytes]:
    """The status and body of one address of the case, as a page or through the API."""
    if address < len(PAGES):
        answer = scene.clients[key].get(f"/console/cases/{number}/{PAGES[address]}")
    else:
        path = f"/api/v1/cases/{number}{ENDPOINTS[address - len(PAGES)]}"
        answer = Client().get(path, headers={"authorization": f"Bearer {scene.tokens[key]}"})
    return answer.status_code, answer.content


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_every_address_answers_exactly_whom_it_may(scene: Scene, seed: int) -> None:
    chance = random.Random(seed)
    for _triple in range(20):
        key = chance.choice(list(scene.posts))
        number = chance.choice(scene.numbers)
        may = access.can_see(actor=scene.posts[key], facts=state_of(number=number)[0].facts())
        status, body = asked(scene, key, number, chance.randrange(len(PAGES) + len(ENDPOINTS)))
        assert status == (200 if may else 404), (key, number)
        assert PHONE.encode() not in body, "contact data is masked wherever it is shown"


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_no_list_search_or_export_holds_more(scene: Scene, seed: int) -> None:
    chance = random.Random(seed)
    for _triple in range(12):
        key = chance.choice(list(scene.posts))
        actor = scene.posts[key]
        lens: Lens = chance.choice(LENSES)
        text = chance.choice(["", "路灯", chance.choice(scene.numbers)])
        filters = Filters(lens=lens, state="all", text=text)
        for row in queries.listing(by=actor, filters=filters, now=scene.now).rows:
            assert access.can_see(actor=actor, facts=state_of(number=row.number)[0].facts()), (key, lens, text)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_nobody_acts_outside_their_right(scene: Scene, seed: int) -> None:
    """A step that is not among somebody's choices is refused when it is sent all the same, and changes nothing."""
    chance = random.Random(seed)
    pack = pack_of(key="event")
    now = timezone.now()
    for _triple in range(15):
        key = chance.choice(list(scene.posts))
        number = chance.choice(scene.numbers)
        state, _row = state_of(number=number)
        offered = {choice.action.key for choice in choices(pack=pack, state=state, by=scene.posts[key], now=now)}
        action = chance.choice([name for name in pack.actions if name not in offered])
        path = f"/api/v1/cases/{number}/actions/{action}"
        headers = {"authorization": f"Bearer {scene.tokens[key]}", "idempotency-key": str(uuid4())}
        answer = Client().post(path, {"inputs": {}}, content_type="application/json", headers=headers)
        assert answer.status_code in (403, 404, 409, 422), (key, action, answer.content)
        assert Case.objects.get(number=number).version == state.version


def test_the_public_sees_nothing_without_a_secret(scene: Scene) -> None:
    for number in scene.numbers:
        for path in (f"/console/cases/{number}/", f"/api/v1/cases/{number}", f"/case/{number}/wrong-secret/"):
            assert Client().get(path).status_code in (302, 401, 404)
