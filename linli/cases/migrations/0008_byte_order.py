"""Numbers and keys in byte order, and without the index that their own makes needless."""

from django.db import migrations, models


# In byte order the unique index serves prefixes too; the second one that Django made beside it only costs.
DROP_LIKE = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT indexname FROM pg_indexes
        WHERE schemaname = current_schema() AND tablename = 'cases_case' AND indexname LIKE 'cases_case_number_%_like'
    LOOP EXECUTE format('DROP INDEX %I', name); END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_handled"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="number",
            field=models.CharField(db_collation="C", max_length=40, unique=True),
        ),
        migrations.RunSQL(DROP_LIKE, migrations.RunSQL.noop),
    ]
