"""New cases that look like an open one nearby: a small table beside the cases."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_owner_tallies")]

    operations = [
        migrations.CreateModel(
            name="Twin",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("likeness", models.SmallIntegerField(default=0)),
                ("refused_at", models.DateTimeField(null=True)),
                (
                    "of",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=Q(of__isnull=True), fields=["case"], name="cases_twin_waiting"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=Q(likeness__range=(0, 100)), name="cases_twin_likeness"),
                    models.CheckConstraint(
                        condition=Q(of__isnull=True) | ~Q(of=F("case")), name="cases_twin_other"
                    ),
                    models.CheckConstraint(
                        condition=Q(refused_at__isnull=True) | Q(of__isnull=False), name="cases_twin_refused"
                    ),
                ],
            },
        ),
    ]
