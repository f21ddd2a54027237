"""What the room keeps in the database: what became of suggestions, about the matter only. Models are files."""

from django.db import models
from django.db.models import Q


class SuggestionCount(models.Model):
    """So many suggestions on a day had this outcome. Of nobody, and of no case.

    `subject` is what was suggested: a category, an owner, or that two matters are the same. `version` is that of the
    model of categories; for owners whether the catalogue and practice agreed, else empty.

    A row is added for each and those of a past day are folded into one, so that no two writers wait for each other.
    `suggested` is the first category suggested, or the one of the matter; empty where the model was unsure.
    """

    class Subject(models.TextChoices):
        CATEGORY = "category"
        OWNER = "owner"
        SAME = "same"

    class Outcome(models.TextChoices):
        FIRST = "first"
        SECOND = "second"
        THIRD = "third"
        OTHER = "other"
        UNSURE = "unsure"

    date = models.DateField()
    subject = models.CharField(max_length=8, choices=Subject.choices, db_default="category")
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
                condition=Q(subject__in=["category", "owner", "same"]), name="reading_suggestion_subject"
            ),
            models.CheckConstraint(
                condition=(Q(outcome="unsure") & Q(suggested="")) | (~Q(outcome="unsure") & ~Q(suggested="")),
                name="reading_suggestion_suggested",
            ),
        ]
        indexes = [models.Index(fields=["date"], name="reading_suggestion_date")]
