"""A small city with everybody in it in whom scenarios speak: areas, organisations, posts. Made up, and undone after."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from PIL import Image

from linli.cases.actions.attaching import store_photo
from linli.people.access import SYSTEM, Actor
from linli.people.models import Account, Organisation, Post
from linli.places import queries as places
from linli.places.models import Area, MapVersion

PROVINCE = "43"
"""Of the codes below; a world may be built under another."""
CITY, COUNTY, TOWN, OTHER_TOWN = "4301", "430102", "430102001", "430102002"
AREAS = {
    PROVINCE: "湖南省",
    CITY: "长沙市",
    COUNTY: "芙蓉区",
    TOWN: "文艺路街道",
    OTHER_TOWN: "朝阳街街道",
    "430102001001": "乔庄社区",
    "430102002001": "建湘新村社区",
    "430102001001001": "第一网格",
    "430102002001001": "第一网格",
}
NAMED = {
    "@city": CITY,
    "@county": COUNTY,
    "@town": TOWN,
    "@other_town": OTHER_TOWN,
    "@village": "430102001001",
    "@grid": "430102001001001",
    "@other_grid": "430102002001001",
}
LEVELS = {2: "province", 4: "city", 6: "county", 9: "town", 12: "village", 15: "grid"}
ORGANISATIONS = {
    "desk": "综治中心",
    "lead": "城管局",
    "other": "住建局",
    "assist": "市场监管局",
    "second_assist": "公安分局",
}
POSTS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "desk": (("desk", TOWN, "desk"),),
    "other_desk": (("desk", OTHER_TOWN, "desk"),),
    "upper_desk": (("desk", COUNTY, "desk"),),
    "city_desk": (("desk", CITY, "desk"),),
    "lead": (("handler", COUNTY, "lead"),),
    "lead_head": (("handler", COUNTY, "lead"),),
    "other": (("handler", COUNTY, "other"),),
    "assist": (("handler", COUNTY, "assist"),),
    "second_assist": (("handler", COUNTY, "second_assist"),),
    "verifier": (("verifier", TOWN[:6], "desk"),),
    "grid_worker": (("grid_worker", "430102001001001", "desk"),),
    "leader": (("leader", COUNTY, "desk"),),
    "handler_verifier": (("handler", COUNTY, "lead"), ("verifier", COUNTY, "desk")),
}
"""Each persona's posts: role, area, organisation."""
STRANGER = "EV-nobody-s"
"""The number of a case that nobody opened: whoever reports through it is the reporter of no case."""


@dataclass(slots=True)
class World:
    """Who is there, and the actors they act as. Reporters act through the number of the case they opened."""

    organisations: dict[str, Organisation]
    accounts: dict[str, Account]
    posts: dict[str, dict[str, Actor]]
    numbers: dict[str, str] = field(default_factory=dict)
    reporters: dict[str, str] = field(default_factory=dict)
    province: str = PROVINCE

    def actor(self, who: str, *, case: str = "first", roles: frozenset[str] = frozenset()) -> Actor:
        """As whom the persona acts on the case; of several posts, one with a role in `roles`."""
        if who == "system":
            return SYSTEM
        if who in {"resident", "other_resident"}:
            own = self.reporters.get(case) == who
            number = self.numbers.get(case, "") if own else STRANGER
            return Actor(kind="reporter", case_number=number)
        posts = self.posts[who]
        return next((posts[role] for role in posts if role in roles), next(iter(posts.values())))

    def resolve(self, value: Any) -> Any:
        """@lead, @town, @second and the like as ids, codes and numbers. Raises KeyError for what is nobody's name."""
        if isinstance(value, list):
            return [self.resolve(item) for item in value]
        if isinstance(value, date):
            return value.isoformat()
        if not isinstance(value, str) or not value.startswith("@"):
            return value
        if value in NAMED:
            return under(NAMED[value], province=self.province)
        name = value[1:]
        return self.organisations[name].pk if name in self.organisations else self.numbers[name]


def under(code: str, *, province: str) -> str:
    """The code of an area of this page in a world under another province."""
    return province + code[len(PROVINCE) :]


def build(*, province: str = PROVINCE, called: str = "") -> World:
    """Write the city under a province, its organisations, accounts and posts, whose names begin with `called`."""
    for code, name in AREAS.items():
        own = under(code, province=province)
        parent = next((own[:size] for size in sorted(LEVELS, reverse=True) if size < len(own)), None)
        Area.objects.create(code=own, name=name, level=LEVELS[len(own)], parent_id=parent)
    MapVersion.objects.get_or_create(id=1, defaults={"version": 1})
    places.forget()
    county = under(COUNTY, province=province)
    organisations = {
        key: Organisation.objects.create(code=f"{called}{key}", path=f"{called}{at:04d}", name=name, area_id=county)
        for at, (key, name) in enumerate(ORGANISATIONS.items(), start=1)
    }
    accounts, posts = {}, {}
    for who, held in POSTS.items():
        accounts[who] = Account.objects.create(username=f"{called}{who}", name=who)
        posts[who] = {
            role: _post(accounts[who], role, under(area, province=province), organisations[org])
            for role, area, org in held
        }
    return World(organisations, accounts, posts, province=province)


def _post(account: Account, role: str, area: str, organisation: Organisation) -> Actor:
    post = Post.objects.create(
        account=account, role=role, area_id=area, organisation=organisation, starts_date=date(2026, 1, 1)
    )
    return Actor(
        kind="staff",
        account_id=account.pk,
        post_id=post.pk,
        role=role,
        area_code=area,
        org_id=organisation.pk,
        org_path=organisation.path,
    )


def photo(*, purpose: str, now: datetime | None = None) -> str:
    """A small picture, kept and not used yet."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "JPEG")
    moment = now or datetime(2026, 3, 2, tzinfo=UTC)
    return str(store_photo(content=out.getvalue(), name="photo.jpg", purpose=purpose, now=moment))
