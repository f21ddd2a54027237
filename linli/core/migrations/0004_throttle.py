"""The table of `core.throttle`. Unlogged: it may be lost in a crash, and then everybody has their full burst again."""

from django.db import migrations

CREATE = """
    CREATE UNLOGGED TABLE core_throttle (
        key bytea PRIMARY KEY,
        paced_until timestamptz NOT NULL,
        is_allowed boolean NOT NULL
    ) WITH (fillfactor = 50)
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_calendar_time_zone")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE core_throttle")]
