"""A small city with everybody in it, for tests that walk cases through their lives: that of the walks of packs."""

from linli.walks.world import (
    AREAS,
    CITY,
    COUNTY,
    LEVELS,
    NAMED,
    ORGANISATIONS,
    OTHER_TOWN,
    POSTS,
    TOWN,
    World,
    build,
    photo,
)

__all__ = [
    "AREAS",
    "CITY",
    "COUNTY",
    "LEVELS",
    "NAMED",
    "ORGANISATIONS",
    "OTHER_TOWN",
    "POSTS",
    "TOWN",
    "World",
    "build",
    "photo",
]
