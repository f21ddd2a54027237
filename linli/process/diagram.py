"""Draws a pack's stages and the actions between them: Mermaid text, and an SVG with a lane for each holder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Literal

from linli.process.definition import Pack, Stage
from linli.process.rules import successors

Language = Literal["zh", "en"]
HOLDERS: Mapping[str, Mapping[str, str]] = {
    "reporter": {"zh": "反映人", "en": "Reporter"},
    "grid_worker": {"zh": "网格员", "en": "Grid worker"},
    "desk": {"zh": "综治中心", "en": "Desk"},
    "org": {"zh": "承办单位", "en": "Organisation"},
    "verifier": {"zh": "核查人", "en": "Verifier"},
    "": {"zh": "结果", "en": "Result"},
}
"""The lanes from top to bottom; the last holds the final stages."""

_MANY = 2
_WIDTH, _HEIGHT, _ROW, _COLUMN, _LEFT, _TOP = 132, 44, 80, 236, 96, 16
_ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78)
_COLOURS = {"reporter": "#8a5a00", "grid_worker": "#2f6f3e", "desk": "#0b5c63", "org": "#4a3f8f", "verifier": "#9b2f4f"}


@dataclass(frozen=True, slots=True)
class Edge:
    """All actions that lead from one stage to another."""

    source: str
    target: str
    actions: tuple[str, ...]


Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a stage is drawn."""

    stage: Stage
    x: int
    y: int


def edges(pack: Pack) -> tuple[Edge, ...]:
    """Every step from stage to stage, in the pack's order. Actions that stay where they are make none."""
    found: dict[tuple[str, str], list[str]] = {}
    for key, action in pack.actions.items():
        for source in pack.stages:
            if source in action.from_stages:
                for target in sorted(successors(pack, action, source) - {source}):
                    found.setdefault((source, target), []).append(key)
    return tuple(Edge(source, target, tuple(keys)) for (source, target), keys in found.items())


def mermaid(pack: Pack, *, language: Language = "zh") -> str:
    """The diagram as Mermaid `stateDiagram-v2` text."""
    lines = ["stateDiagram-v2", "    direction LR"]
    lines += [f'    state "{stage.title[language]}" as {key}' for key, stage in pack.stages.items()]
    lines.append(f"    [*] --> {pack.first_stage}")
    lines += [f"    {edge.source} --> {edge.target}: {_titles(pack, edge, language)}" for edge in edges(pack)]
    lines += [f"    {key} --> [*]" for key, stage in pack.stages.items() if stage.is_final]
    return "\n".join(lines) + "\n"


def svg(pack: Pack, language: Language = "zh") -> str:
    """The diagram as a standalone SVG without script or style rules; colours are not the only cue."""
    boxes, lanes, height = _layout(pack)
    width = max(box.x for box in boxes.values()) + _WIDTH + 72
    drawn = _drawn(pack)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="system-ui, sans-serif" font-size="13" lang="{_tag(language)}">',
        f"<title>{escape(pack.title[language])}</title>",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="#5b6770"/></marker></defs>',
        f'<rect class="diagram-ground" width="{width}" height="{height}" fill="#ffffff"/>',
        *_lanes(lanes, width, language),
        *(_line(boxes, edge, both) for edge, both in drawn),
        *(_box(pack, box, language) for box in boxes.values()),
        *_labels(pack, boxes, [edge for edge, _ in drawn], language),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _titles(pack: Pack, edge: Edge, language: Language) -> str:
    comma = "、" if language == "zh" else ", "
    return comma.join(pack.actions[key].title[language] for key in edge.actions)


def _tag(language: Language) -> str:
    return "zh-Hans" if language == "zh" else language


def _is_listed(pack: Pack, edge: Edge) -> bool:
    """Steps out of final stages, or into one that many lead to, are told in words: their lines would hide the rest."""
    into = [one for one in edges(pack) if one.target == edge.target]
    return pack.stages[edge.source].is_final or (pack.stages[edge.target].is_final and len(into) >= _MANY)


