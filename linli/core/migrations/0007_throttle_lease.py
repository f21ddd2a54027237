"""How many a question was granted: a process may take several ahead where the rate is wide."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0006_byte_order")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE core_throttle ADD COLUMN granted integer NOT NULL DEFAULT 1",
            "ALTER TABLE core_throttle DROP COLUMN granted",
        )
    ]
