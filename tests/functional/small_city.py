"""A small city for journeys in a browser: one county, two towns, its bodies, and one person for each role."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from django.contrib.auth.hashers import make_password

from linli.people.models import Account, Organisation, Post
from linli.places.actions.schematic import make_grids, make_schematic
from linli.places.models import Area

PASSWORD = "Xinhe-Lu-2026"
START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
COUNTY, TOWN, OTHER_TOWN = "430102", "430102001", "430102002"
VILLAGE = "430102001001"
GRID = "430102001001001"

AREAS = (
    ("43", "湖南省", "Hunan", "province", None),
    ("4301", "长沙市", "Changsha", "city", "43"),
    (COUNTY, "芙蓉区", "Furong District", "county", "4301"),
    (TOWN, "文艺路街道", "Wenyi Road Subdistrict", "town", COUNTY),
    (OTHER_TOWN, "朝阳街道", "Chaoyang Subdistrict", "town", COUNTY),
    (VILLAGE, "文艺新村社区", "Wenyi Xincun Community", "village", TOWN),
    ("430102001002", "识字里社区", "Shizili Community", "village", TOWN),
    ("430102002001", "曙光北路社区", "Shuguang North Road Community", "village", OTHER_TOWN),
)
ORGANISATIONS = (
    ("furong", "0001", "芙蓉区人民政府", "Furong District Government", COUNTY, None),
    ("furong-cg", "00010001", "芙蓉区城市管理和综合执法局", "Furong Urban Management Bureau", COUNTY, "0001"),
    ("furong-zj", "00010002", "芙蓉区住房和城乡建设局", "Furong Housing Bureau", COUNTY, "0001"),
    ("wenyi-zz", "00010003", "文艺路街道综治中心", "Wenyi Road Governance Centre", TOWN, "0001"),
)
PEOPLE = (
    ("desk", "坐席甲", "desk", TOWN, "wenyi-zz"),
    ("desk2", "坐席乙", "desk", TOWN, "wenyi-zz"),
    ("countydesk", "区坐席甲", "desk", COUNTY, "furong"),
    ("handler", "承办人甲", "handler", COUNTY, "furong-cg"),
    ("head", "承办负责人", "handler", COUNTY, "furong-cg"),
    ("assist", "协办人甲", "handler", COUNTY, "furong-zj"),
    ("verifier", "核查员甲", "verifier", TOWN, "wenyi-zz"),
    ("grid", "网格员甲", "grid_worker", VILLAGE, "wenyi-zz"),
    ("leader", "领导甲", "leader", COUNTY, "furong"),
    ("admin", "管理员甲", "administrator", COUNTY, "furong"),
    ("cityadmin", "市管理员", "administrator", "4301", "furong"),
)


@dataclass(frozen=True, slots=True)
class City:
    """What a test needs to know of it."""

    organisations: dict[str, int]
    posts: dict[str, int]
    accounts: dict[str, int]


@cache
def _hash() -> str:
    """The one password's hash, which is slow on purpose, made once for the whole run."""
    return make_password(PASSWORD)


def build() -> City:
    """Writes the areas with a schematic map, the bodies and the people."""
    Area.objects.bulk_create(
        Area(code=code, name=name, name_en=name_en, level=level, parent_id=parent)
        for code, name, name_en, level, parent in AREAS
    )
    make_grids(root="4301", per_village=2, by=None, now=START)
    make_schematic(root="4301", by=None, now=START)
    bodies = {key: _body(key, *rest) for key, *rest in ORGANISATIONS}
    password = _hash()
    accounts, posts = {}, {}
    for username, name, role, area, body in PEOPLE:
        account = Account.objects.create(username=username, name=name, password=password)
        post = Post.objects.create(
            account=account, role=role, area_id=area, organisation_id=bodies[body], starts_date=date(2020, 1, 1)
        )
        accounts[username], posts[username] = account.pk, post.pk
    return City(organisations=bodies, posts=posts, accounts=accounts)


def _body(code: str, path: str, name: str, name_en: str, area: str, parent: str | None) -> int:
    above = Organisation.objects.filter(path=parent).first() if parent else None
    kind = "gov" if above is None else ""
    row = Organisation.objects.create(
        code=code, path=path, name=name, name_en=name_en, kind=kind, area_id=area, parent=above
    )
    return row.pk
