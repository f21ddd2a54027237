"""Whose a matter likely is, by the city's dispatch catalogue. From memory; somebody at the desk decides."""

from linli.people import catalogue
from linli.people.catalogue import Suggestion
from linli.places import city


def owner_of(*, pack: str, category: str, area_code: str) -> Suggestion | None:
    """Who should lead and assist a matter of the category in the area, and on what basis; None when nobody is named."""
    here = city.current()
    codes = (*here.ancestors(area_code), area_code)
    return catalogue.suggested(pack=pack, category=category, areas={here.level_of(code): code for code in codes})
