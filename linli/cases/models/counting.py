"""What is counted over cases: tallies, daily roots, and the progress of counting deadlines anew."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
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


class TallyOf(models.Model):
    """What a tally is of: the case's own area, the date, what the case is, who leads it, how it came in, and what is
    counted of it. `band` is the class of times of a timed measure (`rules.bands`), else 0."""

    area_code = models.CharField(max_length=24, db_collation="C")
    date = models.DateField()
    pack = models.CharField(max_length=40)
    category = models.CharField(max_length=80)
    org_id = models.BigIntegerField(default=0)
    channel = models.CharField(max_length=12, default="")
    measure = models.CharField(max_length=20)
    band = models.SmallIntegerField(default=0)

    class Meta:
        abstract = True


class TallyDelta(TallyOf):
    """A change of a tally, written with the event that caused it; folded into `Tally` and `AreaTally` by a job."""

    n = models.IntegerField()
    total = models.BigIntegerField(default=0)


class Tally(TallyOf):
    """A counted result where the cases themselves lie: the sum of its deltas. `n` cases or times, `total` of what they
    add up (minutes, days or points)."""

    pk = models.CompositePrimaryKey("measure", "area_code", "date", "pack", "category", "org_id", "channel", "band")
    n = models.BigIntegerField()
    total = models.BigIntegerField(default=0)


class AreaTally(models.Model):
    """The same summed over an area with all below it, in one `view` of a day or a month: `key` is the category, the
    organisation or the channel that the view keeps, or nothing in the view of kinds alone. See ADR 9.

    Of a timed measure, `bands` are the classes of times that occur, ascending, and `times` how many lie in each."""

    pk = models.CompositePrimaryKey("area_code", "view", "grain", "measure", "date", "pack", "key")
    area_code = models.CharField(max_length=24, db_collation="C")
    view = models.CharField(max_length=8)
    grain = models.CharField(max_length=1)
    measure = models.CharField(max_length=20)
    date = models.DateField()
    pack = models.CharField(max_length=40)
    key = models.CharField(max_length=80, db_collation="C")
    n = models.BigIntegerField()
    total = models.BigIntegerField(default=0)
    bands = ArrayField(models.SmallIntegerField(), default=list)
    times = ArrayField(models.IntegerField(), default=list)


class OwnerTally(models.Model):
    """How many cases of a category an organisation led and closed in an area, with all below it, in the year that
    ended on `learned_date`. Written anew every day; groups too small to say anything are not kept."""

    pk = models.CompositePrimaryKey("area_code", "pack", "category", "org_id")
    area_code = models.CharField(max_length=24, db_collation="C")
    pack = models.CharField(max_length=40)
    category = models.CharField(max_length=80)
    org_id = models.BigIntegerField()
    n = models.BigIntegerField()
    learned_date = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(n__gt=0), name="cases_owner_tally_some")]


class DailyRoot(models.Model):
    """The published digest over the last hash of every case that changed on a date."""

    date = models.DateField(primary_key=True)
    root = models.BinaryField()
    prev_root = models.BinaryField()
    cases = models.IntegerField()
    events = models.IntegerField()
    made_at = models.DateTimeField()
