"""A map for a city that has codes but no polygons. Pure and deterministic.

The outline is cut again and again by one chord, each time into two parts whose sizes are in proportion to the number
of areas they must still hold. A vertex set on an edge belongs to both sides of it (`_Mesh.halves`), so the areas of
every level tile their parent exactly: neighbours share vertices, there is no gap and no overlap.
"""

import math
import random
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import shapely

Point = tuple[float, float]
Ring = list[int]

METRES_A_DEGREE = 111_195.0
STEP = 1.2
"""Length of a border's pieces, in widths of a leaf."""
SWING = 0.2
"""How far a border swings to either side, in pieces."""
SNAP = 0.2
"""A chord that ends this near a vertex, in parts of the edge, ends in the vertex."""
TRIED = 5
"""Directions tried for a cut that matters; the most even and compact parts win."""
BIG = 12
"""Leaves from which a cut matters."""


@dataclass(slots=True)
class Node:
    """An area to be drawn. `hint`: about where it really lies, in metres from the centre."""

    code: str
    children: "list[Node]" = field(default_factory=list)
    hint: Point | None = None
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Tiling:
    """Rings of vertex numbers by code, and the vertices."""

    points: Sequence[Point]
    rings: Mapping[str, Sequence[int]]


class _Mesh:
    """Vertices, and the edges that have been halved by one."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self.halves: dict[tuple[int, int], int] = {}

    def add(self, point: Point) -> int:
        self.points.append(point)
        return len(self.points) - 1

    def full(self, ring: Ring) -> Ring:
        """The ring with every vertex that others have set on its edges."""
        whole: Ring = []
        for start, end in zip(ring, [*ring[1:], ring[0]], strict=True):
            stack = [(start, end)]
            while stack:
                a, b = stack.pop()
                middle = self.halves.get((a, b) if a < b else (b, a))
                if middle is None:
                    whole.append(a)
                else:
                    stack += [(middle, b), (a, middle)]
        return whole

    def between(self, a: int, b: int, share: float) -> Point:
        """The point at this share of the edge from a to b."""
        (ax, ay), (bx, by) = self.points[a], self.points[b]
        return (ax + (bx - ax) * share, ay + (by - ay) * share)

    def on_edge(self, a: int, b: int, share: float) -> int:
        """The vertex at this share of the edge from a to b: one of its ends at 0 and 1, else a new one."""
        if share in (0.0, 1.0):
            return a if share == 0.0 else b
        middle = self.add(self.between(a, b, share))
        self.halves[(a, b) if a < b else (b, a)] = middle
        return middle


@dataclass(frozen=True, slots=True)
class _Chord:
    """A cut from edge `first` to edge `second` of a ring (by their start), at a share of each.

    `badness`: wrong sizes, long parts."""

    first: int
    first_share: float
    second: int
    second_share: float
    badness: float


def blob(*, area_km2: float, seed: str, aspect: float = 1.0, corners: int = 72) -> list[Point]:
    """A plausible outline of this size around the origin, in metres; `aspect` is its width by its height."""
    dice = random.Random(seed)
    waves = [(count, size, dice.uniform(0, math.tau)) for count, size in ((2, 0.1), (3, 0.07), (5, 0.04), (9, 0.02))]
    angles = [math.tau * corner / corners for corner in range(corners)]
    reach = [1 + sum(size * math.cos(count * angle + turn) for count, size, turn in waves) for angle in angles]
    shape = [(r * aspect * math.cos(angle), r * math.sin(angle)) for r, angle in zip(reach, angles, strict=True)]
    scale = math.sqrt(area_km2 * 1e6 / abs(area_of(shape)))
    return [(x * scale, y * scale) for x, y in shape]


def area_of(points: Sequence[Point]) -> float:
    """Signed area of a ring."""
    return 0.5 * sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True))


def tile(*, outline: Sequence[Point], root: Node, seed: str, swing: float = SWING) -> Tiling:
    """Rings for the root and all below it; `outline` is a simple ring in metres. Weights are counted here."""
    dice = random.Random(seed)
    mesh = _Mesh()
    leaf = math.sqrt(abs(area_of(outline)) / _weigh(root))
    rings: dict[str, Ring] = {}
    queue = deque([([mesh.add(point) for point in outline], [root])])
    while queue:
        ring, group = queue.popleft()
        if len(group) > 1:
            queue.extend(_cut(mesh, mesh.full(ring), group, dice, leaf, swing))
        else:
            rings[group[0].code] = ring
            if group[0].children:
                queue.append((ring, group[0].children))
    return Tiling(mesh.points, {code: mesh.full(ring) for code, ring in rings.items()})


def _weigh(node: Node) -> int:
    node.weight = sum(_weigh(child) for child in node.children) or 1
    return node.weight


def _cut(
    mesh: _Mesh, ring: Ring, group: list[Node], dice: random.Random, leaf: float, swing: float
) -> list[tuple[Ring, list[Node]]]:
    points = [mesh.points[vertex] for vertex in ring]
    tried = TRIED if sum(node.weight for node in group) >= BIG else 1
    cuts = []
    for angle in _angles(points, group, dice):
        ordered = _ordered(group, angle)
        split = _half(ordered)
        share = sum(node.weight for node in ordered[:split]) / sum(node.weight for node in ordered)
        chord = _chord(points, angle, share)
        cuts += [(chord, ordered[:split], ordered[split:])] if chord else []
        if len(cuts) >= tried and chord:
            break
    chord, below, above = min(cuts, key=lambda cut: cut[0].badness)
    low, high = _divide(mesh, ring, chord, dice, leaf, swing)
    return [(low, below), (high, above)]


def _ordered(group: list[Node], angle: float) -> list[Node]:
    if any(node.hint is None for node in group):
        return group
    ux, uy = math.cos(angle), math.sin(angle)
    return sorted(group, key=lambda node: (node.hint or (0, 0))[0] * ux + (node.hint or (0, 0))[1] * uy)


def _half(group: Sequence[Node]) -> int:
    whole = sum(node.weight for node in group)
    best, run = 1, 0
    nearest = float("inf")
    for split, node in enumerate(group[:-1], start=1):
        run += node.weight
        if abs(2 * run - whole) < nearest:
            nearest, best = abs(2 * run - whole), split
    return best


def _angles(points: Sequence[Point], group: Sequence[Node], dice: random.Random) -> list[float]:
    """Directions to cut across: first along the greatest extent (of the hints, where there are any), then others."""
    hints = [node.hint for node in group if node.hint is not None]
    spread = hints if len(hints) == len(group) else points
    turns = [math.pi * step / 12 for step in range(12)]
    extents = [_extent(spread, turn) for turn in turns]
    turns.sort(key=lambda turn: -extents[round(turn * 12 / math.pi)])
    start = dice.choice((0.0, math.pi)) + dice.uniform(-0.15, 0.15)
    return [turn + start for turn in turns]


def _extent(points: Sequence[Point], angle: float) -> float:
    ux, uy = math.cos(angle), math.sin(angle)
    along = [x * ux + y * uy for x, y in points]
    return max(along) - min(along)


def _chord(points: Sequence[Point], angle: float, share: float) -> _Chord | None:
    """The chord across this direction that leaves `share` of the ring's area on the low side."""
    ux, uy = math.cos(angle), math.sin(angle)
    along = [x * ux + y * uy for x, y in points]
    whole = area_of(points)
    low, high = min(along), max(along)
    for _step in range(12):
        middle = (low + high) / 2
        if _area_below(points, along, middle) / whole < share:
            low = middle
        else:
            high = middle
    return _best_chord(points, along, (low + high) / 2, share * whole, whole)


