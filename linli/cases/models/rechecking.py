"""Independent re-verification: the monthly draw, its strata, and the cases drawn with what was found."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class RecheckDraw(models.Model):
    """The draw among the cases closed as resolved in a month, seeded by the daily root of `root_date`."""

    month = models.DateField(primary_key=True)
    root_date = models.DateField()
    root = models.BinaryField()
    percent = models.IntegerField()
    drawn_at = models.DateTimeField()


class RecheckStratum(models.Model):
    """How many cases an organisation closed of a top category (`*`: of its small ones), and how many were drawn."""

    draw = models.ForeignKey(RecheckDraw, on_delete=models.PROTECT, related_name="strata")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=80)
    size = models.IntegerField()
    drawn = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draw", "organisation", "category"], name="cases_recheck_stratum_once"),
            models.CheckConstraint(condition=Q(drawn__gte=1, drawn__lte=F("size")), name="cases_recheck_stratum_drawn"),
        ]


class Recheck(models.Model):
    """A case drawn to be looked at once more by somebody who had no part in it, and what they found."""

    class Finding(models.TextChoices):
        RESOLVED = "resolved"
        PARTLY = "partly"
        NOT = "not"

    stratum = models.ForeignKey(RecheckStratum, on_delete=models.PROTECT, related_name="rechecks")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="rechecks")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    finding = models.CharField(max_length=12, choices=Finding.choices, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stratum", "case"], name="cases_recheck_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, finding="")
                | Q(done_at__isnull=False, done_by__isnull=False, finding__in=["resolved", "partly", "not"]),
                name="cases_recheck_done_has_finding",
            ),
        ]
        indexes = [models.Index(fields=["id"], name="cases_recheck_waiting", condition=Q(done_at__isnull=True))]
