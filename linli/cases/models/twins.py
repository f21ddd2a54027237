"""Which new cases look like an open one nearby: a suggestion for the desk, erased with either case."""

from django.db import models
from django.db.models import F, Q


class Twin(models.Model):
    """A case at a desk, and the earlier open one that it is likely the same matter as.

    Without `of` the case still waits to be looked at; one that is like no other has no row. `refused_at`: the desk
    said that they are not the same, which is remembered as long as the case.
    """

    case = models.OneToOneField("cases.Case", primary_key=True, on_delete=models.PROTECT, related_name="+")
    of = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
    likeness = models.SmallIntegerField(default=0)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(likeness__range=(0, 100)), name="cases_twin_likeness"),
            models.CheckConstraint(condition=Q(of__isnull=True) | ~Q(of=F("case")), name="cases_twin_other"),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True) | Q(of__isnull=False), name="cases_twin_refused"
            ),
        ]
        indexes = [models.Index(fields=["case"], name="cases_twin_waiting", condition=Q(of__isnull=True))]
