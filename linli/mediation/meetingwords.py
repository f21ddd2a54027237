"""How the keys of sessions, evidence and offers are said."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

MANNERS: Mapping[str, Promise] = {
    "together": gettext_lazy("All sides together"),
    "apart": gettext_lazy("Apart, with one side"),
    "online": gettext_lazy("Online"),
    "on_site": gettext_lazy("On site"),
}
SESSIONS: Mapping[str, Promise] = {
    "proposed": gettext_lazy("times proposed"),
    "fixed": gettext_lazy("time fixed"),
    "held": gettext_lazy("was held"),
    "called_off": gettext_lazy("called off"),
}
EVIDENCE: Mapping[str, Promise] = {
    "document": gettext_lazy("Written evidence"),
    "photo": gettext_lazy("Photo"),
    "record": gettext_lazy("Recording or chat record"),
    "witness": gettext_lazy("Witness's statement"),
    "appraisal": gettext_lazy("Appraisal"),
    "identity": gettext_lazy("Proof of identity"),
    "other": gettext_lazy("Other evidence"),
}
OFFERS: Mapping[str, Promise] = {
    "draft": gettext_lazy("draft, seen by you alone"),
    "sent": gettext_lazy("waits for an answer"),
    "accepted": gettext_lazy("accepted by the other side"),
    "declined": gettext_lazy("declined by the other side"),
    "countered": gettext_lazy("answered with another offer"),
    "withdrawn": gettext_lazy("taken back"),
    "lapsed": gettext_lazy("lapsed"),
}
