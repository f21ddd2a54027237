"""Who takes part in the mediation of a case: parties, and those who stand for them."""

from django.db import models
from django.db.models import F, Q

from linli.cases.models import Attachment, Case


class Side(models.TextChoices):
    """Where somebody stands. Third parties have a stake and are on neither side."""

    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    THIRD = "third"


class Participant(models.Model):
    """A party (a person or an organisation), or somebody who stands for parties of one side.

    Shown as side and `place` (申请人1). Name, telephone and mail lie sealed in `contact`; `secret_hash` opens the room
    by a link. `is_reporter`: whoever put the dispute, whose case page leads here. Who has neither agreed nor declined
    yet has been asked at most. `mandate` is how far a representative may go: `special` covers conceding and signing
    (Civil Procedure Law, Art. 62). At most five elected speak for a side at a time (Regulations on Petition Work,
    Art. 20, and the habit of the courts): a trigger of migration 0005 counts them.
    """

    class Capacity(models.TextChoices):
        PARTY = "party"
        OFFICER = "officer"
        GUARDIAN = "guardian"
        AGENT = "agent"
        ELECTED = "elected"

    class Mandate(models.TextChoices):
        GENERAL = "general"
        SPECIAL = "special"

    class How(models.TextChoices):
        LINK = "link"
        PHONE = "phone"
        IN_PERSON = "in_person"
        PAPER = "paper"

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participants")
    side = models.CharField(max_length=10, choices=Side.choices)
    capacity = models.CharField(max_length=8, choices=Capacity.choices, default=Capacity.PARTY)
    place = models.SmallIntegerField()
    is_organisation = models.BooleanField(default=False)
    is_minor = models.BooleanField(default=False)
    is_reporter = models.BooleanField(default=False, db_default=False)
    contact = models.ForeignKey("people.Contact", null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8, blank=True)
    mandate = models.CharField(max_length=7, choices=Mandate.choices, blank=True)
    mandate_file = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.BinaryField()
    joined_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    answered_how = models.CharField(max_length=9, choices=How.choices, blank=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "side", "capacity", "place"], name="mediation_participant_place"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_reporter=True), name="mediation_participant_one_reporter"
            ),
            models.CheckConstraint(
                condition=Q(side__in=["applicant", "respondent", "third"]), name="mediation_participant_side"
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=["party", "officer", "guardian", "agent", "elected"]),
                name="mediation_participant_capacity",
            ),
            models.CheckConstraint(
                condition=Q(capacity="party") | Q(is_minor=False, is_organisation=False),
                name="mediation_participant_stands_as_adult",
            ),
            models.CheckConstraint(
                condition=~Q(is_minor=True, is_organisation=True), name="mediation_participant_minor_person"
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(declined_at__isnull=True), name="mediation_participant_answer"
            ),
            models.CheckConstraint(
                condition=Q(mandate="") | Q(mandate__in=["general", "special"]) & ~Q(capacity="party"),
                name="mediation_participant_mandate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.capacity} {self.place}"


class Standing(models.Model):
    """A representative stands for a party of the same side."""

    representative = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="stands_for")
    party = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="represented_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["representative", "party"], name="mediation_standing_once"),
            models.CheckConstraint(condition=~Q(representative=F("party")), name="mediation_standing_not_self"),
        ]
