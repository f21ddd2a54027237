"""Who closed which matters where: a small table that a job writes anew every day."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_cues")]

    operations = [
        migrations.CreateModel(
            name="OwnerTally",
            fields=[
                ("area_code", models.CharField(db_collation="C", max_length=24)),
                ("pack", models.CharField(max_length=40)),
                ("category", models.CharField(max_length=80)),
                ("org_id", models.BigIntegerField()),
                ("n", models.BigIntegerField()),
                ("learned_date", models.DateField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "area_code", "pack", "category", "org_id",
                        blank=True, editable=False, primary_key=True, serialize=False,
                    ),
                ),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=Q(n__gt=0), name="cases_owner_tally_some")],
            },
        ),
    ]  # fmt: skip
