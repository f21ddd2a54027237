"""What the room keeps in the database: what became of suggestions, about the matter only. Models are files."""

from django.db import models
from django.db.models import Q


class SuggestionCount(models.Model):
    """So many suggestions of a model on a day had this outcome. Of nobody, and of no case.

    A row is added for each and those of a past day are folded into one, so that no two writers wait for each other.
    `suggested` is the first category suggested; empty where the model was unsure.
    """

    class Outcome(models.TextChoices):
        FIRST = "first"
        SECOND = "second"
        THIRD = "third"
        OTHER = "other"
        UNSURE = "unsure"

    date = models.DateField()
    pack = models.CharField(max_length=40)
    version = models.CharField(max_length=9)
    suggested = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    n = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(n__gt=0), name="reading_suggestion_some"),
            models.CheckConstraint(
                condition=Q(outcome__in=["first", "second", "third", "other", "unsure"]),
                name="reading_suggestion_outcome",
            ),
            models.CheckConstraint(
                condition=(Q(outcome="unsure") & Q(suggested="")) | (~Q(outcome="unsure") & ~Q(suggested="")),
                name="reading_suggestion_suggested",
            ),
        ]
        indexes = [models.Index(fields=["date"], name="reading_suggestion_date")]
