"""A title out of the reports' own titles: nothing in it that one person alone wrote."""

from hypothesis import given
from hypothesis import strategies as st

from linli.reading.rules.masking import mask
from linli.reading.rules.titling import LONGEST, Said, title

SHARED = "春江花园南门垃圾无人清运"


def _said(*titles: str) -> list[Said]:
    return [Said(one, one, person) for person, one in enumerate(titles)]


def test_the_title_is_what_most_people_wrote() -> None:
    found = title(_said("春江花园南门垃圾无人清运", "春江花园南门垃圾无人清运，臭", "反映春江花园垃圾无人清运的问题"))
    assert found.title == SHARED
    assert found.source == 0


def test_what_one_person_alone_wrote_is_left_out() -> None:
    found = title(_said(f"{SHARED}找了赵钱孙三次", f"关于{SHARED}", f"{SHARED}谁来管"))
    assert found.title.startswith(SHARED)
    assert not set("赵钱孙") & set(found.title)


def test_one_person_who_repeats_a_name_does_not_make_it_common() -> None:
    same = [Said(f"赵钱孙说{SHARED}", "", 1)] * 5
    found = title([*same, *(Said(f"请看{SHARED}", "", person) for person in (2, 3))])
    assert "钱" not in found.title
    assert SHARED in found.title


def test_what_masking_took_out_never_stands_in_it() -> None:
    texts = [mask(f"{SHARED}，联系人王小明13812345678").text for _turn in range(3)]
    found = title(_said(*texts))
    assert SHARED in found.title
    assert not set("〔〕王明138") & set(found.title)


def test_brackets_that_lost_their_end_go_with_what_is_in_them() -> None:
    found = title(_said(*[f"{SHARED}（请尽快处理）"] * 3))
    assert found.title == SHARED


def test_reports_that_share_too_little_make_none() -> None:
    assert title(_said("路灯不亮", "井盖松动", "噪音扰民")).title == ""
    assert title([]).title == ""


@given(st.lists(st.text("甲乙丙丁戊己ab12 ，", max_size=80), min_size=1, max_size=6))
def test_every_two_words_of_it_are_of_two_people(titles: list[str]) -> None:
    found = title(_said(*titles))
    assert len(found.title) <= LONGEST
    if found.title:
        assert any(found.title[:2] in one for at, one in enumerate(titles) if at != found.source)
