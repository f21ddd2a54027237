"""The right of reply: what organisations ask to have struck from their score, how it was ruled, what it takes off."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

_RULED = Q(granted__isnull=False, ruled_by__isnull=False, ruled_at__isnull=False) & ~Q(ruling="")
_OPEN = Q(granted__isnull=True, ruled_by__isnull=True, ruled_at__isnull=True, ruling="")


class Reason(models.TextChoices):
    """Why a case should not count."""

    IMPOSSIBLE = "impossible", _("What was demanded cannot be done or must not be done")
    WRONG_ADDRESSEE = "wrong_addressee", _("It was not for this organisation to do")
    FORCE_MAJEURE = "force_majeure", _("Force majeure: a disaster or an event that nobody could avert")


class StrikeRequest(models.Model):
    """An organisation asks; somebody independent rules, once. The database lets nothing else change, and no row go."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=20, choices=Reason)
    text = models.CharField(max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    ruling = models.CharField(max_length=1000, blank=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ruled_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    """When what the case adds to the score was last taken off."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="scores_strike_reason"),
            models.CheckConstraint(condition=_OPEN | _RULED, name="scores_strike_ruled_whole"),
            models.CheckConstraint(
                condition=Q(ruled_at__isnull=True) | Q(ruled_at__gte=F("asked_at")), name="scores_strike_ruled_after"
            ),
            models.CheckConstraint(
                condition=Q(ruled_by__isnull=True) | ~Q(ruled_by=F("asked_by")), name="scores_strike_not_own_judge"
            ),
            models.CheckConstraint(
                condition=Q(counted_at__isnull=True) | Q(granted__isnull=False, granted=True),
                name="scores_strike_counts_if_granted",
            ),
            models.UniqueConstraint(
                fields=["case", "organisation"], condition=Q(ruled_at__isnull=True), name="scores_strike_one_open"
            ),
            models.UniqueConstraint(
                fields=["case", "organisation"], condition=Q(granted=True), name="scores_strike_struck_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "asked_at"], name="scores_strike_org")]


class StruckCount(models.Model):
    """What a struck case adds to a measure of its organisation on a date: taken off, a score stays a sum of counts."""

    request = models.ForeignKey(StrikeRequest, on_delete=models.PROTECT, related_name="counts")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=24, db_collation="C")
    date = models.DateField()
    pack = models.CharField(max_length=40)
    category = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=12)
    measure = models.CharField(max_length=40)
    n = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["date", "area_code"], name="scores_struck_date_area")]
