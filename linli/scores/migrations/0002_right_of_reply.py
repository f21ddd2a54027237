"""Requests to strike a case from a score: what was asked and how it was ruled stays as it was written."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


_KEPT = """
CREATE FUNCTION scores_keep_strike() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a request to strike a case is never removed' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.case_id, NEW.organisation_id, NEW.reason, NEW.text, NEW.asked_by_id, NEW.asked_at)
        IS DISTINCT FROM
        (OLD.case_id, OLD.organisation_id, OLD.reason, OLD.text, OLD.asked_by_id, OLD.asked_at)
        OR OLD.ruled_at IS NOT NULL
        AND (NEW.granted, NEW.ruling, NEW.ruled_by_id, NEW.ruled_at)
            IS DISTINCT FROM (OLD.granted, OLD.ruling, OLD.ruled_by_id, OLD.ruled_at)
    THEN
        RAISE EXCEPTION 'what was asked and ruled stays as it was written' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scores_strikerequest_kept BEFORE UPDATE OR DELETE ON scores_strikerequest
FOR EACH ROW EXECUTE FUNCTION scores_keep_strike();
"""
_NOT_KEPT = """
DROP TRIGGER scores_strikerequest_kept ON scores_strikerequest;
DROP FUNCTION scores_keep_strike();
"""


class Migration(migrations.Migration):


    dependencies = [
        ("scores", "0001_warnings"),
        ('cases', '0018_dry_runs'),
        ('people', '0006_organisation_kind'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StrikeRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('impossible', 'What was demanded cannot be done or must not be done'), ('wrong_addressee', 'It was not for this organisation to do'), ('force_majeure', 'Force majeure: a disaster or an event that nobody could avert')], max_length=20)),
                ('text', models.CharField(max_length=1000)),
                ('asked_at', models.DateTimeField()),
                ('granted', models.BooleanField(null=True)),
                ('ruling', models.CharField(blank=True, max_length=1000)),
                ('ruled_at', models.DateTimeField(null=True)),
                ('counted_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('ruled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StruckCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_code', models.CharField(db_collation='C', max_length=24)),
                ('date', models.DateField()),
                ('pack', models.CharField(max_length=40)),
                ('category', models.CharField(blank=True, max_length=80)),
                ('channel', models.CharField(max_length=12)),
                ('measure', models.CharField(max_length=40)),
                ('n', models.BigIntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='scores.strikerequest')),
            ],
        ),
        migrations.AddIndex(
            model_name='strikerequest',
            index=models.Index(fields=['organisation', 'asked_at'], name='scores_strike_org'),
        ),
        migrations.AddConstraint(
            model_name='strikerequest',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['impossible', 'wrong_addressee', 'force_majeure'])), name='scores_strike_reason'),
        ),
        migrations.AddConstraint(
            model_name='strikerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('granted__isnull', True), ('ruled_at__isnull', True), ('ruled_by__isnull', True), ('ruling', '')), models.Q(('granted__isnull', False), ('ruled_at__isnull', False), ('ruled_by__isnull', False), models.Q(('ruling', ''), _negated=True)), _connector='OR'), name='scores_strike_ruled_whole'),
        ),
        migrations.AddConstraint(
            model_name='strikerequest',
            constraint=models.CheckConstraint(condition=models.Q(('ruled_at__isnull', True), ('ruled_at__gte', models.F('asked_at')), _connector='OR'), name='scores_strike_ruled_after'),
        ),
        migrations.AddConstraint(
            model_name='strikerequest',
            constraint=models.CheckConstraint(condition=models.Q(('ruled_by__isnull', True), models.Q(('ruled_by', models.F('asked_by')), _negated=True), _connector='OR'), name='scores_strike_not_own_judge'),
        ),
        migrations.AddConstraint(
            model_name='strikerequest',
            constraint=models.CheckConstraint(condition=models.Q(('counted_at__isnull', True), models.Q(('granted', True), ('granted__isnull', False)), _connector='OR'), name='scores_strike_counts_if_granted'),
        ),
        migrations.AddConstraint(
            model_name='strikerequest',
            constraint=models.UniqueConstraint(condition=models.Q(('ruled_at__isnull', True)), fields=('case', 'organisation'), name='scores_strike_one_open'),
        ),
        migrations.AddConstraint(
            model_name='strikerequest',
            constraint=models.UniqueConstraint(condition=models.Q(('granted', True)), fields=('case', 'organisation'), name='scores_strike_struck_once'),
        ),
        migrations.AddIndex(
            model_name='struckcount',
            index=models.Index(fields=['date', 'area_code'], name='scores_struck_date_area'),
        ),
        migrations.RunSQL(_KEPT, _NOT_KEPT),
    ]
