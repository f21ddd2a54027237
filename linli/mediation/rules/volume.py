"""The order in which the file of a mediation is bound, and what never is. Pure."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ORDER: Mapping[str, Promise] = {
    "application": _("Application, registration and parties"),
    "notice": _("Rights and duties told; consent"),
    "identity": _("Proofs of identity"),
    "mandates": _("Mandates, proofs of office and of guardianship"),
    "evidence": _("Papers of evidence"),
    "records": _("Records of sessions"),
    "agreement": _("Agreement"),
    "performance": _("Performance"),
    "call_back": _("Call back"),
    "confirmation": _("Confirmation by the court"),
    "letters": _("Notices and letters issued"),
}
"""Between cover and index on top and the end sheet: the index of files of people's mediation, where notices and letters
stand in the place of what explains the volume (卷宗情况说明).

Proofs of identity and mandates are bound as the index wants them; whoever makes the volume reads it, no party does.
Notes of separate talks, drafts, offers and evidence that a side has not shared belong to no volume.
"""
TOLD_BY = "accept"
"""The letter that tells rights and duties: bound with them."""
CALLS = ("call_back", "call_back_fails", "spot_holds", "spot_fails")
"""Steps that record a call back."""
