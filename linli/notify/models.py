"""Messages waiting to be sent (written in the transaction of what they tell) and notices inside the console."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Outgoing(models.Model):
    """One message to one recipient. `claimed_at` is committed before sending: a crash in between is never resent.

    `channel` names one of `notify.channels`; `subject` is a case number, or empty. To a contact, or to an `audience` of
    accounts: `{"accounts": [1]}`, `{"orgs": [1]}`, `{"posts": {"role": "desk", "area": "430102001"}}`, where `area`
    means the nearest area at or above it with such a post and `above` the nearest strictly above. `"not_under": [1]`
    leaves out whoever belongs to one of these organisations, or to one under it.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        UNKNOWN = "unknown"
        SKIPPED = "skipped"

    channel = models.CharField(max_length=8)
    template = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    contact = models.ForeignKey("people.Contact", null=True, on_delete=models.CASCADE, related_name="+")
    audience = models.JSONField(default=dict)
    context = models.JSONField(default=dict)
    language = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending", "sent", "failed", "unknown", "skipped"]),
                name="notify_outgoing_state",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="notify_outgoing_sent",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="notify_outgoing_waiting", condition=Q(state="waiting")),
            models.Index(fields=["subject"], name="notify_outgoing_subject"),
            models.Index(fields=["claimed_at"], name="notify_outgoing_sending", condition=Q(state="sending")),
            models.Index(fields=["-id"], name="notify_outgoing_trouble", condition=Q(state__in=["failed", "unknown"])),
        ]


class Notice(models.Model):
    """A line in an account's notices."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    outgoing = models.ForeignKey(Outgoing, on_delete=models.CASCADE, related_name="notices")
    template = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    context = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "outgoing"], name="notify_notice_once")]
        indexes = [models.Index(fields=["account", "-made_at"], name="notify_notice_account")]
