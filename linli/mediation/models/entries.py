"""What happened in a room, one line each, append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from linli.cases.models import Case
from linli.mediation.models.participants import Participant, Side


class Entry(models.Model):
    """Something that happened, and who may read it: `all` in the room, one side and the mediators, or `mediators`.

    `body` holds numbers, dates and keys for the sentence; never names, contact data or the text of a private talk.
    """

    class Reader(models.TextChoices):
        ALL = "all"
        SIDE = "side"
        MEDIATORS = "mediators"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey(Participant, null=True, on_delete=models.CASCADE, related_name="+")
    reader = models.CharField(max_length=9, choices=Reader.choices, default=Reader.ALL)
    side = models.CharField(max_length=10, choices=Side.choices, blank=True)
    body = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reader__in=["all", "side", "mediators"]), name="mediation_entry_reader"),
            models.CheckConstraint(
                condition=Q(reader="side", side__in=["applicant", "respondent", "third"])
                | (~Q(reader="side") & Q(side="")),
                name="mediation_entry_side",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=True) | Q(participant__isnull=True), name="mediation_entry_one_actor"
            ),
        ]
        indexes = [models.Index(fields=["case", "id"], name="mediation_entry_case")]
