"""Tallies by channel and class of times, and summed at every level. `linli migrate` counts them anew afterwards."""

from django.db import migrations, models

# Those that stand know neither channel nor times; the cases know everything.
_COVERING = """
ALTER TABLE cases_areatally DROP CONSTRAINT cases_areatally_pkey, ADD CONSTRAINT cases_areatally_pkey
PRIMARY KEY (area_code, view, grain, measure, date, pack, key, band) INCLUDE (n, total)
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_counted")]

    operations = [
        migrations.DeleteModel("Tally"),
        migrations.RunSQL("DELETE FROM cases_tallydelta", migrations.RunSQL.noop),
        migrations.AddField("tallydelta", "channel", models.CharField(max_length=12, default="")),
        migrations.AddField("tallydelta", "band", models.SmallIntegerField(default=0)),
        migrations.AddField("tallydelta", "total", models.BigIntegerField(default=0)),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "measure", "area_code", "date", "pack", "category", "org_id", "channel", "band",
                        blank=True, editable=False, primary_key=True, serialize=False,
                    ),
                ),
                ("area_code", models.CharField(db_collation="C", max_length=24)),
                ("date", models.DateField()),
                ("pack", models.CharField(max_length=40)),
                ("category", models.CharField(max_length=80)),
                ("org_id", models.BigIntegerField(default=0)),
                ("channel", models.CharField(default="", max_length=12)),
                ("measure", models.CharField(max_length=20)),
                ("band", models.SmallIntegerField(default=0)),
                ("n", models.BigIntegerField()),
                ("total", models.BigIntegerField(default=0)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="AreaTally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "area_code", "view", "grain", "measure", "date", "pack", "key", "band",
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
                ("band", models.SmallIntegerField(default=0)),
                ("n", models.BigIntegerField()),
                ("total", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RunSQL(_COVERING, migrations.RunSQL.noop),
    ]
