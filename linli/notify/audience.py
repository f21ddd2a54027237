"""Who an audience means: accounts named, members of organisations, holders of posts. Resolved when sending."""

from collections.abc import Iterable, Mapping, Set
from datetime import date
from typing import Any

from linli.people.queries import accounts_at, accounts_of, accounts_under
from linli.places.city import current


def resolve(audience: Mapping[str, Any], *, on_date: date) -> tuple[int, ...]:
    """The accounts of an `Outgoing.audience` on a day, each once; stand-ins take the place of those on leave. Never one
    that belongs to an organisation of `not_under`, or to one under it."""
    left_out = accounts_under(org_ids=audience.get("not_under", ()), on_date=on_date)
    found = [*audience.get("accounts", ())]
    for org_id in audience.get("orgs", ()):
        found += accounts_of(org_id=org_id, on_date=on_date)
    if "posts" in audience:
        found += _holders(audience["posts"], on_date, left_out)
    return tuple(dict.fromkeys(account for account in map(int, found) if account not in left_out))


def _holders(posts: Mapping[str, str], on_date: date, left_out: Set[int]) -> tuple[int, ...]:
    """Those who hold the role at the nearest area that has any, not counting those left out."""
    for code in _upwards(posts):
        accounts = accounts_at(role=posts["role"], area_code=code, on_date=on_date)
        if set(accounts) - left_out:
            return accounts
    return ()


def _upwards(posts: Mapping[str, str]) -> Iterable[str]:
    if "above" in posts:
        return reversed(current().ancestors(posts["above"]))
    return (posts["area"], *reversed(current().ancestors(posts["area"])))
