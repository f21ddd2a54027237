"""The table of every period that packs set, with its legal basis and since when: `docs/reference/periods.md`."""

from collections.abc import Iterable, Iterator

from linli.process.definition import Basis, ClockRule, Length, Pack
from linli.process.reference import both, counting, law_text, length, table

HEAD = ("kind of matter", "period of", "length", "counted", "legal basis", "article", "in force since")
INTRODUCTION = """\
# Every period, and its law

Generated from the packs by `linli pack reference`; edit a pack, not this page. A period is counted as
[explained](../explanation/deadlines.md). Where the basis says “city default” the figure is the city's own to set.
"""


def markdown(packs: Iterable[Pack]) -> str:
    """The whole page, by kind of matter in the order of their keys."""
    return INTRODUCTION + "\n" + table(HEAD, [row for pack in packs for row in rows(pack)]) + "\n"


def rows(pack: Pack) -> Iterator[tuple[str, ...]]:
    """A row for each length of each clock, in each of its editions, and for each extension."""
    for clock in pack.clocks.values():
        for rule in (clock, *(clock.edition(one.starts_date) for one in clock.editions)):
            yield from _of(pack, rule)


def _of(pack: Pack, rule: ClockRule) -> Iterator[tuple[str, ...]]:
    for one in rule.lengths:
        yield _row(pack, both(rule.title), length(one), rule, one.basis or rule.basis)
    if not rule.lengths:
        yield _row(pack, both(rule.title), "to the date agreed", rule, rule.basis)
    if rule.extension:
        title = f"{both(rule.title)}: extension"
        yield _row(pack, title, _longest(rule), rule, rule.extension.basis or rule.basis)


def _row(pack: Pack, title: str, words: str, rule: ClockRule, basis: Basis | None) -> tuple[str, ...]:
    begun = rule.edition_date or (basis.effective_from if basis else None)
    article = basis.article if basis else ""
    return (both(pack.title), title, words, counting(rule), law_text(basis), article, str(begun or ""))


def _longest(rule: ClockRule) -> str:
    extension = rule.extension
    assert extension is not None
    unit = extension.unit or (rule.lengths[-1].unit if rule.lengths else "day")
    longest = length(Length(extension.longest, unit)) if extension.longest else "as long again"
    times = "once" if extension.times == 1 else f"{extension.times} times"
    return f"{times}, at most {longest}" + (f", granted by {extension.approver}" if extension.approver else "")
