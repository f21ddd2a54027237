"""The city as data: its levels and their code widths, its names, its files. Read from `city.toml`, never written."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from linli.places.errors import CityInvalid


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the tree. `width` is its own part of a code, `total` the length of a whole code of this level."""

    key: str
    width: int
    total: int
    depth: int
    title: Mapping[str, str]


@dataclass(frozen=True)
class City:
    """A city folder. Codes are cut at their level's total width; descendants are the codes with this prefix.

    `centre`, `area_km2`, `aspect` (width by height) and `centres` (longitude and latitude about the middle of some
    areas) shape the schematic map of a city without polygons. `also_called` are further names that people write for an
    area, by name: a place that is no division, an older name, another spelling.
    """

    key: str
    name: Mapping[str, str]
    root: str
    time_zone: str
    language: str
    levels: tuple[Level, ...]
    calendar: str
    centre: tuple[float, float]
    area_km2: float
    aspect: float
    centres: Mapping[str, tuple[float, float]]
    brand: Mapping[str, str]
    files: Mapping[str, str]
    folder: Path = field(repr=False)
    also_called: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, Any] = field(default_factory=dict)
    promises: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def _by_total(self) -> dict[int, Level]:
        return {level.total: level for level in self.levels}

    @cached_property
    def _by_key(self) -> dict[str, Level]:
        return {level.key: level for level in self.levels}

    def level(self, key: str) -> Level:
        """The level with this key. Raises CityInvalid when the city declares none."""
        if key not in self._by_key:
            raise CityInvalid(_("This city has no level “%(level)s”.") % {"level": key})
        return self._by_key[key]

    def level_of(self, code: str) -> str:
        """The key of the level that a code of this length belongs to. Raises CityInvalid for any other length."""
        level = self._by_total.get(len(code))
        if level is None:
            raise CityInvalid(_("“%(code)s” has a length that no level of this city has.") % {"code": code})
        return level.key

    def parent_code(self, code: str) -> str:
        """The code one level up, or an empty text for a code of the highest level."""
        level = self.level(self.level_of(code))
        return code[: level.total - level.width]

    def prefix_at(self, code: str, level_key: str) -> str:
        """The code of the area of this level that holds `code`, or an empty text when `code` lies above it."""
        total = self.level(level_key).total
        return code[:total] if len(code) >= total else ""

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The codes above `code`, highest first, without itself."""
        return tuple(code[: level.total] for level in self.levels if level.total < len(code))

    def range(self, code: str) -> tuple[str, str]:
        """`lo, hi` such that the area and its descendants are `lo <= code < hi` in byte order."""
        return (code, code[:-1] + chr(ord(code[-1]) + 1)) if code else ("", "\U0010ffff")

    def below(self, level_key: str) -> Level | None:
        """The level under this one, or None for the deepest."""
        depth = self.level(level_key).depth + 1
        return self.levels[depth] if depth < len(self.levels) else None

    def cut(self, code: str) -> str:
        """A published code without its zero padding: 430102000000 is 430102, 430100 is 4301."""
        text = code.strip()
        for level in reversed(self.levels[1:]):
            if len(text) == level.total and not text[level.total - level.width :].strip("0"):
                text = text[: level.total - level.width]
        return text

    def path(self, name: str) -> Path | None:
        """The city's file of this name under `[files]`, or None when the city has none."""
        return self.folder / self.files[name] if name in self.files else None

    def title(self, language: str) -> str:
        """The city's name in a language such as `zh-hans` or `en`."""
        return self.name["zh"] if language.startswith("zh") else self.name["en"]


def current() -> City:
    """The city that this installation serves (`LINLI_CITY`)."""
    root = settings.CITY_ROOT
    return load(root if isinstance(root, Path) else Path(root))


@cache
def load(folder: Path) -> City:
    """The city in a folder. Raises CityInvalid naming the key that is missing or wrong."""
    try:
        table = tomllib.loads((folder / "city.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CityInvalid(_("city.toml cannot be read: %(reason)s") % {"reason": error}) from error
    return City(
        key=_take(table, "key", str),
        name=_take(table, "name", dict),
        root=_take(table, "root", str),
        time_zone=_take(table, "time_zone", str),
        language=_take(table, "language", str),
        levels=_levels(_take(table, "levels", list)),
        calendar=_take(table, "calendar", str),
        centre=_pair(_take(table, "centre", list)),
        area_km2=float(_take(table, "area_km2", (int, float))),
        aspect=float(table.get("aspect", 1.0)),
        centres={code: _pair(point) for code, point in table.get("centres", {}).items()},
        brand=_take(table, "brand", dict),
        files=_take(table, "files", dict),
        folder=folder,
        also_called=table.get("also_called", {}),
        documents=table.get("documents", {}),
        promises=table.get("promises", {}),
    )


def _take(table: Mapping[str, Any], key: str, kind: Any) -> Any:
    if not isinstance(table.get(key), kind):
        raise CityInvalid(_("city.toml: “%(key)s” is missing or of the wrong kind.") % {"key": key})
    return table[key]


def _pair(values: list[float]) -> tuple[float, float]:
    if len(values) != 2:
        raise CityInvalid(_("city.toml: “%(key)s” is missing or of the wrong kind.") % {"key": "centre"})
    return float(values[0]), float(values[1])


def _levels(rows: list[Mapping[str, Any]]) -> tuple[Level, ...]:
    levels: list[Level] = []
    for depth, row in enumerate(rows):
        width = _take(row, "width", int)
        total = width + (levels[-1].total if levels else 0)
        levels.append(Level(_take(row, "key", str), width, total, depth, _take(row, "title", dict)))
    if not levels or len({level.key for level in levels}) < len(levels) or min(level.width for level in levels) < 1:
        raise CityInvalid(_("city.toml: levels need different keys and widths of at least 1."))
    return tuple(levels)
