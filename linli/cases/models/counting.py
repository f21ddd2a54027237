"""What is counted over cases: tallies, daily roots, and the progress of counting deadlines anew."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Recount(models.Model):
    """Open cases being brought in line with an edited calendar, or with a rule (`pack`, `clock`) that changed."""

    calendar = models.CharField(max_length=32, blank=True)
    calendar_version = models.IntegerField(default=0)
    pack = models.CharField(max_length=40, blank=True)
    clock = models.CharField(max_length=40, blank=True)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ordered_at = models.DateTimeField()
    moved = models.IntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "clock"],
                condition=Q(finished_at__isnull=True) & ~Q(pack=""),
                name="cases_recount_rule_once",
            ),
            models.UniqueConstraint(
                fields=["calendar", "calendar_version"], condition=Q(pack=""), name="cases_recount_calendar_once"
            ),
        ]


class TallyDelta(models.Model):
    """A change of a tally, written with the event that caused it; folded into `Tally` by a job."""

    area_code = models.CharField(max_length=24, db_collation="C")
    date = models.DateField()
    pack = models.CharField(max_length=40)
    category = models.CharField(max_length=80)
    org_id = models.BigIntegerField(default=0)
    measure = models.CharField(max_length=20)
    n = models.IntegerField()


class Tally(models.Model):
    """A counted result: the sum of its deltas. Stocks (open) are the running sum over all dates."""

    area_code = models.CharField(max_length=24, db_collation="C")
    date = models.DateField()
    pack = models.CharField(max_length=40)
    category = models.CharField(max_length=80)
    org_id = models.BigIntegerField(default=0)
    measure = models.CharField(max_length=20)
    n = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "area_code", "date", "pack", "category", "org_id"], name="cases_tally_key"
            )
        ]


class DailyRoot(models.Model):
    """The published digest over the last hash of every case that changed on a date."""

    date = models.DateField(primary_key=True)
    root = models.BinaryField()
    prev_root = models.BinaryField()
    cases = models.IntegerField()
    events = models.IntegerField()
    made_at = models.DateTimeField()
