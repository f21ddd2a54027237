"""The directory of mediators, their studios and leave, and who mediates which case."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from linli.cases.models import Case
from linli.mediation.models.participants import Participant
from linli.people.models import Days


class Studio(models.Model):
    """A named studio (个人调解工作室) of a mediation body."""

    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="mediation_studio_name")]

    def __str__(self) -> str:
        return self.name


class Mediator(models.Model):
    """A mediator as the directory shows them: which disputes, languages and area, and how many cases at a time.

    `fields` are first-level categories of the dispute pack (`neighbour`); empty means all. `languages` are what people
    there speak, as the city writes them (`zh-Hans`, `en`, `长沙话`).
    """

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mediator")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    studio = models.ForeignKey(Studio, null=True, on_delete=models.PROTECT, related_name="mediators")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    fields = ArrayField(models.CharField(max_length=40), default=list)
    languages = ArrayField(models.CharField(max_length=24), default=list)
    introduction = models.CharField(max_length=300, blank=True)
    introduction_en = models.CharField(max_length=300, blank=True)
    most_cases = models.SmallIntegerField(default=10)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(most_cases__range=(1, 200)), name="mediation_mediator_most_cases")
        ]


class Absence(models.Model):
    """Leave of a mediator: both days are days of leave."""

    mediator = models.ForeignKey(Mediator, on_delete=models.CASCADE, related_name="absences")
    from_date = models.DateField()
    until_date = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_date__gte=F("from_date")), name="mediation_absence_dates"),
            ExclusionConstraint(
                name="mediation_absence_once",
                expressions=[
                    ("mediator", RangeOperators.EQUAL),
                    (
                        Days("from_date", "until_date", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class Appointment(models.Model):
    """Who mediates a case, chosen by whom and why. One leads; it begins to count once free of conflicts is declared."""

    class Chooser(models.TextChoices):
        PARTIES = "parties"
        DESK = "desk"
        BODY = "body"
        MEDIATOR = "mediator"

    class Ending(models.TextChoices):
        RECUSED = "recused"
        REPLACED = "replaced"
        LEAVE = "leave"
        DONE = "done"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="appointments")
    mediator = models.ForeignKey(Mediator, on_delete=models.PROTECT, related_name="appointments")
    is_lead = models.BooleanField(default=True)
    chosen_by = models.CharField(max_length=8, choices=Chooser.choices)
    reason = models.CharField(max_length=500)
    appointed_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=8, choices=Ending.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_lead=True, ended_at__isnull=True), name="mediation_appointment_one_lead"
            ),
            models.UniqueConstraint(
                fields=["case", "mediator"], condition=Q(ended_at__isnull=True), name="mediation_appointment_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as="") | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
                name="mediation_appointment_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["mediator"], name="mediation_appointment_now", condition=Q(ended_at__isnull=True))
        ]


class Wish(models.Model):
    """A mediator that a participant would like. When every side wishes the same one, the parties have chosen."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="wishes")
    mediator = models.ForeignKey(Mediator, on_delete=models.CASCADE, related_name="+")
    rank = models.SmallIntegerField()
    wished_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "mediator"], name="mediation_wish_once"),
            models.UniqueConstraint(fields=["participant", "rank"], name="mediation_wish_rank"),
            models.CheckConstraint(condition=Q(rank__range=(1, 3)), name="mediation_wish_three"),
        ]
