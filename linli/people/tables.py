"""Reading officials' tables of organisations and posts. Pure: what exists is handed in; every fault is told by row."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from linli.core.errors import Invalid
from linli.core.tables import Table

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "代码", "编码", "机构代码"),
    "name": ("name", "名称", "机构名称", "姓名"),
    "name_en": ("name_en", "英文名称"),
    "parent": ("parent", "上级", "上级代码", "上级机构"),
    "area": ("area", "区划", "区划代码", "所属区划"),
    "kind": ("kind", "类型", "机构类型"),
    "phone": ("phone", "电话", "联系电话"),
    "username": ("username", "用户名", "账号"),
    "role": ("role", "角色", "岗位"),
    "organisation": ("organisation", "机构", "单位", "所在机构"),
    "starts": ("starts", "开始日期", "任职日期"),
    "ends": ("ends", "结束日期"),
    "language": ("language", "语言"),
}
"""Headings that are understood, in English and as officials write them."""

ROLE_NAMES: Mapping[str, str] = {
    **{role: role for role in ("desk", "handler", "verifier", "grid_worker", "leader", "administrator")},
    "受理员": "desk",
    "坐席": "desk",
    "承办人": "handler",
    "经办人": "handler",
    "核查员": "verifier",
    "网格员": "grid_worker",
    "领导": "leader",
    "管理员": "administrator",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row, and how to mend it."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation as the table has it."""

    row: int
    code: str
    name: str
    name_en: str
    parent: str
    area: str
    kind: str
    phone: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """A person's post as the table has it; `organisation` is a code."""

    row: int
    username: str
    name: str
    role: str
    area: str
    organisation: str
    starts_date: date
    ends_date: date | None
    language: str


Cells = Mapping[str, str]


def read_organisations(
    *, table: Table, areas: Collection[str], codes: Collection[str]
) -> tuple[tuple[OrganisationRow, ...], tuple[Fault, ...]]:
    """The rows, parents before children, and every fault. `areas` and `codes` are those that exist already.

    Raises Invalid when a column that must be there is missing.
    """
    found = list(records(table, needed=("code", "name")))
    rows = {cells["code"]: _organisation(number, cells) for number, cells in found if cells["code"]}
    known = set(codes) | set(rows)
    faults, seen = [], set[str]()
    for number, cells in found:
        faults += [Fault(number, text) for text in _faults_of_organisation(cells, areas, known, seen)]
        seen.add(cells["code"])
    return _parents_first(rows, faults), tuple(faults)


def read_posts(
    *, table: Table, areas: Collection[str], organisations: Mapping[str, str], today: date
) -> tuple[tuple[PostRow, ...], tuple[Fault, ...]]:
    """The rows and every fault. `organisations` maps both codes and names to codes; `today` starts undated posts.

    Raises Invalid when a column that must be there is missing.
    """
    rows, faults = [], []
    for number, cells in records(table, needed=("username", "name", "role", "area", "organisation")):
        texts = list(_faults_of_post(cells, areas, organisations))
        starts, ends = _date(cells.get("starts", "")), _date(cells.get("ends", ""))
        if starts and ends and ends < starts:
            texts.append(_("The post ends before it starts."))
        faults += [Fault(number, text) for text in texts]
        if not texts:
            rows.append(_post(number, cells, organisations, starts or today, ends))
    return tuple(rows), tuple(faults)


def records(
    table: Table, *, needed: tuple[str, ...], columns: Mapping[str, tuple[str, ...]] = COLUMNS
) -> Iterator[tuple[int, Cells]]:
    """Each row by our own names of columns. Raises Invalid when one that is needed is missing."""
    headings = {heading.strip().lower(): heading for heading in table.header}
    named = {
        key: next(headings[name] for name in names if name in headings)
        for key, names in columns.items()
        if any(name in headings for name in names)
    }
    missing = [key for key in needed if key not in named]
    if missing:
        raise Invalid(
            _("The table lacks these columns: %(columns)s. Its first row must name the columns.")
            % {"columns": "、".join(f"{key} ({columns[key][1]})" for key in missing)}
        )
    for number, cells in table.records():
        yield number, {key: cells[heading].strip() for key, heading in named.items()}


def _faults_of_organisation(
    cells: Cells, areas: Collection[str], known: Collection[str], seen: Collection[str]
) -> Iterator[str]:
    if not cells["code"]:
        yield _("The code is missing.")
    elif cells["code"] in seen:
        yield _("The code %(code)s stands in the table twice.") % {"code": cells["code"]}
    if not cells["name"]:
        yield _("The name is missing.")
    if cells.get("area") and cells["area"] not in areas:
        yield _("There is no area %(code)s.") % {"code": cells["area"]}
    if cells.get("parent") and cells["parent"] not in known:
        yield _("There is no organisation %(code)s to stand under.") % {"code": cells["parent"]}


def _faults_of_post(cells: Cells, areas: Collection[str], organisations: Mapping[str, str]) -> Iterator[str]:
    for key in ("username", "name"):
        if not cells[key]:
            yield _("The column %(column)s is empty.") % {"column": key}
    if cells["role"] not in ROLE_NAMES:
        yield _("“%(role)s” is no role. Use one of: %(roles)s.") % {
            "role": cells["role"],
            "roles": "、".join(ROLE_NAMES),
        }
    if cells["area"] not in areas:
        yield _("There is no area %(code)s.") % {"code": cells["area"]}
    if cells["organisation"] not in organisations:
        yield _("There is no organisation %(code)s.") % {"code": cells["organisation"]}
    for key in ("starts", "ends"):
        if cells.get(key) and _date(cells[key]) is None:
            yield _("“%(date)s” is no date. Write 2026-03-31.") % {"date": cells[key]}


def _organisation(number: int, cells: Cells) -> OrganisationRow:
    optional = {key: cells.get(key, "") for key in ("name_en", "parent", "area", "kind", "phone")}
    return OrganisationRow(row=number, code=cells["code"], name=cells["name"], **optional)


def _post(number: int, cells: Cells, organisations: Mapping[str, str], starts: date, ends: date | None) -> PostRow:
    return PostRow(
        row=number,
        username=cells["username"],
        name=cells["name"],
        role=ROLE_NAMES[cells["role"]],
        area=cells["area"],
        organisation=organisations[cells["organisation"]],
        starts_date=starts,
        ends_date=ends,
        language=cells.get("language", ""),
    )


def _parents_first(rows: Mapping[str, OrganisationRow], faults: list[Fault]) -> tuple[OrganisationRow, ...]:
    """In an order in which each can be added; a ring of parents is a fault of each of its rows."""
    placed: dict[str, OrganisationRow] = {}
    waiting = dict(rows)
    while waiting:
        ready = [row for row in waiting.values() if row.parent not in waiting]
        if not ready:
            faults += [Fault(row.row, _("It stands under itself, by way of its parents.")) for row in waiting.values()]
            break
        for row in ready:
            placed[row.code] = waiting.pop(row.code)
    return tuple(placed.values())


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10].replace("/", "-")) if text else None
    except ValueError:
        return None
