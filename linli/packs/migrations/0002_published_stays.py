"""What was published keeps its content, key and version, and is never deleted."""

from django.db import migrations

_FUNCTION = """
CREATE FUNCTION packs_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (TG_OP = 'DELETE' OR NEW.state = 'draft'
        OR (NEW.key, NEW.version, NEW.content, NEW.sha256) IS DISTINCT FROM
           (OLD.key, OLD.version, OLD.content, OLD.sha256)) THEN
        RAISE EXCEPTION 'a published pack never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$
"""
_TRIGGER = """
CREATE TRIGGER packs_keptpack_stays BEFORE UPDATE OR DELETE ON packs_keptpack
FOR EACH ROW EXECUTE FUNCTION packs_refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("packs", "0001_initial")]

    operations = [
        migrations.RunSQL(_FUNCTION, "DROP FUNCTION packs_refuse_change()"),
        migrations.RunSQL(_TRIGGER, "DROP TRIGGER packs_keptpack_stays ON packs_keptpack"),
    ]
