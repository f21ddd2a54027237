"""Where people of another body meet the cases that are hidden from one: at these addresses at least."""

from collections.abc import Mapping

MET: Mapping[str, frozenset[str]] = {
    "desk": frozenset({
        "console:inbox", "console:cases", "console:search", "console:map", "console:export", "console:case",
        "console:preview", "console:similar", "console:print", "console:media", "console:media-sized",
        "console:intake-similar", "console:pending", "/api/v1/cases", "/api/v1/cases/{number}",
        "/api/v1/cases/{number}/events",
    }),
    "handler": frozenset({
        "console:inbox", "console:mine", "console:organisation", "console:export", "console:notices",
    }),
    "verifier": frozenset({"console:inbox", "console:cases", "console:rechecks", "console:recheck"}),
    "grid_worker": frozenset({"console:field", "console:reported", "console:cases"}),
    "leader": frozenset({"console:cases", "console:search", "console:export", "console:recheck-drawn"}),
    "administrator": frozenset({"admin:outbox", "admin:reveals", "admin:dry_run", "dry run"}),
}  # fmt: skip
