"""The order in which the file of a mediation is bound, and what never is. Pure."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ORDER: Mapping[str, Promise] = {
    "application": _("Application and registration"),
    "notice": _("Rights and duties told; consent"),
    "evidence": _("Papers of evidence"),
    "records": _("Records of sessions"),
    "agreement": _("Agreement"),
    "performance": _("Performance"),
    "confirmation": _("Confirmation by the court"),
    "call_back": _("Call back"),
}
"""Between cover and index on top and the end sheet: as the Ministry of Justice has files of people's mediation bound.

Notes of separate talks, drafts, offers and what a side has not shared belong to no volume.
"""