def _area_below(points: Sequence[Point], along: Sequence[float], limit: float) -> float:
    kept: list[Point] = []
    for here in range(len(points)):
        before = here - 1
        if (along[before] <= limit) != (along[here] <= limit):
            share = (limit - along[before]) / (along[here] - along[before])
            (ax, ay), (bx, by) = points[before], points[here]
            kept.append((ax + (bx - ax) * share, ay + (by - ay) * share))
        if along[here] <= limit:
            kept.append(points[here])
    return area_of(kept) if len(kept) > 2 else 0.0


def _best_chord(
    points: Sequence[Point], along: Sequence[float], limit: float, wanted: float, whole: float
) -> _Chord | None:
    """Of a line through a ring that is not convex, every second piece lies inside: the one that divides best."""
    crossings = []
    for here in range(len(points)):
        after = (here + 1) % len(points)
        if (along[here] <= limit) != (along[after] <= limit):
            share = (limit - along[here]) / (along[after] - along[here])
            (ax, ay), (bx, by) = points[here], points[after]
            crossings.append((ax + (bx - ax) * share, ay + (by - ay) * share, here, share, along[here] <= limit))
    spread_x = max(c[0] for c in crossings) - min(c[0] for c in crossings)
    spread_y = max(c[1] for c in crossings) - min(c[1] for c in crossings)
    crossings.sort(key=lambda crossing: crossing[0] if spread_x > spread_y else crossing[1])
    chords = [
        _measured(points, crossings[at], crossings[at + 1], wanted, whole) for at in range(0, len(crossings) - 1, 2)
    ]
    return min(chords, key=lambda chord: chord.badness, default=None)


def _measured(
    points: Sequence[Point],
    one: tuple[float, float, int, float, bool],
    two: tuple[float, float, int, float, bool],
    wanted: float,
    whole: float,
) -> _Chord:
    """`first` is where the ring leaves the low side, so that the low part runs from `second` to `first`."""
    first, second = (one, two) if one[4] else (two, one)
    low, high = _part(points, second, first), _part(points, first, second)
    wrong = abs(area_of(low) - wanted) / abs(whole)
    return _Chord(first[2], first[3], second[2], second[3], 2 * wrong + 1 - min(_compact(low), _compact(high)))


