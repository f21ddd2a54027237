"""What enumerations are called on screen. Their values are never shown."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.web.roles import UNITS

LENS: Mapping[str, Promise] = {
    "inbox": _("Inbox"),
    "mine": _("My work"),
    "area": _("All cases in my area"),
    "org": _("My organisation's cases"),
    "pending": _("Waiting for a decision"),
    "reported": _("Reported by me"),
}
LENS_HELP: Mapping[str, Promise] = {
    "inbox": _("Cases that wait for you or your desk now."),
    "mine": _("Cases that you handle yourself."),
    "area": _("Every case that your post may see."),
    "org": _("Cases that your organisation leads or assists."),
    "pending": _("Requests for more time or suspension, and other matters that need a decision."),
    "reported": _("Cases that you reported."),
}
STATE: Mapping[str, Promise] = {"open": _("Open"), "closed": _("Closed"), "all": _("Open and closed")}
LATE: Mapping[str, Promise] = {"late": _("Overdue"), "soon": _("Due soon")}
BOUNDARIES: Mapping[str, Promise] = {"then": _("As they were"), "now": _("As they are now")}
CLOSED_AS: Mapping[str, Promise] = {"on_time": _("On time"), "late": _("Late")}
COUNTED: Mapping[str, Promise] = {
    "responded": _("First answered"),
    "returned": _("Given back"),
    "reopened": _("Opened again"),
}
ORDER: Mapping[str, Promise] = {
    "due": _("Due date first"),
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
}
URGENCY: Mapping[str, Promise] = {
    "urgent": _("Urgent"),
    "fast": _("Fast"),
    "normal": _("Normal"),
    "slow": _("Complex"),
}
CHANNEL: Mapping[str, Promise] = {
    "web": _("Web page"),
    "phone": _("Phone"),
    "grid": _("Grid worker"),
    "api": _("Other system"),
    "import": _("Imported"),
    "desk": _("Centre desk"),
}
OUTCOME: Mapping[str, Promise] = {
    "resolved": _("Resolved"),
    "unresolved": _("Not resolved"),
    "refused": _("Not accepted"),
    "merged": _("Merged"),
    "withdrawn": _("Withdrawn"),
    "forwarded": _("Forwarded"),
}
HOLDER: Mapping[str, Promise] = {
    "desk": _("Centre desk"),
    "org": _("Organisation"),
    "verifier": _("Verifier"),
    "grid_worker": _("Grid worker"),
    "reporter": _("Reporter"),
}
ROLE: Mapping[str, Promise] = {
    "desk": _("Centre desk"),
    "handler": _("Handler"),
    "verifier": _("Verifier"),
    "grid_worker": _("Grid worker"),
    "leader": _("Leader"),
    "administrator": _("Administrator"),
    "upper_desk": _("Desk above"),
    "lead": _("Lead organisation"),
    "assist": _("Assisting organisation"),
    "reporter": _("Reporter"),
    "system": _("Linli"),
    "staff": _("Staff"),
    "public": _("Resident"),
}
CLOCK_STATE: Mapping[str, Promise] = {"running": _("Running"), "paused": _("Paused"), "stopped": _("Stopped")}
ASSIGNMENT_ROLE: Mapping[str, Promise] = {"lead": _("Leads"), "assist": _("Assists")}
LINK: Mapping[str, Promise] = {
    "merged": _("Merged into this case"),
    "duplicate": _("Duplicate"),
    "merged_into": _("Merged into"),
    "related": _("Related"),
    "opened": _("Opened out of this case"),
    "opened_from": _("This case was opened out of"),
}
PURPOSE: Mapping[str, Promise] = {
    "report": _("With the report"),
    "before": _("Before"),
    "after": _("After"),
    "note": _("Added"),
    "file": _("File"),
    "letter": _("Document for the reporter"),
    "document": _("Document"),
}
LOCATED_BY: Mapping[str, Promise] = {
    "inside": _("from the position on the map"),
    "nearest": _("nearest area to the position"),
    "outside": _("position outside the city"),
    "point": _("from the position on the map"),
    "code": _("from the area chosen"),
    "area": _("from the area chosen"),
    "chosen": _("from the area chosen"),
    "text": _("from a place name in the text"),
    "name": _("from a place name in the text"),
    "hand": _("set by hand"),
    "root": _("no place known"),
    "unknown": _("no place known"),
}
PENDING: Mapping[str, Promise] = {
    "extension": _("More time asked for"),
    "suspension": _("Suspension asked for"),
    "return": _("Return to be decided"),
}
ENDED_AS: Mapping[str, Promise] = {
    "finished": _("Finished"),
    "returned": _("Returned"),
    "recalled": _("Recalled"),
    "replaced": _("Replaced"),
    "closed": _("Ended with the case"),
}
FINDING: Mapping[str, Promise] = {
    "resolved": _("Resolved"),
    "partly": _("Partly resolved"),
    "not": _("Not resolved"),
}

KINDS: Mapping[str, Mapping[str, Promise]] = {
    "lens": LENS,
    "lens_help": LENS_HELP,
    "state": STATE,
    "late": LATE,
    "order": ORDER,
    "urgency": URGENCY,
    "channel": CHANNEL,
    "outcome": OUTCOME,
    "holder": HOLDER,
    "role": ROLE,
    "clock_state": CLOCK_STATE,
    "assignment_role": ASSIGNMENT_ROLE,
    "link": LINK,
    "purpose": PURPOSE,
    "unit": UNITS,
    "located_by": LOCATED_BY,
    "pending": PENDING,
    "ended_as": ENDED_AS,
    "finding": FINDING,
}


def label(*, kind: str, value: str) -> str:
    """The words for a value; a value without words reads as "other" so that a code never reaches a reader."""
    if not value:
        return ""
    return str(KINDS[kind].get(value, _("Other")))
