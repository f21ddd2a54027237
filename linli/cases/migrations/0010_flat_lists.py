"""Indexes of lists that do not grow with an organisation's history, and search words by window of ids."""

import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models import Q

# Words are written anew by the worker, this time with the window that each case lies in.
FORGET_WORDS = "TRUNCATE cases_searchtext"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_unused_uploads"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="case", name="cases_held_org"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["holder_org", "due_at", "id"],
                name="cases_held_org",
                condition=Q(closed_at__isnull=True, holder_kind="org"),
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["lead_org", "due_at", "id"],
                name="cases_led_open",
                condition=Q(closed_at__isnull=True, lead_org__isnull=False),
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["lead_org", "opened_at", "id"], name="cases_led", condition=Q(lead_org__isnull=False)
            ),
        ),
        migrations.RemoveConstraint(model_name="case", name="cases_case_external"),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                fields=["external_number", "source"], name="cases_case_external", condition=~Q(external_number="")
            ),
        ),
        migrations.RemoveIndex(model_name="assignment", name="cases_assignment_open"),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                fields=["organisation", "case"],
                name="cases_assign_assists_open",
                condition=Q(role="assist", ended_at__isnull=True),
            ),
        ),
        migrations.RemoveIndex(model_name="assignment", name="cases_assignment_org"),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["organisation", "case"], name="cases_assignment_org"),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                fields=["organisation", "case"], name="cases_assignment_assists", condition=Q(role="assist")
            ),
        ),
        migrations.RunSQL(FORGET_WORDS, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="searchtext", name="cases_searchtext_tokens"),
        migrations.AddIndex(
            model_name="searchtext",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["tokens"], name="cases_searchtext_tokens", fastupdate=False
            ),
        ),
    ]
