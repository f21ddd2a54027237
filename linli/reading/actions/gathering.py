"""Gathers many reports into issues, block by block, on two processors where there is enough to do.

Processes import this module anew: it knows neither Django nor the database.
"""

from collections.abc import Callable, Sequence

import numpy as np

from linli.reading.actions import workers
from linli.reading.rules import gathering, grams, placing
from linli.reading.rules import vectors as reading
from linli.reading.rules.gathering import Floats, Gathered
from linli.reading.rules.masking import mask
from linli.reading.rules.vectors import NOTHING, READ, General, Ids, Placed

SAMPLE = 20_000
"""Reports from which it is learned which words are said everywhere, when blocks see only a part of the city."""
CUT = READ + 100
"""Characters that are masked: what is read of a text, and enough behind it to know a name that begins there."""
Step = Callable[[str, int, int], object]


def gather(
    *,
    texts: Sequence[str],
    areas: Sequence[str],
    days: Sequence[float],
    widths: Sequence[int],
    general: General = NOTHING,
    most: int = placing.BLOCK,
    progress: Step = lambda what, done, total: None,
) -> Gathered:
    """The group of every report, and how near it is to the others of it.

    `texts` may hold personal data: it is masked before anything is read. `areas` are codes of areas, empty where none
    is known; `days` when each came in; `widths` how long the codes are below the city.
    """
    placed = placing.placed(areas, widths=widths)
    blocks = placing.blocks(placed, days, most=most)
    groups, scores = np.full(len(texts), -1, dtype=np.int64), np.zeros(len(texts))
    count = 0
    with workers.helpers(texts=len(texts)) as helpers:
        if len(blocks) > 1:
            chosen = np.random.default_rng(7).choice(len(texts), size=min(SAMPLE, len(texts)), replace=False)
            spread = helpers.submit(said_everywhere, [texts[row] for row in chosen], placed.parts[chosen])
            general = general.also(spread.result())
        tasks = [helpers.submit(gathered, *_part(texts, placed, days, rows), general) for rows in blocks]
        for done, (rows, task) in enumerate(zip(blocks, tasks, strict=True)):
            progress("gathering", done, len(blocks))
            found = task.result()
            groups[rows] = np.where(found.groups >= 0, found.groups + count, -1)
            scores[rows] = found.scores
            count += found.count
    progress("gathering", len(blocks), len(blocks))
    if len(blocks) > 1:
        groups = _across(texts, placed, days, general, groups, scores, most)
    return Gathered(groups, scores)


def gathered(texts: Sequence[str], parts: Ids, spots: Ids, days: Floats, general: General) -> Gathered:
    """The groups of one block."""
    found = reading.vectors(masked(texts), placed=Placed(parts, spots), general=general)
    return gathering.gather(found, days=days, parts=parts)


def masked(texts: Sequence[str]) -> list[str]:
    """What is read of each text, without what identifies somebody."""
    return [mask(text[:CUT]).text for text in texts]


def said_everywhere(texts: Sequence[str], parts: Ids) -> grams.Codes:
    """The pieces that turn up all over the city, sorted."""
    return reading.everywhere(masked(texts), parts=parts)


def _part(texts: Sequence[str], placed: Placed, days: Sequence[float], rows: Ids) -> tuple[list[str], Ids, Ids, Floats]:
    return [texts[row] for row in rows], placed.parts[rows], placed.spots[rows], np.asarray(days, dtype=float)[rows]


def _across(
    texts: Sequence[str],
    placed: Placed,
    days: Sequence[float],
    general: General,
    groups: Ids,
    scores: Floats,
    most: int,
) -> Ids:
    """Groups of several blocks made one where their middlemost reports are of the same matter; the largest groups."""
    sizes = np.bincount(groups[groups >= 0])
    chosen = np.sort(np.argsort(-sizes, kind="stable")[:most])
    order = np.lexsort((-scores, groups))
    order = order[groups[order] >= 0]
    middlemost = order[np.searchsorted(groups[order], chosen)]
    found = gathered(*_part(texts, placed, days, middlemost), general)
    target = np.arange(len(sizes))
    for group in range(found.count):
        same = chosen[found.groups == group]
        target[same] = same[0]
    return np.asarray(gathering.renumbered(np.where(groups >= 0, target[groups], -1)))
