"""Organisations that a case is hidden from: those that it is about."""

from django.db import models


class Hiding(models.Model):
    """A case, and an organisation that never sees it, nor does anybody under it."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="hidings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "case"], name="cases_hiding_once")]