def _drawn(pack: Pack) -> list[tuple[Edge, bool]]:
    """The edges that get a line, and whether it has two heads: there and back by `@previous` is one line."""
    shown = [edge for edge in edges(pack) if not _is_listed(pack, edge)]
    back = {(edge.target, edge.source) for edge in shown if _is_back(pack, edge)}
    return [(edge, (edge.source, edge.target) in back) for edge in shown if not _is_back(pack, edge)]


def _is_back(pack: Pack, edge: Edge) -> bool:
    return all(pack.actions[key].to == "@previous" for key in edge.actions)


def _ranks(pack: Pack) -> dict[str, int]:
    """The column of each stage: the longest way to it through stages in the pack's order."""
    order = {key: at for at, key in enumerate(pack.stages)}
    ranks = dict.fromkeys(pack.stages, 0)
    forward = [
        (source, action.to)
        for action in pack.actions.values()
        for source in action.from_stages
        if action.to in order and order[source] < order[action.to]
    ]
    for source, target in sorted(forward, key=lambda pair: (order[pair[0]], order[pair[1]])):
        ranks[target] = max(ranks[target], ranks[source] + 1)
    return ranks


def _layout(pack: Pack) -> tuple[dict[str, Box], list[tuple[str, int, int]], int]:
    """Boxes by stage; lanes as (holder, top, height); the height of all."""
    ranks = _ranks(pack)
    boxes: dict[str, Box] = {}
    lanes: list[tuple[str, int, int]] = []
    top = _TOP
    for holder in HOLDERS:
        filled: dict[int, int] = {}
        for key, stage in pack.stages.items():
            if (stage.holder if not stage.is_final else "") == holder:
                row = filled.get(ranks[key], 0)
                filled[ranks[key]] = row + 1
                boxes[key] = Box(stage, _LEFT + 24 + ranks[key] * _COLUMN, top + 16 + row * _ROW)
        if filled:
            height = max(filled.values()) * _ROW + 6
            lanes.append((holder, top, height))
            top += height
    return boxes, lanes, top + _TOP


def _lanes(lanes: list[tuple[str, int, int]], width: int, language: Language) -> Iterator[str]:
    for at, (holder, top, height) in enumerate(lanes):
        shade = "#f4f7f7" if at % 2 == 0 else "#ffffff"
        yield f'<rect class="diagram-lane" x="0" y="{top}" width="{width}" height="{height}" fill="{shade}"/>'
        name = escape(HOLDERS[holder][language])
        yield f'<text x="12" y="{top + height // 2 + 5}" fill="#46525a" font-weight="600">{name}</text>'


def _box(pack: Pack, box: Box, language: Language) -> str:
    stage = box.stage
    colour = "#46525a" if stage.is_final else _COLOURS[stage.holder]
    dash = ' stroke-dasharray="5 4"' if stage.is_suspended or stage.holder == "reporter" else ""
    weight = 3 if stage.is_final or stage.key == pack.first_stage else 1.5
    note = "".join(
        f'<text x="{box.x}" y="{box.y + _HEIGHT + 13 + at * 12}" font-size="10" fill="#46525a">{escape(line)}</text>'
        for at, line in enumerate(_notes(pack, stage.key, language))
    )
    return (
        f'<g><title>{escape(stage.public[language])}</title><rect x="{box.x}" y="{box.y}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" rx="{20 if stage.is_final else 6}" fill="#ffffff" stroke="{colour}" '
        f'stroke-width="{weight}"{dash}/>{_fitted(stage.title[language], box)}{note}</g>'
    )


def _fitted(title: str, box: Box) -> str:
    """The title in one line, or in two when it is long."""
    limit = 9 if not title.isascii() else 18
    lines = [title] if len(title) <= limit else _halves(title)
    middle = box.y + _HEIGHT / 2 + 5 - 8 * (len(lines) - 1)
    return "".join(
        f'<text x="{box.x + _WIDTH // 2}" y="{middle + at * 16:.0f}" text-anchor="middle" fill="#1b2429">'
        f"{escape(line)}</text>"
        for at, line in enumerate(lines)
    )


