"""Agreements: drafts as versions, who signed which and how, what is to be done by when, and the case's volume."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.cases.models import Attachment, Case
from linli.mediation.models.participants import Participant, Side


class Agreement(models.Model):
    """An agreement, written or oral. `text` is the version that is out for signing or was signed.

    Written ones take effect when every party has signed (or the mediation body's seal, where the sides chose so);
    oral ones on the day that they are made (People's Mediation Law, Art. 28-30).
    """

    class Form(models.TextChoices):
        WRITTEN = "written"
        ORAL = "oral"

    class State(models.TextChoices):
        DRAFTING = "drafting"
        SIGNING = "signing"
        IN_EFFECT = "in_effect"
        VOID = "void"

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="agreements")
    place = models.SmallIntegerField()
    form = models.CharField(max_length=7, choices=Form.choices)
    state = models.CharField(max_length=9, choices=State.choices)
    is_partial = models.BooleanField(default=False)
    template = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=80, blank=True)
    text = models.ForeignKey("AgreementText", null=True, on_delete=models.PROTECT, related_name="+")
    effective_date = models.DateField(null=True)
    made_at = models.DateTimeField()
    void_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "place"], name="mediation_agreement_place"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=["drafting", "signing"]), name="mediation_agreement_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state="in_effect") | Q(effective_date__isnull=False, text__isnull=False),
                name="mediation_agreement_in_effect",
            ),
        ]


class AgreementText(models.Model):
    """A version of an agreement with the contents of Article 29. Fixed once it is out for signing (`fixed_at`)."""

    id = models.UUIDField(primary_key=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="texts")
    version = models.SmallIntegerField()
    facts = models.TextField(blank=True)
    issues = models.TextField(blank=True)
    responsibility = models.TextField(blank=True)
    terms = models.TextField(blank=True)
    manner = models.TextField(blank=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    fixed_at = models.DateTimeField(null=True)
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "version"], name="mediation_agreementtext_version"),
            models.CheckConstraint(
                condition=Q(fixed_at__isnull=True, sha256="") | (Q(fixed_at__isnull=False) & ~Q(sha256="")),
                name="mediation_agreementtext_fixed",
            ),
        ]


class Obligation(models.Model):
    """What one side has to pay or do by a day: an instalment, a repair, an apology."""

    class Kind(models.TextChoices):
        PAY = "pay"
        DO = "do"

    class State(models.TextChoices):
        DUE = "due"
        PERFORMED = "performed"
        LATE = "late"
        RELEASED = "released"

    text = models.ForeignKey(AgreementText, on_delete=models.CASCADE, related_name="obligations")
    place = models.SmallIntegerField()
    kind = models.CharField(max_length=3, choices=Kind.choices)
    by_side = models.CharField(max_length=10, choices=Side.choices)
    to_side = models.CharField(max_length=10, choices=Side.choices)
    what = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    due_date = models.DateField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DUE)
    performed_date = models.DateField(null=True)
    proof = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "place"], name="mediation_obligation_place"),
            models.CheckConstraint(condition=~Q(by_side=F("to_side")), name="mediation_obligation_sides"),
            models.CheckConstraint(
                condition=Q(kind="pay", amount__gt=0) | Q(kind="do"), name="mediation_obligation_amount"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["performed", "late"], performed_date__isnull=False)
                | Q(state__in=["due", "released"], performed_date__isnull=True),
                name="mediation_obligation_performed",
            ),
        ]
        indexes = [models.Index(fields=["due_date"], name="mediation_obligation_due", condition=Q(state="due"))]


class Signature(models.Model):
    """A participant's consent to a version: by one-time code, drawn on a screen, or on paper and scanned."""

    class How(models.TextChoices):
        CODE = "code"
        SCREEN = "screen"
        PAPER = "paper"

    text = models.ForeignKey(AgreementText, on_delete=models.CASCADE, related_name="signatures")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="signatures")
    how = models.CharField(max_length=6, choices=How.choices)
    sha256 = models.CharField(max_length=64)
    image = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "participant"], name="mediation_signature_once"),
            models.CheckConstraint(condition=Q(how="code") | Q(image__isnull=False), name="mediation_signature_seen"),
        ]


class Amendment(models.Model):
    """A change that a participant asks for in a version, in words. Sealed; read by its side and the mediators."""

    id = models.UUIDField(primary_key=True)
    text = models.ForeignKey(AgreementText, on_delete=models.CASCADE, related_name="amendments")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    words = models.BinaryField()
    asked_at = models.DateTimeField()


class OneTimeCode(models.Model):
    """A six-digit code sent to a participant to sign one version with. Its hash alone is kept."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    text = models.ForeignKey(AgreementText, on_delete=models.CASCADE, related_name="+")
    code_hash = models.BinaryField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(tries__range=(0, 5)), name="mediation_onetimecode_tries")]
        indexes = [models.Index(fields=["participant", "text"], name="mediation_onetimecode_of")]


class Volume(models.Model):
    """The case's file (卷宗) as it was archived: a ZIP with its index in legal order."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="volumes")
    number = models.CharField(max_length=80)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    index = models.JSONField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    retain_until_date = models.DateField()
