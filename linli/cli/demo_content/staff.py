"""The demo's accounts and posts: one of each role around one street, with names that say that they are the demo's."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from linli.people.access import Actor

DISTRICT, STREET = "430102", "430102001"
"""Furong district and its first street, where the demo's roles sit."""
STARTED = date(2020, 1, 1)

# role key, username, name, role, area, organisation
ROLES = (
    ("desk", "desk", "演示坐席员", "desk", STREET, f"{STREET}-zz"),
    ("upper_desk", "district", "演示区级坐席员", "desk", DISTRICT, f"{DISTRICT}-zz"),
    ("handler", "handler", "演示承办员（城管）", "handler", DISTRICT, f"{DISTRICT}-cg"),
    ("assist", "assist", "演示承办员（住建）", "handler", DISTRICT, f"{DISTRICT}-zj"),
    ("mediator", "mediator", "演示调解员", "handler", STREET, f"{STREET}-tj"),
    ("verifier", "verifier", "演示核查员", "verifier", STREET, f"{STREET}-zz"),
    ("grid_worker", "grid", "演示网格员", "grid_worker", f"{STREET}001", f"{STREET}-zz"),
    ("leader", "leader", "演示领导", "leader", "4301", "4301-gov"),
    ("administrator", "admin", "演示管理员", "administrator", "4301", "4301-zz"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: actors by role key, and what is printed for signing in."""

    actors: dict[str, Actor]
    sign_ins: dict[str, dict[str, str]]
    organisations: dict[str, tuple[int, str]]

    def desk_at(self, area_code: str) -> Actor:
        """The demo's desk clerk, sitting at another desk."""
        return _moved(self.actors["desk"], area_code=area_code)

    def verifier_at(self, area_code: str) -> Actor:
        """The demo's verifier in another area."""
        return _moved(self.actors["verifier"], area_code=area_code)

    def handler_of(self, org_id: int) -> Actor:
        """The demo's handler, in another organisation."""
        path = next(path for found, path in self.organisations.values() if found == org_id)
        return _moved(self.actors["handler"], org_id=org_id, org_path=path)


def _moved(actor: Actor, **changed: object) -> Actor:
    from dataclasses import replace

    return replace(actor, post_id=None, **changed)  # type: ignore[arg-type]


def make(*, now: datetime) -> Cast:
    """Writes the accounts and posts."""
    from django.db import transaction

    from linli.people.models import Account, Organisation, Post
    from linli.places.queries import name_of

    organisations = {row.code: (row.pk, row.path) for row in Organisation.objects.all()}
    password = f"Linli-{secrets.token_hex(4)}"
    actors: dict[str, Actor] = {}
    sign_ins: dict[str, dict[str, str]] = {}
    with transaction.atomic():
        for key, username, name, role, area, org in ROLES:
            org_id, org_path = organisations.get(org) or organisations["4301-gov"]
            account = Account(username=username, name=name)
            account.set_password(password)
            account.save()
            post = Post.objects.create(
                account=account, role=role, area_id=area, organisation_id=org_id, starts_date=STARTED
            )
            actors[key] = Actor(
                kind="staff",
                account_id=account.pk,
                post_id=post.pk,
                role=role,
                area_code=area,
                org_id=org_id,
                org_path=org_path,
            )
            sign_ins[key] = {
                "name": name,
                "username": username,
                "password": password,
                "area": f"{area} {name_of(area)}",
            }
    return Cast(actors=actors, sign_ins=sign_ins, organisations=organisations)