def _halves(title: str) -> list[str]:
    middle = len(title) // 2
    breaks = [at for at, sign in enumerate(title) if sign in " （,"] or [middle]
    at = min(breaks, key=lambda place: abs(place - middle))
    return [title[:at].strip(), title[at:].strip()]


def _notes(pack: Pack, stage: str, language: Language) -> list[str]:
    """At a final stage: where cases come from and may go back to, as far as no line tells."""
    if not pack.stages[stage].is_final:
        return []
    listed = [edge for edge in edges(pack) if _is_listed(pack, edge)]
    into = [pack.stages[edge.source].title[language] for edge in listed if edge.target == stage]
    out = [pack.stages[edge.target].title[language] for edge in listed if edge.source == stage]
    return [f"{sign} {_short(names, language)}" for sign, names in (("←", into), ("→", out)) if names]


def _short(names: list[str], language: Language) -> str:
    comma = "、" if language == "zh" else ", "
    if len(names) <= 2:
        return comma.join(names)
    return f"{names[0]} … {names[-1]}" + (f"（{len(names)}）" if language == "zh" else f" ({len(names)})")


def _ends(boxes: Mapping[str, Box], edge: Edge) -> tuple[int, int, int, int, int]:
    """Start, end and the bend of a line: forward from the right side, backward from the left, else top or bottom."""
    a, b = boxes[edge.source], boxes[edge.target]
    if b.x > a.x:
        return a.x + _WIDTH, a.y + _HEIGHT // 2 - 6, b.x, b.y + _HEIGHT // 2 - 6, max(40, (b.x - a.x - _WIDTH) // 2)
    if b.x < a.x:
        return a.x, a.y + _HEIGHT // 2 + 8, b.x + _WIDTH, b.y + _HEIGHT // 2 + 8, -max(40, (a.x - b.x - _WIDTH) // 2)
    shift = 20 if b.y > a.y else -20
    start, end = (a.y + _HEIGHT, b.y) if b.y > a.y else (a.y, b.y + _HEIGHT)
    return a.x + _WIDTH // 2 + shift, start, b.x + _WIDTH // 2 + shift, end, 0


def _line(boxes: Mapping[str, Box], edge: Edge, both: bool) -> str:
    x1, y1, x2, y2, bend = _ends(boxes, edge)
    dash = ' stroke-dasharray="4 3"' if bend < 0 else ""
    start = ' marker-start="url(#arrow)"' if both else ""
    return (
        f'<path d="M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}" fill="none" stroke="#5b6770" '
        f'marker-end="url(#arrow)"{start}{dash}/>'
    )


def _labels(pack: Pack, boxes: Mapping[str, Box], drawn: list[Edge], language: Language) -> Iterator[str]:
    """Each line's actions, where on the line they cover no box and no other words."""
    taken: list[Rectangle] = [(box.x, box.y, box.x + _WIDTH, box.y + _HEIGHT) for box in boxes.values()]
    for edge in drawn:
        said = _titles(pack, edge, language)
        half = sum(5.5 if sign > "\u2e80" else 3 for sign in said)
        places = [_on_line(boxes, edge, share) for share in _ALONG]
        areas = [(x - half, y - 9, x + half, y + 3) for x, y in places]
        at = min(range(len(places)), key=lambda one: sum(_overlaps(areas[one], other) for other in taken))
        taken.append(areas[at])
        x, y = places[at]
        yield (
            f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="middle" font-size="10.5" fill="#1b2429" stroke="#ffffff" '
            f'stroke-width="3" paint-order="stroke">{escape(said)}</text>'
        )


def _on_line(boxes: Mapping[str, Box], edge: Edge, share: float) -> tuple[float, float]:
    """The point at a share of the line's cubic curve."""
    x1, y1, x2, y2, bend = _ends(boxes, edge)
    rest = 1 - share
    near, mid_1, mid_2, far = rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3
    x = near * x1 + mid_1 * (x1 + bend) + mid_2 * (x2 - bend) + far * x2
    return x, (near + mid_1) * y1 + (mid_2 + far) * y2 + 3


def _overlaps(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
