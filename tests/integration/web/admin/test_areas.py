"""Administration of areas: the tree, one area, imports, and changes of grids by pasted shapes."""

from datetime import date, datetime

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.people.models import Account, Organisation, Post
from linli.places import actions, queries

pytestmark = pytest.mark.django_db
VILLAGE = "430102001001"
A, B = f"{VILLAGE}001", f"{VILLAGE}002"
DIVISIONS = f"code,name\n43,湖南省\n4301,长沙市\n430102,芙蓉区\n430102001,街道\n{VILLAGE},社区\n"


@pytest.fixture
def admin(client: Client, now: datetime) -> Client:
    actions.import_divisions(content=DIVISIONS.encode(), name="a.csv", by=None, now=now)
    actions.make_grids(root=VILLAGE, per_village=3, by=None, now=now)
    actions.make_schematic(root="4301", by=None, now=now)
    account = Account.objects.create(username="admin", name="管理员甲")
    body = Organisation.objects.create(code="zz", path="0001", name="综治中心", area_id="430102")
    Post.objects.create(
        account=account, role="administrator", area_id="4301", organisation=body, starts_date=date(2020, 1, 1)
    )
    client.force_login(account)
    return client


def test_the_tree_and_the_search_open(admin: Client) -> None:
    assert "湖南省" in admin.get("/console/admin/areas/").content.decode()
    assert "社区" in admin.get("/console/admin/areas/?under=430102001").content.decode()
    assert VILLAGE in admin.get("/console/admin/areas/?text=社区").content.decode()
    page = admin.get(f"/console/admin/areas/{A}/").content.decode()
    assert "第一网格" in page
    assert "data-draws" in page


def test_a_grid_is_split_along_a_pasted_line(admin: Client) -> None:
    west, south, east, north = queries.bounds_of(A) or (0, 0, 0, 0)
    line = shapely.LineString([(west - 0.01, (south + north) / 2), (east + 0.01, (south + north) / 2)])
    answer = admin.post(f"/console/admin/areas/{A}/split/", {"shape": shapely.to_geojson(line)})
    assert answer.headers["Location"] == f"/console/admin/areas/{VILLAGE}004/"
    assert not queries.exists(A)


def test_grids_are_merged_and_renamed(admin: Client) -> None:
    answer = admin.post(f"/console/admin/areas/{A}/merge/", {"codes": f"{B}，{VILLAGE}003", "name": "合并"})
    assert answer.headers["Location"] == f"/console/admin/areas/{VILLAGE}004/"
    admin.post(f"/console/admin/areas/{VILLAGE}004/", {"name": "大网格", "name_en": ""})
    assert queries.area(f"{VILLAGE}004").name == "大网格"


def test_posts_follow_a_split_and_a_merge_and_the_administrator_is_told(admin: Client) -> None:
    body = Organisation.objects.get()
    workers = {code: Account.objects.create(username=f"w{code[-1]}", name=f"网格员{code[-1]}") for code in (A, B)}
    for code, worker in workers.items():
        Post.objects.create(
            account=worker, role="grid_worker", area_id=code, organisation=body, starts_date=date(2020, 1, 1)
        )
    west, south, east, north = queries.bounds_of(A) or (0, 0, 0, 0)
    line = shapely.LineString([(west - 0.01, (south + north) / 2), (east + 0.01, (south + north) / 2)])
    page = admin.post(f"/console/admin/areas/{A}/split/", {"shape": shapely.to_geojson(line)}, follow=True)
    assert Post.objects.get(account=workers[A]).area_id == f"{VILLAGE}004"
    assert "网格员1 · 网格员 → 第一网格-1" in page.content.decode()
    assert "尚无人员任岗：第一网格-2" in page.content.decode()
    codes = f"{VILLAGE}005 {B} {VILLAGE}003"
    admin.post(f"/console/admin/areas/{VILLAGE}004/merge/", {"codes": codes, "name": "合并"})
    assert set(Post.objects.filter(role="grid_worker").values_list("area_id", flat=True)) == {f"{VILLAGE}006"}


def test_a_refusal_is_said_on_the_page(admin: Client) -> None:
    page = admin.post(f"/console/admin/areas/{A}/split/", {"shape": "nonsense"}).content.decode()
    assert "GeoJSON" in page
    assert queries.exists(A)


def test_faults_of_an_import_are_listed_by_row(admin: Client) -> None:
    file = SimpleUploadedFile("a.csv", "code,name\n4401,广州市\n".encode())
    page = admin.post("/console/admin/areas/import/divisions/", {"file": file}).content.decode()
    assert "4401" in page


def test_others_are_kept_out(client: Client) -> None:
    assert client.get("/console/admin/areas/").status_code == 302
