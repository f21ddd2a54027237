"""The logs of reveals and of administrators' changes refuse to be changed or deleted."""

from django.db import migrations

_TABLES = ("people_contactreveal", "people_adminchange")
_FUNCTION = """
CREATE FUNCTION people_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$
"""
_TRIGGER = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION people_refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_posts_and_changes")]

    operations = [
        migrations.RunSQL(_FUNCTION, "DROP FUNCTION people_refuse_change()"),
        *(
            migrations.RunSQL(_TRIGGER.format(table=table), f"DROP TRIGGER {table}_append_only ON {table}")
            for table in _TABLES
        ),
    ]
