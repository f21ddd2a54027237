"""The promises ledger: books of a year or a project, what organisations promise in them, milestones, reports, entries.

An owner is always an organisation. Nothing here is about persons but who wrote a row.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Book(models.Model):
    """The targets of an area for a year or for a project."""

    class Kind(models.TextChoices):
        YEAR = "year"
        PROJECT = "project"

    kind = models.CharField(max_length=7, choices=Kind.choices)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160, blank=True)
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    issuer = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    starts_date = models.DateField()
    ends_date = models.DateField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["year", "project"]), name="scores_book_kind"),
            models.CheckConstraint(condition=~Q(title=""), name="scores_book_title"),
            models.CheckConstraint(condition=Q(ends_date__gt=F("starts_date")), name="scores_book_dates"),
        ]


class Target(models.Model):
    """What one organisation promises for an area: in words, and how it is measured.

    By its milestones; by a number that the owner reports (`unit`); or from the counts of one kind of matter: `measure`,
    or `measure` over `over` as a percentage. `is_own` counts only cases that the owner leads.
    """

    class Measured(models.TextChoices):
        MILESTONES = "milestones"
        HAND = "hand"
        COUNT = "count"
        RATE = "rate"

    class Direction(models.TextChoices):
        AT_LEAST = "at_least"
        AT_MOST = "at_most"

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="targets")
    place = models.SmallIntegerField()
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160, blank=True)
    promise = models.TextField()
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    measured = models.CharField(max_length=10, choices=Measured.choices)
    pack = models.CharField(max_length=40, blank=True)
    measure = models.CharField(max_length=60, blank=True)
    over = models.CharField(max_length=60, blank=True)
    is_own = models.BooleanField(default=False)
    direction = models.CharField(max_length=8, choices=Direction.choices, blank=True)
    goal = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    unit = models.CharField(max_length=20, blank=True)
    starts_date = models.DateField()
    due_date = models.DateField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "place"], name="scores_target_place"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(promise=""), name="scores_target_says"),
            models.CheckConstraint(condition=Q(due_date__gt=F("starts_date")), name="scores_target_dates"),
            models.CheckConstraint(
                condition=Q(measured="milestones", goal__isnull=True, direction="", pack="", measure="", over="")
                | Q(
                    measured="hand",
                    goal__isnull=False,
                    goal__gte=0,
                    direction__in=["at_least", "at_most"],
                    pack="",
                    measure="",
                    over="",
                )
                | Q(measured="count", goal__isnull=False, goal__gte=0, direction__in=["at_least", "at_most"], over="")
                & ~Q(pack="")
                & ~Q(measure="")
                | Q(measured="rate", goal__isnull=False, goal__range=(0, 100), direction__in=["at_least", "at_most"])
                & ~Q(pack="")
                & ~Q(measure="")
                & ~Q(over=""),
                name="scores_target_measured",
            ),
        ]


class Milestone(models.Model):
    """A step of a target with its day. `done_date` is set only when a report of it was confirmed."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160, blank=True)
    due_date = models.DateField()
    done_date = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    late_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="scores_milestone_title")]
        indexes = [
            models.Index(
                fields=["due_date"],
                name="scores_milestone_untold",
                condition=Q(done_date__isnull=True, late_told_at__isnull=True),
            )
        ]


class Report(models.Model):
    """The owner's word that a milestone is done, or what number was reached; somebody else confirms or rejects it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        CONFIRMED = "confirmed"
        REJECTED = "rejected"

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="reports")
    milestone = models.ForeignKey(Milestone, null=True, on_delete=models.PROTECT, related_name="reports")
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    on_date = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    link = models.URLField(max_length=300, blank=True)
    file = models.BinaryField(null=True)
    file_name = models.CharField(max_length=160, blank=True)
    file_type = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(milestone__isnull=False, value__isnull=True)
                | Q(milestone__isnull=True, value__isnull=False),
                name="scores_report_of",
            ),
            models.CheckConstraint(
                condition=~Q(note="") | ~Q(link="") | Q(file__isnull=False), name="scores_report_evidence"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state="confirmed", decided_by__isnull=False, decided_at__isnull=False)
                | Q(state="rejected", decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason=""),
                name="scores_report_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("reported_by")),
                name="scores_report_by_somebody_else",
            ),
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(state__in=["waiting", "confirmed"]),
                name="scores_report_milestone_once",
            ),
            models.UniqueConstraint(
                fields=["target"],
                condition=Q(state="waiting", milestone__isnull=True),
                name="scores_report_one_number_waits",
            ),
        ]


class Entry(models.Model):
    """What happened to a target, and notes. Append-only. `body` holds what was changed, before and after."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20)
    words = models.CharField(max_length=1000, blank=True)
    body = models.JSONField(default=dict)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["made", "milestone", "reported", "confirmed", "rejected"])
                | Q(kind__in=["note", "changed", "moved", "dropped"]) & ~Q(words=""),
                name="scores_entry_kind",
            )
        ]
        indexes = [models.Index(fields=["target", "id"], name="scores_entry_target")]
