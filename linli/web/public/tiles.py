"""Kinds of matter as tiles to choose from: a pack's top categories with an icon, and what lies under each."""

from collections.abc import Mapping
from dataclasses import dataclass

from linli.process.definition import Pack
from linli.web.wording import text_of

ICONS: Mapping[str, str] = {
    "utility": "bulb",
    "traffic": "traffic-lights",
    "sanitation_facility": "recycle",
    "greenery": "tree",
    "other_facility": "building-bank",
    "city_look": "trash",
    "advert": "ban",
    "construction": "crane",
    "street_order": "shopping-cart",
    "environment": "volume",
    "safety": "flame",
    "disaster": "alert-triangle",
    "supply": "droplet",
    "community": "building-community",
    "market": "building-store",
    "services": "heart-handshake",
    "neighbours": "users",
    "other": "dots",
    "suggestion": "bulb",
    "accusation": "shield-lock",
    "claim": "scale",
    "consult": "help-circle",
    "help": "hand-stop",
    "complaint": "speakerphone",
    "report": "flag",
    "fire": "flame",
    "gas": "alert-triangle",
    "work": "tools",
    "chemicals": "skull",
    "building": "crane",
    "equipment": "settings",
    "public": "users",
    "factory": "building",
    "service": "building-store",
}


@dataclass(frozen=True, slots=True)
class Leaf:
    value: str
    title: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A top category; `value` is `pack:category`."""

    value: str
    title: str
    icon: str
    leaves: tuple[Leaf, ...]


def tiles_of(*, packs: tuple[Pack, ...]) -> tuple[Tile, ...]:
    """The top categories of the packs, in the packs' order."""
    return tuple(_tile(pack, key) for pack in packs for key, category in pack.categories.items() if not category.parent)


def icon_of(*, category: str) -> str:
    """The icon of a category, by its top one."""
    return ICONS.get(category.split(".")[0], "flag")


def _tile(pack: Pack, key: str) -> Tile:
    leaves = tuple(
        Leaf(f"{pack.key}:{leaf.key}", text_of(leaf.title)) for leaf in pack.categories.values() if leaf.parent == key
    )
    return Tile(f"{pack.key}:{key}", text_of(pack.categories[key].title), icon_of(category=key), leaves)
