"""Sessions with their times and records, separate talks, evidence, and offers between sessions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.cases.models import Attachment, Case
from linli.mediation.models.participants import Participant, Side


class Session(models.Model):
    """A session: proposed with one to five times, fixed to one of them, held and put on record, or called off.

    `side` is set for a talk with one side alone. `agreed` and `still_open` are what both sides hear of it. `sequence`
    counts changes for calendar files (RFC 5545).
    """

    class Manner(models.TextChoices):
        TOGETHER = "together"
        APART = "apart"
        ONLINE = "online"
        ON_SITE = "on_site"

    class State(models.TextChoices):
        PROPOSED = "proposed"
        FIXED = "fixed"
        HELD = "held"
        CALLED_OFF = "called_off"

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sessions")
    round = models.SmallIntegerField()
    manner = models.CharField(max_length=8, choices=Manner.choices)
    side = models.CharField(max_length=10, choices=Side.choices, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    agreed = models.TextField(blank=True)
    still_open = models.TextField(blank=True)
    sequence = models.SmallIntegerField(default=0)
    made_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="mediation_session_round"),
            models.CheckConstraint(
                condition=Q(manner="apart", side__in=["applicant", "respondent", "third"])
                | (~Q(manner="apart") & Q(side="")),
                name="mediation_session_side",
            ),
            models.CheckConstraint(
                condition=~Q(state="fixed") | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="mediation_session_fixed",
            ),
            models.CheckConstraint(
                condition=Q(state="held", held_at__isnull=False) | (~Q(state="held") & Q(held_at__isnull=True)),
                name="mediation_session_held",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="mediation_session_coming", condition=Q(state="fixed")),
        ]


class SessionTime(models.Model):
    """A time proposed for a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "starts_at"], name="mediation_sessiontime_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="mediation_sessiontime_order"),
        ]


class TimeAnswer(models.Model):
    """Whether a participant can come at a proposed time."""

    time = models.ForeignKey(SessionTime, on_delete=models.CASCADE, related_name="answers")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    can_come = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["time", "participant"], name="mediation_timeanswer_once")]


class PrivateNote(models.Model):
    """What a mediator wrote down of a talk with one side. Sealed; read by the case's mediators alone."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, null=True, on_delete=models.CASCADE, related_name="notes")
    side = models.CharField(max_length=10, choices=Side.choices)
    text = models.BinaryField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=["applicant", "respondent", "third"]), name="mediation_privatenote_side"
            )
        ]


class Evidence(models.Model):
    """A line of the list of evidence. Until `is_shared`, only its own side and the mediators see it.

    A proof of identity is handed in on the same list, for the file alone: it is never shared.
    """

    class Kind(models.TextChoices):
        DOCUMENT = "document"
        PHOTO = "photo"
        RECORD = "record"
        WITNESS = "witness"
        APPRAISAL = "appraisal"
        IDENTITY = "identity"
        OTHER = "other"

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    place = models.SmallIntegerField()
    side = models.CharField(max_length=10, choices=Side.choices, blank=True)
    participant = models.ForeignKey(Participant, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    title = models.CharField(max_length=120)
    proves = models.CharField(max_length=300, blank=True)
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    is_original = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "place"], name="mediation_evidence_place"),
            # What the mediators fetched themselves belongs to no side and is open to all.
            models.CheckConstraint(condition=~Q(side="") | Q(is_shared=True), name="mediation_evidence_common"),
            models.CheckConstraint(
                condition=~Q(kind="identity") | Q(is_shared=False), name="mediation_evidence_identity"
            ),
        ]


class Offer(models.Model):
    """What one side offers in writing between sessions, with a term. Sealed; a draft is its writer's alone.

    Accepting one is no agreement yet: it is drawn up and signed (People's Mediation Law, Art. 28-29).
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SENT = "sent"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        COUNTERED = "countered"
        WITHDRAWN = "withdrawn"
        LAPSED = "lapsed"

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="offers")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="offers")
    answers = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="counters")
    text = models.BinaryField()
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    state = models.CharField(max_length=9, choices=State.choices)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Participant, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", sent_at__isnull=True)
                | (~Q(state="draft") & Q(sent_at__isnull=False, expires_at__gt=F("sent_at"))),
                name="mediation_offer_sent",
            ),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="mediation_offer_amount"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "declined", "countered"])
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="mediation_offer_answered",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="mediation_offer_open", condition=Q(state="sent"))]
