"""Independent re-verification: draws, strata and rechecks."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_warned_when_breached'),
        ('people', '0006_organisation_kind'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RecheckDraw',
            fields=[
                ('month', models.DateField(primary_key=True, serialize=False)),
                ('root_date', models.DateField()),
                ('root', models.BinaryField()),
                ('percent', models.IntegerField()),
                ('drawn_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='RecheckStratum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(max_length=80)),
                ('size', models.IntegerField()),
                ('drawn', models.IntegerField()),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='strata', to='cases.recheckdraw')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Recheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done_at', models.DateTimeField(null=True)),
                ('finding', models.CharField(blank=True, choices=[('resolved', 'Resolved'), ('partly', 'Partly'), ('not', 'Not')], max_length=12)),
                ('note', models.CharField(blank=True, max_length=1000)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rechecks', to='cases.case')),
                ('done_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stratum', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rechecks', to='cases.recheckstratum')),
            ],
        ),
        migrations.AddConstraint(
            model_name='recheckstratum',
            constraint=models.UniqueConstraint(fields=('draw', 'organisation', 'category'), name='cases_recheck_stratum_once'),
        ),
        migrations.AddConstraint(
            model_name='recheckstratum',
            constraint=models.CheckConstraint(condition=models.Q(('drawn__gte', 1), ('drawn__lte', models.F('size'))), name='cases_recheck_stratum_drawn'),
        ),
        migrations.AddIndex(
            model_name='recheck',
            index=models.Index(condition=models.Q(('done_at__isnull', True)), fields=['id'], name='cases_recheck_waiting'),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.UniqueConstraint(fields=('stratum', 'case'), name='cases_recheck_once'),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True), ('finding', '')), models.Q(('done_at__isnull', False), ('done_by__isnull', False), ('finding__in', ['resolved', 'partly', 'not'])), _connector='OR'), name='cases_recheck_done_has_finding'),
        ),
    ]
