"""A town with a desk and a department, and a client that speaks JSON, for the API's tests."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import shapely
from django.http import HttpResponse
from django.test import Client

from linli.api import bearer
from linli.people import tokens
from linli.people.models import Account, Organisation, Post
from linli.places.models import Area, Boundary

AREAS = (
    ("43", "湖南省", "province"),
    ("4301", "长沙市", "city"),
    ("430102", "芙蓉区", "county"),
    ("430102001", "文艺路街道", "town"),
    ("430102001001", "一社区", "village"),
    ("430102001002", "二社区", "village"),
    ("430103", "天心区", "county"),
    ("430103001", "坡子街街道", "town"),
)
PLACES = {"430102001001": (113.0, 28.1), "430102001002": (113.1, 28.1), "430103001": (113.0, 28.3)}
HERE = {"lon": 113.05, "lat": 28.15}


@dataclass(frozen=True)
class Town:
    """Tokens by who they act for, and the department's id."""

    desk: str
    handler: str
    verifier: str
    other_desk: str
    org: int


def made() -> Town:
    """Areas, boundaries, organisations, posts and their tokens."""
    for code, name, level in AREAS:
        Area.objects.create(code=code, name=name, level=level, parent_id=_parent(code))
    for code, (west, south) in PLACES.items():
        box = shapely.box(west, south, west + 0.1, south + 0.1)
        Boundary.objects.create(area_id=code, wkb=shapely.to_wkb(box), is_schematic=True, source="test")
    centre = Organisation.objects.create(code="centre", path="aaaa", name="街道综治中心", area_id="430102001")
    works = Organisation.objects.create(code="works", path="aaab", name="区城管局", area_id="430102")
    bearer.forget()
    return Town(
        desk=_token("desk", "430102001", centre),
        handler=_token("handler", "430102", works),
        verifier=_token("verifier", "430102001", centre),
        other_desk=_token("desk", "430103001", centre),
        org=works.pk,
    )


class Api:
    """Sends JSON; `by` is a token."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, *, by: str = "", **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers=_headers(by, headers))

    def post(self, path: str, body: object, *, by: str = "", **headers: str) -> Any:
        content = body if isinstance(body, (str, bytes)) else None
        if content is not None:
            return self.client.generic(
                "POST", f"/api/v1{path}", content, "application/json", headers=_headers(by, headers)
            )
        return self.client.post(f"/api/v1{path}", body, content_type="application/json", headers=_headers(by, headers))

    def report(self, *, text: str = "小区门口垃圾成堆", by: str = "", **more: object) -> Any:
        return self.post("/reports", {"text": text, **HERE, **more}, by=by)


def problem(response: HttpResponse, *, status: int) -> Any:
    """The problem that was answered, once its form is right."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()  # type: ignore[attr-defined]
    assert body["status"] == status
    assert {"type", "title", "detail", "instance"} <= set(body)
    return body


def _headers(by: str, more: dict[str, str]) -> dict[str, str]:
    named = {name.replace("_", "-"): text for name, text in more.items()}
    return {"Accept-Language": "en", **named, **({"Authorization": f"Bearer {by}"} if by else {})}


def _parent(code: str) -> str | None:
    return {2: None, 4: code[:2], 6: code[:4], 9: code[:6], 12: code[:9]}[len(code)]


def _token(role: str, area: str, org: Organisation) -> str:
    account = Account.objects.create(username=f"{role}-{area}", name=f"{role} {area}")
    post = Post.objects.create(account=account, role=role, area_id=area, organisation=org, starts_date=date(2020, 1, 1))
    return tokens.issue(name=f"{role} {area}", post_id=post.pk, now=datetime.now(UTC)).secret
