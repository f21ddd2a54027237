"""The promises ledger: books, targets, milestones, reports, and entries that nobody changes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


_KEPT = """
CREATE FUNCTION scores_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER scores_entry_append_only BEFORE UPDATE OR DELETE ON scores_entry
FOR EACH ROW EXECUTE FUNCTION scores_refuse_change();
CREATE FUNCTION scores_keep_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'waiting' OR
        (NEW.target_id, NEW.milestone_id, NEW.value, NEW.on_date, NEW.note, NEW.link, NEW.file, NEW.reported_by_id)
        IS DISTINCT FROM
        (OLD.target_id, OLD.milestone_id, OLD.value, OLD.on_date, OLD.note, OLD.link, OLD.file, OLD.reported_by_id)
    THEN
        RAISE EXCEPTION 'a report keeps its words, and is decided once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scores_report_kept BEFORE UPDATE ON scores_report
FOR EACH ROW EXECUTE FUNCTION scores_keep_report();
CREATE TRIGGER scores_report_stays BEFORE DELETE ON scores_report
FOR EACH ROW EXECUTE FUNCTION scores_refuse_change();
"""
_FREE = """
DROP TRIGGER scores_report_stays ON scores_report;
DROP TRIGGER scores_report_kept ON scores_report;
DROP FUNCTION scores_keep_report();
DROP TRIGGER scores_entry_append_only ON scores_entry;
DROP FUNCTION scores_refuse_change();
"""


class Migration(migrations.Migration):


    dependencies = [
        ("scores", "0002_right_of_reply"),
        ('people', '0006_organisation_kind'),
        ('places', '0002_areachange'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('title_en', models.CharField(blank=True, max_length=160)),
                ('due_date', models.DateField()),
                ('done_date', models.DateField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('late_told_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('year', 'Year'), ('project', 'Project')], max_length=7)),
                ('title', models.CharField(max_length=120)),
                ('title_en', models.CharField(blank=True, max_length=160)),
                ('starts_date', models.DateField()),
                ('ends_date', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.SmallIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('title_en', models.CharField(blank=True, max_length=160)),
                ('promise', models.TextField()),
                ('measured', models.CharField(choices=[('milestones', 'Milestones'), ('hand', 'Hand'), ('count', 'Count'), ('rate', 'Rate')], max_length=10)),
                ('pack', models.CharField(blank=True, max_length=40)),
                ('measure', models.CharField(blank=True, max_length=60)),
                ('over', models.CharField(blank=True, max_length=60)),
                ('is_own', models.BooleanField(default=False)),
                ('direction', models.CharField(blank=True, choices=[('at_least', 'At Least'), ('at_most', 'At Most')], max_length=8)),
                ('goal', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('unit', models.CharField(blank=True, max_length=20)),
                ('starts_date', models.DateField()),
                ('due_date', models.DateField()),
                ('dropped_at', models.DateTimeField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='scores.book')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('on_date', models.DateField()),
                ('note', models.CharField(blank=True, max_length=1000)),
                ('link', models.URLField(blank=True, max_length=300)),
                ('file', models.BinaryField(null=True)),
                ('file_name', models.CharField(blank=True, max_length=160)),
                ('file_type', models.CharField(blank=True, max_length=80)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('confirmed', 'Confirmed'), ('rejected', 'Rejected')], default='waiting', max_length=9)),
                ('reported_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=1000)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('milestone', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='scores.milestone')),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='scores.target')),
            ],
        ),
        migrations.AddField(
            model_name='milestone',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='scores.target'),
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('body', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='scores.target')),
            ],
        ),
        migrations.AddConstraint(
            model_name='book',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['year', 'project'])), name='scores_book_kind'),
        ),
        migrations.AddConstraint(
            model_name='book',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='scores_book_title'),
        ),
        migrations.AddConstraint(
            model_name='book',
            constraint=models.CheckConstraint(condition=models.Q(('ends_date__gt', models.F('starts_date'))), name='scores_book_dates'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('book', 'place'), name='scores_target_place'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('promise', ''), _negated=True)), name='scores_target_says'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('due_date__gt', models.F('starts_date'))), name='scores_target_dates'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('direction', ''), ('goal__isnull', True), ('measure', ''), ('measured', 'milestones'), ('over', ''), ('pack', '')), models.Q(('direction__in', ['at_least', 'at_most']), ('goal__gte', 0), ('goal__isnull', False), ('measure', ''), ('measured', 'hand'), ('over', ''), ('pack', '')), models.Q(('direction__in', ['at_least', 'at_most']), ('goal__gte', 0), ('goal__isnull', False), ('measured', 'count'), ('over', ''), models.Q(('pack', ''), _negated=True), models.Q(('measure', ''), _negated=True)), models.Q(('direction__in', ['at_least', 'at_most']), ('goal__isnull', False), ('goal__range', (0, 100)), ('measured', 'rate'), models.Q(('pack', ''), _negated=True), models.Q(('measure', ''), _negated=True), models.Q(('over', ''), _negated=True)), _connector='OR'), name='scores_target_measured'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('milestone__isnull', False), ('value__isnull', True)), models.Q(('milestone__isnull', True), ('value__isnull', False)), _connector='OR'), name='scores_report_of'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('note', ''), _negated=True), models.Q(('link', ''), _negated=True), ('file__isnull', False), _connector='OR'), name='scores_report_evidence'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'waiting')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state', 'confirmed')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state', 'rejected'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='scores_report_decided'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('reported_by')), _negated=True), _connector='OR'), name='scores_report_by_somebody_else'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'confirmed'])), fields=('milestone',), name='scores_report_milestone_once'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('milestone__isnull', True), ('state', 'waiting')), fields=('target',), name='scores_report_one_number_waits'),
        ),
        migrations.AddIndex(
            model_name='milestone',
            index=models.Index(condition=models.Q(('done_date__isnull', True), ('late_told_at__isnull', True)), fields=['due_date'], name='scores_milestone_untold'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='scores_milestone_title'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['target', 'id'], name='scores_entry_target'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['made', 'milestone', 'reported', 'confirmed', 'rejected']), models.Q(('kind__in', ['note', 'changed', 'moved', 'dropped']), models.Q(('words', ''), _negated=True)), _connector='OR'), name='scores_entry_kind'),
        ),
        migrations.RunSQL(_KEPT, _FREE),
    ]
