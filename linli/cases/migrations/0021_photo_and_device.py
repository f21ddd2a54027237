"""How far a photo and the device that sent it are apart, until its case takes it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_tallies_at_every_level")]

    operations = [
        migrations.AddField("attachment", "apart_metres", models.IntegerField(null=True)),
        migrations.AddField("attachment", "apart_seconds", models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            "attachment",
            models.CheckConstraint(
                condition=models.Q(
                    ("case__isnull", True),
                    models.Q(("apart_metres__isnull", True), ("apart_seconds__isnull", True)),
                    _connector="OR",
                ),
                name="cases_attachment_no_device",
            ),
        ),
    ]
