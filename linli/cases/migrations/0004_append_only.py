"""The sequence of case ids, handed out in blocks, and the guard that keeps events append-only."""

from django.db import migrations

SEQUENCE = "CREATE SEQUENCE cases_case_id_seq AS bigint INCREMENT BY 64"

# An event may lose its body when its retention ends; nothing else of it may ever change.
APPEND_ONLY = """
CREATE FUNCTION cases_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.body IS NULL AND NEW.erased_at IS NOT NULL
       AND (NEW.id, NEW.case_id, NEW.seq, NEW.at, NEW.kind, NEW.actor_kind, NEW.actor_role, NEW.from_stage,
            NEW.to_stage, NEW.is_public, NEW.body_hash, NEW.prev_hash, NEW.hash)
         = (OLD.id, OLD.case_id, OLD.seq, OLD.at, OLD.kind, OLD.actor_kind, OLD.actor_role, OLD.from_stage,
            OLD.to_stage, OLD.is_public, OLD.body_hash, OLD.prev_hash, OLD.hash)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER cases_event_append_only BEFORE UPDATE OR DELETE ON cases_event
    FOR EACH ROW EXECUTE FUNCTION cases_event_append_only();
"""
UNDO = "DROP TRIGGER cases_event_append_only ON cases_event; DROP FUNCTION cases_event_append_only()"

# Rows that are written once and read by range: pages stay full, and hot updates find room where cases change.
STORAGE = """
ALTER TABLE cases_case SET (fillfactor = 85);
ALTER TABLE cases_tallydelta SET (autovacuum_vacuum_scale_factor = 0.05);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_indexes_routes_search")]

    operations = [
        migrations.RunSQL(SEQUENCE, "DROP SEQUENCE cases_case_id_seq"),
        migrations.RunSQL(APPEND_ONLY, UNDO),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
    ]
