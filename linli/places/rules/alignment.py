"""Whether parents and children lie shifted against each other, as when their coordinate systems differ. Pure.

Children are moved about and each move is given a vote for every point of their outer border that then meets the
parents' border. Points that already lie on it to the metre have no vote: somebody may have cut the children along a
shifted parent. The move with the most votes is the shift, and is compared with the shifts between known systems.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from linli.places.rules.coordinates import SYSTEMS, System, from_wgs84
from linli.places.rules.locator import METRES_A_DEGREE

Floats = NDArray[np.float64]
SAMPLES, SIMPLER_M = 400, 15.0
"""Points that vote, over all parents; how far a border may be simplified before it is compared."""
ASKED = 8
"""Points asked whether they have a vote, for each that votes."""
FAR_M, CUT_M = 1500.0, 1.0
COARSE_M, FINE_M = 150.0, 30.0
MEETS_M = (100.0, 45.0)
"""How near a border must come to meet, in the coarse and in the fine search."""
LEAST_SHIFT_M, LEAST_GAIN, LEAST_VOTES = 90.0, 1.8, 0.15
FEWEST_PARENTS = 3
"""A shift that no known systems explain must be the same in this many parents."""
SAME_M = 160.0
"""A found shift this near to the one between two systems is taken for it."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the parents lie from where their children are, and the systems that lie so (None when none does)."""

    metres: float
    east_m: float
    north_m: float
    agreement_before: float
    agreement_after: float
    systems: tuple[System, System] | None
    """Of the parents, of the children."""


@dataclass(frozen=True, slots=True)
class _Ballot:
    border: shapely.Geometry
    voters: Floats


def find_shift(
    *, parents: Mapping[str, shapely.Geometry], children: Mapping[str, Sequence[shapely.Geometry]]
) -> Shift | None:
    """The shift between all parents and their children (by parent's code; WGS84 as stated), or None when they agree."""
    shared = [code for code in parents if children.get(code)]
    if not shared:
        return None
    middle = _middle([parents[code] for code in shared])
    ballots = [_ballot(parents[code], children[code], middle, SAMPLES // len(shared) + 1) for code in shared]
    ballots = [ballot for ballot in ballots if len(ballot.voters)]
    if not ballots:
        return None
    before = _votes(ballots, (0.0, 0.0), MEETS_M[1])
    coarse = _best(ballots, (0.0, 0.0), FAR_M, COARSE_M, MEETS_M[0])
    east, north = _best(ballots, coarse, COARSE_M, FINE_M, MEETS_M[1])
    after = _votes(ballots, (east, north), MEETS_M[1])
    metres = float(np.hypot(east, north))
    if metres < LEAST_SHIFT_M or after < max(LEAST_VOTES, LEAST_GAIN * before):
        return None
    systems = _systems(middle, east, north)
    if systems is None and len(ballots) < FEWEST_PARENTS:
        return None
    return Shift(metres, east, north, before, after, systems)


def _middle(shapes: Sequence[shapely.Geometry]) -> Floats:
    west, south, east, north = shapely.total_bounds(np.array(shapes))
    return np.array([(west + east) / 2, (south + north) / 2])


def _scale(middle: Floats) -> Floats:
    return np.array([METRES_A_DEGREE * np.cos(np.radians(middle[1])), METRES_A_DEGREE])


def _ballot(parent: shapely.Geometry, children: Sequence[shapely.Geometry], middle: Floats, samples: int) -> _Ballot:
    scale = _scale(middle)
    border = shapely.transform(shapely.boundary(parent), lambda xy: (xy - middle) * scale)
    outer = shapely.boundary(shapely.union_all(np.array(children)))
    points = (shapely.get_coordinates(shapely.segmentize(outer, 0.001)) - middle) * scale
    points = points[:: max(1, len(points) // (samples * ASKED))]
    away = shapely.distance(shapely.points(points), border)
    voters = points[(away > CUT_M) & (away < FAR_M)]
    border = shapely.simplify(border, SIMPLER_M)
    shapely.prepare(border)
    return _Ballot(border, voters[:: max(1, len(voters) // samples)])


def _votes(ballots: Sequence[_Ballot], move: tuple[float, float], meets_m: float) -> float:
    met = sum(
        int(shapely.dwithin(ballot.border, shapely.points(ballot.voters + np.array(move)), meets_m).sum())
        for ballot in ballots
    )
    return met / sum(len(ballot.voters) for ballot in ballots)


def _best(
    ballots: Sequence[_Ballot], around: tuple[float, float], reach: float, step: float, meets_m: float
) -> tuple[float, float]:
    steps = np.arange(-reach, reach + step / 2, step).tolist()
    moves = [(around[0] + east, around[1] + north) for east in steps for north in steps]
    return max(moves, key=lambda move: _votes(ballots, move, meets_m))


def _systems(middle: Floats, east: float, north: float) -> tuple[System, System] | None:
    places = {system: (from_wgs84(middle[None, :], system)[0] - middle) * _scale(middle) for system in SYSTEMS}
    apart = {
        (above, below): float(np.hypot(*(places[above] - places[below] - (east, north))))
        for above in SYSTEMS
        for below in SYSTEMS
        if above != below and "wgs84" in (above, below)
    }
    nearest = min(apart, key=lambda pair: apart[pair])
    return nearest if apart[nearest] <= SAME_M else None
