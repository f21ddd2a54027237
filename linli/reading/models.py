"""What the room keeps in the database: what became of suggestions, about the matter only. Models are files."""

from django.db import models
from django.db.models import F, Q


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


class Issue(models.Model):
    """A hot issue: several cases about the same matter. Derived from them, and made anew from them every night.

    `people` counts different reporters; who they are is nowhere here. The title comes from titles of its own cases and
    holds nothing that one reporter alone wrote; empty where they share too little.
    """

    title = models.CharField(max_length=80, blank=True)
    title_from = models.ForeignKey("cases.Case", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    area_code = models.CharField(max_length=24, blank=True, db_collation="C")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    reports = models.IntegerField()
    people = models.IntegerField()
    heat_people = models.FloatField()
    heat_support = models.FloatField()
    heat_lasting = models.FloatField()
    found_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=3), name="reading_issue_people"),
            models.CheckConstraint(condition=Q(reports__gte=F("people")), name="reading_issue_reports"),
            models.CheckConstraint(condition=Q(last_at__gte=F("first_at")), name="reading_issue_period"),
        ]


class IssueCase(models.Model):
    """A case that belongs to an issue, and how near it is to the others of it (a mean of cosines)."""

    case = models.OneToOneField("cases.Case", primary_key=True, on_delete=models.CASCADE, related_name="+")
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="cases")
    score = models.FloatField()


class IssueRun(models.Model):
    """When cases were gathered into issues: all of the last year (`is_whole`), or new ones put to known issues."""

    at = models.DateTimeField()
    is_whole = models.BooleanField()
    looked_at = models.IntegerField()
    issues = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["is_whole", "at"], name="reading_issuerun_at")]
