"""Phone intake: a receipt once, a merge with a receipt, or a few words added."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from linli.cases.models import Attachment, Case
from tests.functional.small_city import City
from tests.integration.web.console.conftest import report

AsClient = Callable[[str], Client]
CALL = {"text": "识字里社区菜市场门口垃圾桶满溢", "once": "one-call", "name": "反映人甲", "phone": "13812341234"}


def test_it_opens_a_case_at_the_place_named_in_the_text(as_: AsClient) -> None:
    page = as_("desk").post("/console/intake/", CALL).content.decode()
    case = Case.objects.get()
    assert (case.channel, case.area_id) == ("phone", "430102001002")
    assert case.number in page
    assert "13812341234" not in page


def test_it_opens_one_case_for_one_call_sent_twice(as_: AsClient) -> None:
    desk = as_("desk")
    desk.post("/console/intake/", CALL)
    page = desk.post("/console/intake/", CALL).content.decode()
    assert Case.objects.get().number in page


def test_it_merges_into_a_known_case_and_still_gives_a_receipt(as_: AsClient) -> None:
    known = report("识字里菜市场垃圾桶满了")
    page = as_("desk").post("/console/intake/", CALL | {"merge_into": known.number}).content.decode()
    fresh = Case.objects.exclude(number=known.number).get()
    assert fresh.number in page
    assert (fresh.stage, fresh.merged_into.number if fresh.merged_into else "") == ("merged", known.number)


def test_it_adds_words_to_a_known_case(as_: AsClient) -> None:
    known = report("识字里菜市场垃圾桶满了")
    answer = as_("desk").post("/console/intake/", CALL | {"add_to": known.number})
    assert answer.headers["Location"] == f"/console/cases/{known.number}/"
    assert Case.objects.get().event_count == 2


def test_it_finds_similar_cases_while_typing(as_: AsClient) -> None:
    known = report("文艺新村路灯不亮", now=timezone.now())
    page = as_("desk").get("/console/intake/similar/", {"text": "文艺新村社区路灯坏了不亮"}).content.decode()
    assert known.number in page
    assert "路灯" in page


def test_it_asks_what_a_danger_is(as_: AsClient) -> None:
    answer = as_("desk").post("/console/intake/", CALL | {"danger": "true"})
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_it_refuses_a_place_that_does_not_exist(as_: AsClient) -> None:
    answer = as_("desk").post("/console/intake/", CALL | {"area": "不存在社区"})
    assert answer.status_code == 422
    assert CALL["text"] in answer.content.decode()


def test_it_is_for_the_desk(as_: AsClient, city: City) -> None:
    assert as_("handler").get("/console/intake/").status_code == 403


PETITION = CALL | {"matter": "petition", "category": "claim.land", "request": "请核实面积"}


def _paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("丈量表.pdf", b"%PDF-1.4 a made-up paper")


def test_it_takes_the_papers_that_come_with_a_letter(as_: AsClient) -> None:
    as_("desk").post("/console/intake/", PETITION | {"papers": _paper()})
    case = Case.objects.get()
    assert list(Attachment.objects.filter(case=case, event_seq=1).values_list("name", flat=True)) == ["丈量表.pdf"]
    assert case.fields == {"request": "请核实面积"}


def test_papers_are_not_asked_for_twice(as_: AsClient) -> None:
    desk = as_("desk")
    faulty = desk.post("/console/intake/", PETITION | {"request": "", "papers": _paper()})
    assert faulty.status_code == 422
    kept = Attachment.objects.get()
    assert f'name="papers_kept" value="{kept.id}"' in faulty.content.decode()
    desk.post("/console/intake/", PETITION | {"papers_kept": str(kept.id)})
    assert Attachment.objects.get().case == Case.objects.get()
