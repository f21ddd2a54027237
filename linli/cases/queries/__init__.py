"""Reading cases: one case with its rights, lists, search, tallies, the public's view. Nothing here writes."""

from linli.cases.queries.details import detail
from linli.cases.queries.lists import count, everything, listing
from linli.cases.queries.public import public_case, public_counts, public_map, reporter_of
from linli.cases.queries.similar import Matter, Similar, similar
from linli.cases.queries.verifying import Finding, verify

__all__ = [
    "Finding",
    "Matter",
    "Similar",
    "count",
    "detail",
    "everything",
    "listing",
    "public_case",
    "public_counts",
    "public_map",
    "reporter_of",
    "similar",
    "verify",
]
