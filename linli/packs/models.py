"""Packs that a city brought in while Linli runs, whole: no folder is needed to go on with their cases."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Value


class KeptPack(models.Model):
    """A version of a pack as a zip. A draft may go; once published its content never changes and it never goes.

    The version published last counts for new cases; a retired pack takes none, and its open cases go on.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        RETIRED = "retired"

    key = models.CharField(max_length=40)
    version = models.CharField(max_length=16)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    walk_asked_at = models.DateTimeField(null=True)
    walk_ended_at = models.DateTimeField(null=True)
    walk_fault = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="packs_keptpack_once"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None)
                | Q(state__in=["published", "retired"], published_at__isnull=False),
                name="packs_keptpack_published",
            ),
        ]


class Walk(models.Model):
    """What a scenario of an uploaded pack came to. Texts are kept in every language, as `{"zh": …, "en": …}`."""

    class State(models.TextChoices):
        PASSED = "passed"
        FAILED = "failed"
        UNFINISHED = "unfinished"

    kept = models.ForeignKey(KeptPack, on_delete=models.CASCADE, related_name="walks")
    position = models.PositiveSmallIntegerField()
    title = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices)
    step = models.PositiveSmallIntegerField(default=0)
    place = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    seconds = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kept", "position"], name="packs_walk_once")]
