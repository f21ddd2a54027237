"""Templates that a city put in place of a pack's own, all versions kept, and how far each mark has numbered."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Template(models.Model):
    """A version of a template for one document of a pack in one language. At most one is in use; none is ever changed.

    An empty `content` puts the pack's own template back.
    """

    pack = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    is_current = models.BooleanField(default=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "key", "language"],
                condition=Q(is_current=True),
                name="documents_template_current",
            ),
            models.CheckConstraint(condition=Q(language__in=["zh", "en"]), name="documents_template_language"),
        ]


class LastNumber(models.Model):
    """The last number that a mark gave out in a year. The next is taken in the transaction of its document: no gaps."""

    mark = models.CharField(max_length=40)
    year = models.SmallIntegerField()
    last = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark", "year"], name="documents_lastnumber_once"),
            models.CheckConstraint(condition=Q(last__gt=0), name="documents_lastnumber_counts"),
        ]
