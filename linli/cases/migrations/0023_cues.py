"""Cues of urgency of a report, and an index of the few open cases at desks that have any."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_times_in_one_row")]

    operations = [
        migrations.AddField(
            model_name="case", name="cues", field=models.CharField(blank=True, db_default="", max_length=120)
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["holder_area", "due_at", "id"],
                name="cases_cued",
                condition=Q(closed_at__isnull=True, holder_kind="desk") & ~Q(cues=""),
            ),
        ),
    ]
