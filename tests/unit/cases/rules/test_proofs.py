"""A photo is held against the place and the time of its case, and what does not fit is noted."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from linli.cases.rules import exif
from linli.cases.rules.proofs import Limits, Taken, metres_between, proof_in, proof_of
from linli.cases.rules.state import CaseState, Part

OPENED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DISPATCHED, NOW = OPENED + timedelta(hours=2), OPENED + timedelta(hours=40)
LIMITS = Limits(metres=300, hours=24)
CASE = CaseState(
    id=1,
    number="EV-1",
    pack="event",
    category="",
    urgency="normal",
    confidentiality="internal",
    area_code="430102001",
    stage="handling",
    holder_kind="org",
    holder_area="430102001",
    opened_at=OPENED,
    version=2,
    event_count=2,
    last_hash=b"",
    lon=112.99,
    lat=28.19,
    parts=(Part(org_id=1, org_path="0001", role="lead", assigned_at=DISPATCHED),),
)
PHOTO = Taken(sha256="ab", purpose="after", at=NOW - timedelta(minutes=5), by="photo", lon=112.99, lat=28.19)


def noted(photo: Taken, case: CaseState = CASE) -> tuple[str, ...]:
    return proof_of(photo=photo, state=case, now=NOW, limits=LIMITS).notes


def test_it_says_nothing_of_a_photo_that_fits() -> None:
    proof = proof_of(photo=PHOTO, state=CASE, now=NOW, limits=LIMITS)
    assert (proof.metres, proof.notes) == (0, ())


def test_it_notes_a_photo_from_elsewhere() -> None:
    proof = proof_of(photo=replace(PHOTO, lat=28.19 + 640 / 111_195), state=CASE, now=NOW, limits=LIMITS)
    assert (proof.metres, proof.notes) == (640, ("far",))


def test_it_allows_exactly_the_stated_distance() -> None:
    assert noted(replace(PHOTO, lat=28.19 + 300 / 111_195)) == ()


@pytest.mark.parametrize(
    ("at", "purpose", "note"),
    [
        (OPENED - timedelta(minutes=1), "after", ("before_report",)),
        (DISPATCHED - timedelta(minutes=1), "after", ("before_dispatch",)),
        (DISPATCHED - timedelta(minutes=1), "before", ("old",)),
        (NOW - timedelta(hours=25), "after", ("old",)),
        (NOW - timedelta(hours=24), "after", ()),
        (NOW + timedelta(minutes=9), "after", ()),
        (NOW + timedelta(minutes=11), "after", ("ahead",)),
        (NOW - timedelta(days=30), "note", ("old",)),
    ],
)
def test_it_notes_a_photo_of_another_time(at: datetime, purpose: str, note: tuple[str, ...]) -> None:
    assert noted(replace(PHOTO, at=at, purpose=purpose)) == note


@pytest.mark.parametrize(
    ("metres", "seconds", "notes"),
    [
        (None, None, ()),
        (300, 0, ()),
        (301, 0, ("elsewhere",)),
        (0, 600, ()),
        (0, 601, ("other_time",)),
        (0, -24 * 3600, ()),
        (0, -24 * 3600 - 1, ("other_time",)),
        (11_000, 7200, ("elsewhere", "other_time")),
    ],
)
def test_it_notes_a_photo_and_a_device_that_differ(
    metres: int | None, seconds: int | None, notes: tuple[str, ...]
) -> None:
    proof = proof_of(
        photo=replace(PHOTO, apart_metres=metres, apart_seconds=seconds), state=CASE, now=NOW, limits=LIMITS
    )
    assert proof.notes == notes
    assert proof.apart == (metres if "elsewhere" in notes else None)
    assert proof_in(proof.plain()) == proof


def test_it_reads_an_event_of_before_the_device_was_compared() -> None:
    proof = proof_of(photo=PHOTO, state=CASE, now=NOW, limits=LIMITS)
    assert "apart" not in proof.plain()


def test_it_says_when_nothing_is_known() -> None:
    assert noted(replace(PHOTO, at=None, lon=None, lat=None)) == ("unknown",)
    assert noted(replace(PHOTO, at=None)) == ()
    assert noted(PHOTO, replace(CASE, lon=None, lat=None)) == ()


def test_an_event_keeps_the_proof_and_no_position() -> None:
    proof = proof_of(photo=PHOTO, state=CASE, now=NOW, limits=LIMITS)
    assert proof_in(proof.plain()) == proof
    assert set(proof.plain()) == {"photo", "at", "by", "metres", "notes"}


def test_distances_agree_with_known_ones() -> None:
    """A degree of latitude; and Changsha to Beijing, 1,338 km on the ellipsoid."""
    assert metres_between(lon=0, lat=0, other_lon=0, other_lat=1) == pytest.approx(111_195, abs=1)
    far = metres_between(lon=112.9388, lat=28.2282, other_lon=116.4074, other_lat=39.9042)
    assert far == pytest.approx(1_338_000, rel=0.005)


def pictured(gps: dict[int, object]) -> Image.Image:
    found = Image.Exif()
    found.get_ifd(0x8825).update(gps)
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=found.tobytes())
    return Image.open(out)


def test_it_reads_where_a_photo_was_taken() -> None:
    where = exif.taken_where(image=pictured({1: "N", 2: (28.0, 11.0, 24.0), 3: "W", 4: (112.0, 59.0, 24.0)}))
    assert where == pytest.approx((-112.99, 28.19))


@pytest.mark.parametrize(
    "gps",
    [
        {},
        {2: (28.0, 11.0, 24.0)},
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (91.0, 0.0, 0.0), 3: "E", 4: (112.0, 0.0, 0.0)},
    ],
)
def test_it_reads_no_place_out_of_nonsense(gps: dict[int, object]) -> None:
    assert exif.taken_where(image=pictured(gps)) is None
