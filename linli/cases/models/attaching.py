"""The rows of photos and files."""

from typing import ClassVar

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q


class Attachment(models.Model):
    """A photo or file. Photos are re-encoded without metadata before they are kept.

    What is of purpose `BESIDE` belongs to a room beside the case: no page, endpoint or export of the case shows it.
    """

    BESIDE = "room"
    UNPLACED: ClassVar[dict[str, None]] = dict.fromkeys(["taken_lon", "taken_lat", "apart_metres", "apart_seconds"])
    """What is known of a photo's place only until a case takes it."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="attachments")
    event_seq = models.IntegerField(null=True)
    purpose = models.CharField(max_length=12)
    is_public = models.BooleanField(default=False)
    name = models.CharField(max_length=160)
    path = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.IntegerField()
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=8, blank=True, default="", db_default="")
    # Where it was taken: only until a case takes it, which keeps the distance in its event.
    taken_lon = models.FloatField(null=True)
    taken_lat = models.FloatField(null=True)
    # How far from the device, and how much later than its clock, the photo says that it was taken: only until then too.
    apart_metres = models.IntegerField(null=True)
    apart_seconds = models.BigIntegerField(null=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(taken_lon__isnull=True, taken_lat__isnull=True),
                name="cases_attachment_no_position",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(apart_metres__isnull=True, apart_seconds__isnull=True),
                name="cases_attachment_no_device",
            ),
        ]
        indexes = [
            models.Index(fields=["uploaded_at"], name="cases_attachment_unused", condition=Q(case__isnull=True)),
            HashIndex(fields=["path"], name="cases_attachment_file"),
        ]
