"""Rows that every room may lean on: the working calendar, and answers kept for repeated requests."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now


class CalendarDay(models.Model):
    """A day that differs from the weekly pattern: a holiday, or a working day exchanged for one."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday"
        WORKDAY = "workday"

    calendar = models.CharField(max_length=32, default="default")
    date = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "date"], name="core_calendarday_one_per_date"),
            models.CheckConstraint(condition=models.Q(kind__in=["holiday", "workday"]), name="core_calendarday_kind"),
        ]


class WorkingHours(models.Model):
    """An interval of work on one weekday (0 Monday to 6 Sunday); a lunch break is the gap between two."""

    calendar = models.CharField(max_length=32, default="default")
    weekday = models.SmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "weekday", "starts"], name="core_workinghours_once"),
            models.CheckConstraint(condition=models.Q(starts__lt=models.F("ends")), name="core_workinghours_order"),
            models.CheckConstraint(condition=models.Q(weekday__range=(0, 6)), name="core_workinghours_weekday"),
        ]


class OnceKey(models.Model):
    """An Idempotency-Key and what was answered to it; written in the same statement as what it guards."""

    key = models.CharField(max_length=200, primary_key=True, db_collation="C")
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = [BrinIndex(fields=["made_at"], name="core_oncekey_made_at", autosummarize=True)]


class CalendarVersion(models.Model):
    """Rises with every edit of a calendar, in the same transaction; workers compare it to reload.

    `time_zone` is the one whose wall clock the calendar follows; empty means the installation's. `followed` is the
    version that the due dates of open cases were last brought in line with.
    """

    calendar = models.CharField(max_length=32, primary_key=True)
    version = models.IntegerField(default=1)
    time_zone = models.CharField(max_length=40, blank=True, default="")
    edited_at = models.DateTimeField(db_default=Now())
    followed = models.IntegerField(default=0)
