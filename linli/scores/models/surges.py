"""Warnings: what rises, where, since when; what people did about it; and the nights on which it was looked for."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Surge(models.Model):
    """A category of matters that came in more often than chance explains, in an area or several neighbouring ones.

    `since` to `until` are the days over which it was most unusual: `observed` there, `expected`, and the `chance` of so
    many. It was first seen on `found_date` and last on `last_date`. `area_code` is the lowest area that holds `areas`.
    """

    class Stage(models.TextChoices):
        OPEN = "open"
        ACKNOWLEDGED = "acknowledged"
        EXPLAINED = "explained"
        ACTED = "acted"
        CLOSED = "closed"
        WRONG = "wrong"

    pack = models.CharField(max_length=40)
    category = models.CharField(max_length=80, blank=True)
    area_code = models.CharField(max_length=24, db_collation="C")
    areas = ArrayField(models.CharField(max_length=24, db_collation="C"))
    since = models.DateField()
    until = models.DateField()
    observed = models.IntegerField()
    expected = models.FloatField()
    chance = models.FloatField()
    found_date = models.DateField()
    last_date = models.DateField()
    found_at = models.DateTimeField()
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "category", "areas", "found_date"], name="scores_surge_once"),
            models.CheckConstraint(
                condition=Q(since__lte=F("until"), until__lte=F("last_date"), found_date__lte=F("last_date")),
                name="scores_surge_dates",
            ),
            models.CheckConstraint(
                condition=Q(expected__gt=0, observed__gt=F("expected"), chance__gt=0, chance__lt=1),
                name="scores_surge_rises",
            ),
            models.CheckConstraint(condition=Q(areas__len__gte=1), name="scores_surge_somewhere"),
            models.CheckConstraint(
                condition=Q(stage__in=["open", "acknowledged", "explained", "acted", "closed", "wrong"]),
                name="scores_surge_stage",
            ),
        ]
        indexes = [
            models.Index(fields=["area_code", "-found_date"], name="scores_surge_area"),
            models.Index(fields=["pack", "-last_date"], name="scores_surge_last"),
        ]


class SurgeStep(models.Model):
    """Who took a warning to a stage, when, and in which words. Never edited."""

    surge = models.ForeignKey(Surge, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=12, choices=Surge.Stage.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    words = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["surge", "stage"], name="scores_surgestep_once"),
            models.CheckConstraint(condition=Q(stage="acknowledged") | ~Q(words=""), name="scores_surgestep_words"),
            models.CheckConstraint(
                condition=Q(stage__in=["acknowledged", "explained", "acted", "closed", "wrong"]),
                name="scores_surgestep_stage",
            ),
        ]


class SurgeNight(models.Model):
    """That a kind of matter was looked at for a day: how many series, and the chance below which it warned.

    `chance` was counted on shuffled days on `calibrated_date`; both are empty where there was too little history.
    """

    date = models.DateField()
    pack = models.CharField(max_length=40)
    series = models.IntegerField()
    promise = models.FloatField()
    chance = models.FloatField(null=True)
    calibrated_date = models.DateField(null=True)
    ran_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "date"], name="scores_surgenight_once"),
            models.CheckConstraint(
                condition=Q(chance__isnull=True, calibrated_date__isnull=True, series=0)
                | Q(chance__isnull=False, chance__gt=0, chance__lt=1)
                & Q(calibrated_date__isnull=False, calibrated_date__lte=F("date")),
                name="scores_surgenight_calibrated",
            ),
        ]
