"""What an edited calendar or a changed rule would move, counted before it is applied and kept until it was."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from linli.cases.models.counting import Recount


class DryRun(models.Model):
    """Every open clock that an edit of a calendar, or a rule (`pack`, `clock`) whose law changed, would move.

    `last` is how far the counting has come, by clock id: `looked` of `total` clocks. `based_on` is the version, of the
    calendar or the pack, that it was counted on. Once confirmed, `recount` carries it out; what changed meanwhile is
    counted again and waits for another confirmation (`AGAIN`).
    """

    class State(models.TextChoices):
        COUNTING = "counting"
        READY = "ready"
        APPLYING = "applying"
        AGAIN = "again"
        DONE = "done"

    calendar = models.CharField(max_length=32, blank=True)
    edit = models.JSONField(default=dict)
    pack = models.CharField(max_length=40, blank=True)
    clock = models.CharField(max_length=40, blank=True)
    law_at = models.DateTimeField(null=True)
    based_on = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=State.choices, default=State.COUNTING)
    last = models.BigIntegerField(default=0)
    looked = models.IntegerField(default=0)
    total = models.IntegerField(null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    recount = models.OneToOneField(Recount, null=True, on_delete=models.PROTECT, related_name="run")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(calendar="") ^ (Q(pack="") & Q(clock="")), name="cases_dryrun_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["counting", "ready"], recount=None)
                | Q(state__in=["applying", "again", "done"], recount__isnull=False),
                name="cases_dryrun_confirmed_is_ordered",
            ),
        ]
        indexes = [
            models.Index(fields=["state"], condition=~Q(state="done"), name="cases_dryrun_open"),
        ]


class DryMove(models.Model):
    """A clock that a dry run moves. `FRESH` was counted again after others were applied and nobody confirmed it yet;
    `CHANGED` is left alone, because its case changed since it was shown."""

    class State(models.TextChoices):
        SHOWN = "shown"
        FRESH = "fresh"
        DONE = "done"
        CHANGED = "changed"

    run = models.ForeignKey(DryRun, on_delete=models.CASCADE, related_name="moves", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    clock = models.ForeignKey("cases.Clock", on_delete=models.PROTECT, related_name="+", db_index=False)
    was = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.SHOWN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "case", "clock"],
                condition=Q(state__in=["shown", "fresh"]),
                name="cases_drymove_once",
            ),
        ]
        indexes = [models.Index(fields=["run", "case", "clock"], name="cases_drymove_by_case")]