def _part(
    points: Sequence[Point], start: tuple[float, float, int, float, bool], end: tuple[float, float, int, float, bool]
) -> list[Point]:
    count = (end[2] - start[2]) % len(points)
    between = [points[(start[2] + step) % len(points)] for step in range(1, count + 1)]
    return [(start[0], start[1]), *between, (end[0], end[1])]


def _compact(points: Sequence[Point]) -> float:
    """1 for a circle, near 0 for a sliver."""
    around = sum(math.dist(a, b) for a, b in zip(points, [*points[1:], points[0]], strict=True))
    return 4 * math.pi * abs(area_of(points)) / (around * around or 1.0)


def _divide(
    mesh: _Mesh, ring: Ring, chord: _Chord, dice: random.Random, leaf: float, swing: float
) -> tuple[Ring, Ring]:
    chord = _snapped(mesh, ring, chord)
    start = mesh.on_edge(*_edge(ring, chord.second), chord.second_share)
    end = mesh.on_edge(*_edge(ring, chord.first), chord.first_share)
    below = _walk(ring, chord.second, chord.first)
    above = _walk(ring, chord.first, chord.second)
    for path in _borders(mesh.points[start], mesh.points[end], dice, leaf, swing):
        if not path or (_simple(mesh, [start, *below, end], path[::-1]) and _simple(mesh, [end, *above, start], path)):
            break
    border = [mesh.add(point) for point in path]
    return _clean([start, *below, end, *reversed(border)]), _clean([end, *above, start, *border])


def _edge(ring: Ring, at: int) -> tuple[int, int]:
    return ring[at], ring[(at + 1) % len(ring)]


def _snapped(mesh: _Mesh, ring: Ring, chord: _Chord) -> _Chord:
    """The chord with ends that lie near a vertex set into it, unless it would then leave the ring."""
    first, second = _near(chord.first_share), _near(chord.second_share)
    one = mesh.between(*_edge(ring, chord.first), first)
    two = mesh.between(*_edge(ring, chord.second), second)
    below = _walk(ring, chord.second, chord.first)
    above = _walk(ring, chord.first, chord.second)
    if _simple(mesh, below, [one, two]) and _simple(mesh, above, [two, one]):
        return replace(chord, first_share=first, second_share=second)
    return chord


def _near(share: float) -> float:
    if share <= SNAP:
        return 0.0
    return 1.0 if share >= 1 - SNAP else share


def _simple(mesh: _Mesh, ring: Ring, path: Sequence[Point]) -> bool:
    """Whether the ring closed by the path crosses itself nowhere and holds something."""
    corners = [mesh.points[vertex] for vertex in _clean(ring)] + list(path)
    if len(corners) < 3:
        return False
    shape = shapely.polygons(corners)
    return bool(shapely.is_valid(shape)) and bool(shapely.area(shape) > 0)


def _walk(ring: Ring, after: int, until: int) -> Ring:
    """The vertices behind edge `after` up to and with the start of edge `until`."""
    count = (until - after) % len(ring)
    return [ring[(after + step) % len(ring)] for step in range(1, count + 1)]


def _clean(ring: Ring) -> Ring:
    """Without a vertex twice in a row, where a chord ended in one."""
    return [vertex for at, vertex in enumerate(ring) if vertex != ring[at - 1]]


def _borders(start: Point, end: Point, dice: random.Random, leaf: float, swing: float) -> Iterator[list[Point]]:
    """Points between the ends of a chord, set aside so that a border looks like one: in waves, less so, straight."""
    (ax, ay), (bx, by) = start, end
    length = math.dist(start, end)
    pieces = int(length / (leaf * STEP))
    if pieces >= 2:
        px, py = (ay - by) / length, (bx - ax) / length
        shares = [step / pieces for step in range(1, pieces)]
        jitter = [dice.uniform(-swing, swing) * leaf * STEP for _share in shares]
        waves = _waves(shares, length * swing * 0.3, dice)
        for strength in (1.0, 0.5, 0.0):
            away = [step + strength * wave for step, wave in zip(jitter, waves, strict=True)]
            yield [
                (ax + (bx - ax) * share + px * side, ay + (by - ay) * share + py * side)
                for share, side in zip(shares, away, strict=True)
            ]
    yield []


def _waves(shares: Sequence[float], height: float, dice: random.Random) -> list[float]:
    """A smooth line that begins and ends at nought."""
    parts = [(turns, dice.uniform(-1, 1) / turns) for turns in (1, 2, 3, 5, 8)]
    return [height * sum(size * math.sin(math.pi * turns * share) for turns, size in parts) for share in shares]
