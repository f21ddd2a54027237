"""At most five elected speak for a side at a time: who left makes room for another, whose number is a new one."""

from django.db import migrations

_FIVE = """
CREATE FUNCTION mediation_five_elected() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM mediation_participant WHERE case_id = NEW.case_id AND side = NEW.side
        AND capacity = 'elected' AND left_at IS NULL AND id <> NEW.id) >= 5
    THEN
        RAISE EXCEPTION 'five speak for a side at most' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mediation_participant_five_elected BEFORE INSERT OR UPDATE OF case_id, side, capacity, left_at
ON mediation_participant FOR EACH ROW WHEN (NEW.capacity = 'elected' AND NEW.left_at IS NULL)
EXECUTE FUNCTION mediation_five_elected();
"""
_NO_FIVE = """
DROP TRIGGER mediation_participant_five_elected ON mediation_participant;
DROP FUNCTION mediation_five_elected();
"""


class Migration(migrations.Migration):
    dependencies = [("mediation", "0004_reporter")]

    operations = [
        migrations.RemoveConstraint(model_name="participant", name="mediation_participant_five_elected"),
        migrations.RunSQL(_FIVE, _NO_FIVE),
    ]
