"""A clock that fell due needs no warning any more: it leaves the index of those that wait for theirs."""

from django.db import migrations

MARK = """
UPDATE cases_clock SET warned_at = breached_at
WHERE state = 'running' AND breached_at IS NOT NULL AND warned_at IS NULL AND warn_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_photo_proof"),
    ]

    operations = [
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
