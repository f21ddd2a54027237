"""What `linli bench lists` reads: the cases made once and kept, and addresses with the means to open them."""

import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click
import orjson

from linli.cli.bench import bench_db, city
from linli.cli.bench.matters import CROWD, CROWD_COUNT, MATTERS, SPOTS
from linli.cli.root import bench

if TYPE_CHECKING:
    from linli.people.models import Post

API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Work:
    """Addresses to read in turn with one header, and how many statements one of them costs."""

    name: str
    header: str
    addresses: tuple[str, ...]
    statements: float = 0.0


@bench.command("lists-plan", hidden=True)
@click.argument("size", type=int)
def lists_plan(size: int) -> None:
    """Makes the cases and says what to read, as JSON: a process of its own, because Django knows one database."""
    with bench_db.bench_database(name=database_of(size)) as url:
        ensure(size=size, url=url)
        plan = [asdict(counted(work)) for work in works(now=datetime.now(UTC))]
    click.echo(orjson.dumps(plan))


def plan_of(*, size: int) -> list[Work]:
    """What to read at that size, by a process of its own. Raises ClickException when it fails."""
    command = [sys.executable, "-m", "linli", "bench", "lists-plan", str(size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)  # noqa: S603
    if done.returncode:
        raise click.ClickException(f"making {size} cases failed")
    return [Work(**one) for one in orjson.loads(done.stdout.splitlines()[-1])]


def database_of(size: int) -> str:
    """The database that keeps the cases of that size."""
    return f"{bench_db.DATABASE}_{size}"


def ensure(*, size: int, url: str) -> None:
    """The city and as many cases as wanted; what is there already is kept."""
    from django.db import connection

    from linli.cases.models import Case

    city.load(now=datetime.now(UTC))
    missing = size - Case.objects.exclude(source=CROWD).count()
    base = int(datetime.now(UTC).timestamp())
    if missing > 0:
        shares = [missing // 2, missing - missing // 2]
        _children([["write", str(share), str(base + at)] for at, share in enumerate(shares)], url=url)
    if not Case.objects.filter(source=CROWD).exists():
        _children([["crowd", str(CROWD_COUNT), "4301"]], url=url)
    _children([["index", "0", "0"]], url=url)
    if missing > 0:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def works(*, now: datetime) -> list[Work]:
    """What people look at all day, through the API and as pages."""
    from linli.cases.models import Case
    from linli.places import queries as places

    desk, department = _busiest("desk"), _busiest("org")
    at_desk = post_of(role="desk", area=desk, org=None)
    at_org = post_of(role="handler", area="4301", org=int(department))
    leader = post_of(role="leader", area=desk[:6], org=None)
    newest = Case.objects.filter(source=CROWD).order_by("-id")
    numbers = list(newest.values_list("number", flat=True)[:200])
    marks = [text.rpartition(" ")[2].rstrip("。") for text in newest.values_list("text", flat=True)[:50]]
    villages = [row.code for row in places.children_of(desk)]
    filters = [f"&area={code}" for code in villages[:5]] + ["&late=late", "&late=soon", "&pack=event", "&order=newest"]
    spots = [f"{places.name_of(code)} {SPOTS[0]}" for code in villages[:8]]
    with_desk, with_org, with_leader = (_token(post, now=now) for post in (at_desk, at_org, leader))
    signed_in = signed_in_as(at_desk)
    return [
        Work("inbox", with_desk, _api(["?lens=inbox"])),
        Work("inbox_filtered", with_desk, _api(f"?lens=inbox{one}" for one in filters)),
        Work("area_filtered", with_leader, _api(["?stage=handling", "?state=closed", "?late=late"])),
        Work("my_work", with_org, _api(["?lens=inbox", "?lens=inbox&late=late"])),
        Work("my_parts", with_org, _api(["?lens=org"])),
        Work("my_history", with_org, _api(["?lens=org&state=closed", "?state=all"])),
        Work("detail", with_desk, _api(f"/{number}" for number in numbers)),
        Work("search_number", with_desk, _api(_search(number) for number in numbers)),
        Work("search_common", with_leader, _api(map(_search, MATTERS))),
        Work("search_rare", with_leader, _api(map(_search, marks))),
        # Twenty rows, which both sizes have: of a whole page the smaller fills two thirds, and the rows cost more than
        # the search does.
        Work("search_place", with_leader, _api(f"{_search(spot)}&limit=20" for spot in spots)),
        Work("page_inbox", signed_in, ("/console/inbox/",)),
        Work("page_case", signed_in, tuple(f"/console/cases/{number}/" for number in numbers)),
        Work("page_search", signed_in, tuple(f"/console/search/?text={quote(word)}" for word in MATTERS)),
    ]


def _api(queries: Any) -> tuple[str, ...]:
    return tuple(f"{API}/cases{query}" for query in queries)


def _search(words: str) -> str:
    return f"?state=all&text={quote(words)}"


def post_of(*, role: str, area: str, org: int | None) -> "Post":
    """A post made for the benchmark, of an account of its own."""
    from linli.people.models import Account, Organisation, Post

    account, _made = Account.objects.get_or_create(username=f"bench-{role}-{area}-{org}", defaults={"name": "Bench"})
    organisation = Organisation.objects.get(pk=org) if org else Organisation.objects.order_by("path").first()
    held, _made = Post.objects.get_or_create(
        account=account, role=role, area_id=area, organisation=organisation, defaults={"starts_date": date(2020, 1, 1)}
    )
    return held


def _token(post: "Post", *, now: datetime) -> str:
    from linli.people import tokens

    return f"Authorization: Bearer {tokens.issue(name='bench', post_id=post.pk, now=now).secret}"


def signed_in_as(post: "Post") -> str:
    """A cookie of somebody signed in."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(post.account)
    return f"Cookie: {settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _busiest(kind: str) -> str:
    """The desk's area, or the organisation, that holds most open cases."""
    from django.db.models import Count

    from linli.cases.models import Case

    field = "holder_area" if kind == "desk" else "holder_org"
    held = Case.objects.filter(closed_at__isnull=True, holder_kind=kind)
    top = held.values_list(field).annotate(n=Count("id")).order_by("-n").first()
    if top is None:
        raise click.ClickException(f"no open case is held by a {kind}")
    return str(top[0])


def counted(work: Work) -> Work:
    """With the number of statements that the first address costs once everything is warm."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    name, _colon, value = work.header.partition(": ")
    client = Client(headers={"host": "localhost", name: value})
    for _turn in range(2):
        with CaptureQueriesContext(connection) as sent:
            answer = client.get(work.addresses[0])
        if answer.status_code != 200:
            raise click.ClickException(f"{work.addresses[0]} is answered {answer.status_code}")
    return Work(work.name, work.header, work.addresses, float(len(sent)))


def _children(steps: list[list[str]], *, url: str) -> None:
    environment = os.environ | {"DATABASE_URL": url}
    command = [sys.executable, "-m", "linli.cli.bench.generating"]
    running = [
        subprocess.Popen([*command, *step], env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
        for step in steps
    ]
    if any([child.wait() for child in running]):
        raise click.ClickException("making the cases failed")
