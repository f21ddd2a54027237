"""Numbers and keys in byte order, and without the index that their own makes needless."""

from django.db import migrations, models


# In byte order the unique index serves prefixes too; the second one that Django made beside it only costs.
DROP_LIKE = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT indexname FROM pg_indexes
        WHERE schemaname = current_schema() AND tablename = 'core_oncekey' AND indexname LIKE 'core_oncekey_key_%_like'
    LOOP EXECUTE format('DROP INDEX %I', name); END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_calendar_followed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="oncekey",
            name="key",
            field=models.CharField(db_collation="C", max_length=200, primary_key=True, serialize=False),
        ),
        migrations.RunSQL(DROP_LIKE, migrations.RunSQL.noop),
    ]
