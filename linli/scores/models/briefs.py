"""Briefs of areas for a day or a week: what was counted, what is said of it, and who edited and sent it."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Brief(models.Model):
    """A brief of an area. `date` is its day, or the Monday of its week.

    `facts` and `said` are written once, when it is drafted, and never change; `texts` holds the sections that somebody
    put in their own words. `version` rises with each change, so that of two who edit at once one is told. A trigger
    keeps `facts` and `said`, and all of a brief that was sent.
    """

    class Kind(models.TextChoices):
        DAY = "day"
        WEEK = "week"

    class State(models.TextChoices):
        DRAFT = "draft"
        SENT = "sent"

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    date = models.DateField()
    state = models.CharField(max_length=5, choices=State.choices, default=State.DRAFT)
    version = models.IntegerField(default=1)
    facts = models.JSONField()
    said = models.JSONField()
    texts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "kind", "date"], name="scores_brief_once"),
            models.CheckConstraint(
                condition=Q(kind="day") | Q(kind="week", date__iso_week_day=1), name="scores_brief_kind"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", sent_by__isnull=True, sent_at__isnull=True)
                | Q(state="sent", sent_by__isnull=False, sent_at__isnull=False),
                name="scores_brief_sent",
            ),
            models.CheckConstraint(
                condition=Q(edited_by__isnull=True, edited_at__isnull=True, texts={})
                | Q(edited_by__isnull=False, edited_at__isnull=False),
                name="scores_brief_edited",
            ),
        ]
        indexes = [models.Index(fields=["-date", "area"], name="scores_brief_newest")]
