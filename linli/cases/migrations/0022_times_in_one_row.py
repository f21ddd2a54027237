"""The classes of times of a sum stand in its own row. `linli migrate` counts the tallies anew afterwards."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

_ANEW = "TRUNCATE cases_tally, cases_tallydelta"
_COVERING = """
ALTER TABLE cases_areatally DROP CONSTRAINT cases_areatally_pkey, ADD CONSTRAINT cases_areatally_pkey
PRIMARY KEY (area_code, view, grain, measure, date, pack, key) INCLUDE (n, total)
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_photo_and_device")]

    operations = [
        migrations.RunSQL(_ANEW, migrations.RunSQL.noop),
        migrations.DeleteModel("AreaTally"),
        migrations.CreateModel(
            name="AreaTally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "area_code", "view", "grain", "measure", "date", "pack", "key",
                        blank=True, editable=False, primary_key=True, serialize=False,
                    ),
                ),
                ("area_code", models.CharField(db_collation="C", max_length=24)),
                ("view", models.CharField(max_length=8)),
                ("grain", models.CharField(max_length=1)),
                ("measure", models.CharField(max_length=20)),
                ("date", models.DateField()),
                ("pack", models.CharField(max_length=40)),
                ("key", models.CharField(db_collation="C", max_length=80)),
                ("n", models.BigIntegerField()),
                ("total", models.BigIntegerField(default=0)),
                ("bands", ArrayField(models.SmallIntegerField(), default=list)),
                ("times", ArrayField(models.IntegerField(), default=list)),
            ],
        ),
        migrations.RunSQL(_COVERING, migrations.RunSQL.noop),
    ]
