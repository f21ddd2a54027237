"""What a brief says: the numbers as they were counted, no rate of few, nothing where there is nothing."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases.types import Filters
from linli.scores import briefwords
from linli.scores.briefwords import Piece, plain, written
from linli.scores.queries.briefs import FACTS, SAID
from linli.scores.rules import briefs
from linli.scores.rules.briefs import Day, Facts, Part, Rise
from linli.scores.rules.saying import said, strangers
from linli.scores.rules.sentences import SECTIONS, Section

DAY = date(2026, 3, 2)
LEAST, FEW = 30, 10


def part(name: str = "芙蓉区", **counted: Any) -> Part:
    return Part(name={"zh": name, "en": "Somewhere"}, filters=Filters(state="all", area="430102"), **counted)


def facts(kind: briefs.Kind = "day", **changed: Any) -> Facts:
    """Of a day on which nothing happened, but for what is changed."""
    period = briefs.period_of(kind=kind, first=DAY)
    none: dict[str, Any] = dict.fromkeys(("packs", "categories", "organisations", "areas", "rises"), ())
    given: dict[str, Any] = {
        "area": "430102",
        "kind": kind,
        "since": period.since,
        "until": period.until,
        "at": datetime(2026, 3, 3, 1, 5, tzinfo=UTC),
        **dict.fromkeys(("whole", "before", "year"), part()),
        **none,
        "running": 0,
        "is_watched": True,
        "course": (Day(DAY, 0, 0),),
        "least": LEAST,
        "few": FEW,
    }
    return Facts(**given | changed)


def text(found: Facts, section: Section, language: str = "zh") -> str:
    return plain(written(facts=found)[language][section])


def test_a_day_of_nothing_is_told_in_exact_noughts() -> None:
    none = facts()
    assert text(none, "came_in") == "当日新增0件（前一日0件，增减0件）。当日办结0件（前一日0件，增减0件）。"
    assert text(none, "late") == "截至2026年3月3日1时5分，在办0件，没有超期未结的；一日内到期0件。"
    assert text(none, "rising") == "未发现超出正常波动的类别。"
    assert text(none, "well") == "没有办结件数足够、可以列示的事项。"
    assert not any("%" in text(none, one, language) for one in SECTIONS for language in briefwords.LANGUAGES)


def test_of_few_no_rate_is_told() -> None:
    few = facts(whole=part(opened=31, closed=29, on_time=28, late=1))
    assert "有承诺期限的办结29件，其中按期28件、超期1件；不足30件，不计按期办结率。" in text(few, "came_in")
    assert "%" not in text(few, "came_in") + text(few, "came_in", "en")


def test_of_many_the_rate_stands_with_its_number() -> None:
    many = facts(
        whole=part(opened=1200, closed=1030, on_time=1000, late=30, share=1000 / 1030, reopened=2, returned=5),
        before=part(opened=1213, closed=1000),
    )
    assert text(many, "came_in") == (
        "当日新增1200件（前一日1213件，增减−13件）。当日办结1030件（前一日1000件，增减+30件）。"
        "有承诺期限的办结1030件，其中按期1000件、超期30件，按期办结率97.1%。重新办理2件，退回5件。"
    )
    assert text(many, "came_in", "en").startswith("New on the day: 1,200 (the day before 1,213, change −13). Closed")


def test_a_week_is_held_against_the_week_before_and_the_same_of_last_year() -> None:
    week = facts("week", whole=part(opened=70), before=part(opened=60), year=part(opened=90))
    assert text(week, "came_in").startswith("本周新增70件（上周60件，增减+10件）。去年同周新增90件。")
    numbers = [piece.behind for piece in written(facts=week)["zh"]["came_in"] if piece.behind]
    dates = [(one.cases.opened_from, one.cases.opened_to) for one in numbers[:3] if one.cases]
    assert dates == [
        (date(2026, 3, 2), date(2026, 3, 8)),
        (date(2026, 2, 23), date(2026, 3, 1)),
        (date(2025, 3, 3), date(2025, 3, 9)),
    ]
    assert "去年" not in text(facts("week", whole=part(opened=70)), "came_in"), "nothing is known of it"


def test_what_is_late_names_where_most_of_it_lies() -> None:
    whole = part(open=50, overdue=12, soon=3)
    orgs = tuple(part(name, overdue=n) for name, n in (("甲局", 1), ("乙局", 6), ("丙局", 3), ("丁局", 2), ("戊局", 0)))
    assert text(facts(whole=whole, organisations=orgs), "late") == (
        "截至2026年3月3日1时5分，在办50件，其中超期未结12件、一日内到期3件。"
        "超期未结主要集中在：乙局（6件）、丙局（3件）、丁局（2件）。"
    )


def test_what_was_not_looked_for_is_not_called_quiet() -> None:
    assert text(facts(is_watched=False), "rising") == "因历史数据不足或夜间比对尚未完成，未作预警判断。"


def test_a_warning_is_told_with_its_days_and_leads_to_it() -> None:
    rise = Rise(7, {"zh": "市容环境", "en": "Looks"}, {"zh": "文艺新村", "en": "Wenyi"}, DAY, DAY, 14, 1.25)
    found = facts(rises=(rise,), running=2)
    assert text(found, "rising") == (
        "预警：文艺新村“市容环境”自2026年3月2日至2026年3月2日收到14件，按往常约为1.2件。尚未了结的预警共2条。"
    )
    assert [one.behind.warning for one in written(facts=found)["en"]["rising"] if one.behind] == [7, None]


def test_well_are_kinds_and_organisations_of_enough_cases() -> None:
    whole = part(closed=100, on_time=80, late=20, share=0.8)
    categories = (
        part("路灯", closed=12, on_time=12, half=45.0),
        part("井盖", closed=9, on_time=9, half=5.0),
        part("垃圾", closed=11, on_time=11, reopened=1, half=3000.0),
    )
    orgs = (
        part("甲局", on_time=40, late=1, share=40 / 41, low=0.87),
        part("乙局", on_time=33, late=7, share=0.825, low=0.68),
    )
    assert text(facts(whole=whole, categories=categories, organisations=orgs), "well") == (
        "全部按期办结且没有重新办理的类别：路灯（12件）。办结最快的类别：路灯，12件中半数约在45分钟内办结。"
        "按期办结率明显高于整体的单位：甲局（41件中按期40件，97.6%）。"
    )
    alone = facts(whole=part(closed=12, on_time=12), categories=categories[:1])
    assert text(alone, "well") == "有承诺期限的办结12件全部按期。"


@pytest.mark.parametrize(
    ("kind", "on", "first", "until"),
    [("day", DAY, DAY, DAY), ("week", date(2026, 3, 8), DAY, date(2026, 3, 8)), ("week", DAY, DAY, date(2026, 3, 8))],
)
def test_the_dates_of_a_brief(kind: briefs.Kind, on: date, first: date, until: date) -> None:
    assert briefs.first_date(kind=kind, on=on) == first
    assert briefs.period_of(kind=kind, first=first).until == until


@given(today=st.dates(date(2020, 1, 1), date(2030, 1, 1)), kind=st.sampled_from(["day", "week"]))
def test_the_last_that_is_over_is_over_and_the_next_is_not(today: date, kind: briefs.Kind) -> None:
    last = briefs.period_of(kind=kind, first=briefs.last_over(kind=kind, today=today))
    assert last.until < today
    assert briefs.period_of(kind=kind, first=last.until + timedelta(days=1)).until >= today


counts = st.integers(0, 5000)


@st.composite
def parts(draw: st.DrawFn, name: str) -> Part:
    n = {key: draw(counts) for key in ("opened", "closed", "on_time", "late", "returned", "reopened")}
    n |= {key: draw(counts) for key in ("open", "overdue", "soon")}
    promised = n["on_time"] + n["late"]
    share = n["on_time"] / promised if promised >= LEAST else None
    low = None if share is None else share * draw(st.floats(0, 1))
    return part(name, **n, share=share, low=low, half=draw(st.none() | st.floats(1, 90_000)))


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    names = st.sampled_from("甲乙丙丁戊")
    several = st.lists(names.flatmap(parts), max_size=5).map(tuple)
    rise = st.builds(
        Rise, st.integers(1, 9), st.just({"zh": "类别", "en": "kind"}), st.just({"zh": "某地", "en": "place"}),
        st.just(DAY), st.just(DAY), st.integers(5, 900), st.floats(0.1, 400),
    )  # fmt: skip
    kind: briefs.Kind = draw(st.sampled_from(["day", "week"]))
    whole = {key: draw(parts("全区")) for key in ("whole", "before", "year")}
    made = {key: draw(several) for key in ("packs", "categories", "organisations", "areas")}
    rises = draw(st.lists(rise, max_size=3).map(tuple))
    return facts(kind, **whole, **made, rises=rises, running=draw(counts), is_watched=draw(st.booleans()))


def known(found: Facts) -> set[float]:
    """Every number that was frozen, and what is reckoned of two of them."""
    every = [found.whole, found.before, found.year, *found.packs, *found.categories, *found.organisations, *found.areas]
    names = ("opened", "closed", "on_time", "late", "promised", "returned", "reopened", "open", "overdue", "soon")
    numbers = {getattr(one, name) for one in every for name in names}
    numbers |= {value for one in every for value in (one.share, one.half) if value is not None}
    numbers |= {found.whole.opened - found.before.opened, found.whole.closed - found.before.closed}
    numbers |= {value for rise in found.rises for value in (rise.observed, rise.expected)}
    return numbers | {found.running, found.least, found.few}


def read(piece: Piece) -> float:
    """What a piece says in figures."""
    figures = piece.text.replace(",", "").replace("−", "-").replace("+", "")
    return float(figures.rstrip("%")) / (100 if figures.endswith("%") else 1)


@given(found=any_facts(), language=st.sampled_from(["zh", "en"]))
def test_every_number_in_the_text_is_one_that_was_counted(found: Facts, language: str) -> None:
    dates = re.compile(r"\d+年\d+月\d+日(\d+时(\d+分)?)?|\d+ March 2026(, \d\d:\d\d)?")
    lengths = re.compile(r"(minute|hour|day|分钟|小时|天|日)")
    for pieces in written(facts=found)[language].values():
        for piece in pieces:
            if piece.value is None:
                assert not re.search(r"\d", dates.sub("", piece.text)), piece
                continue
            assert piece.value in known(found)
            if not lengths.search(piece.text):
                assert read(piece) == pytest.approx(piece.value, abs=0.0501 if "." in piece.text else 0)
    if found.whole.share is None:
        assert "%" not in text(found, "came_in", language)


@given(found=any_facts())
def test_every_number_of_cases_leads_to_their_list(found: Facts) -> None:
    for sentences in said(facts=found).values():
        for sentence in sentences:
            assert sentence.key in briefwords.SENTENCES
    for pieces in written(facts=found)["zh"].values():
        unlinked = [piece.value for piece in pieces if piece.value is not None and piece.behind is None]
        without = {found.whole.opened - found.before.opened, found.whole.closed - found.before.closed, LEAST}
        without |= {one.promised for one in (found.whole, *found.organisations)}
        rest = {value for value in unlinked if float(value).is_integer()} - without
        halves = {part.half for part in found.categories} | {rise.expected for rise in found.rises}
        assert rest <= halves | {1.0, 0.0}


@given(found=any_facts())
def test_what_is_kept_reads_back_as_it_was(found: Facts) -> None:
    kept = FACTS.validate_python(FACTS.dump_python(found, mode="json", exclude_defaults=True))
    assert replace(kept, at=found.at) == found
    said_first = written(facts=found)
    assert SAID.validate_python(SAID.dump_python(said_first, mode="json", exclude_defaults=True)) == said_first
    assert written(facts=kept) == said_first


def test_numbers_that_were_not_counted_are_named() -> None:
    typed = {"came_in": "当日新增12件，比前一日多3件", "late": "超期 1,200 件，约占97.1%"}
    assert strangers(texts=typed, drafted="新增12件 1200 97.1%") == ("3",)
