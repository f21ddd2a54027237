"""Entries are never changed, and a version that is out for signing keeps its words."""

from django.db import migrations

_ENTRIES = """
CREATE FUNCTION mediation_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER mediation_entry_append_only BEFORE UPDATE ON mediation_entry
FOR EACH ROW EXECUTE FUNCTION mediation_refuse_change();
CREATE TRIGGER mediation_signature_append_only BEFORE UPDATE ON mediation_signature
FOR EACH ROW EXECUTE FUNCTION mediation_refuse_change();
"""
_NO_ENTRIES = """
DROP TRIGGER mediation_signature_append_only ON mediation_signature;
DROP TRIGGER mediation_entry_append_only ON mediation_entry;
DROP FUNCTION mediation_refuse_change();
"""
_TEXTS = """
CREATE FUNCTION mediation_keep_fixed_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.fixed_at IS NOT NULL AND
        (NEW.facts, NEW.issues, NEW.responsibility, NEW.terms, NEW.manner, NEW.sha256, NEW.fixed_at, NEW.attachment_id)
        IS DISTINCT FROM
        (OLD.facts, OLD.issues, OLD.responsibility, OLD.terms, OLD.manner, OLD.sha256, OLD.fixed_at, OLD.attachment_id)
    THEN
        RAISE EXCEPTION 'a fixed version of an agreement keeps its words' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mediation_agreementtext_fixed BEFORE UPDATE ON mediation_agreementtext
FOR EACH ROW EXECUTE FUNCTION mediation_keep_fixed_text();
"""
_NO_TEXTS = """
DROP TRIGGER mediation_agreementtext_fixed ON mediation_agreementtext;
DROP FUNCTION mediation_keep_fixed_text();
"""


class Migration(migrations.Migration):
    dependencies = [("mediation", "0001_initial")]

    operations = [migrations.RunSQL(_ENTRIES, _NO_ENTRIES), migrations.RunSQL(_TEXTS, _NO_TEXTS)]
