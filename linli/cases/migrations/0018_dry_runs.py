"""Dry runs of edited calendars and changed rules, kept until they were applied."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0017_hiding'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DryRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('calendar', models.CharField(blank=True, max_length=32)),
                ('edit', models.JSONField(default=dict)),
                ('pack', models.CharField(blank=True, max_length=40)),
                ('clock', models.CharField(blank=True, max_length=40)),
                ('law_at', models.DateTimeField(null=True)),
                ('based_on', models.CharField(max_length=20)),
                ('state', models.CharField(choices=[('counting', 'Counting'), ('ready', 'Ready'), ('applying', 'Applying'), ('again', 'Again'), ('done', 'Done')], default='counting', max_length=8)),
                ('last', models.BigIntegerField(default=0)),
                ('looked', models.IntegerField(default=0)),
                ('total', models.IntegerField(null=True)),
                ('made_at', models.DateTimeField()),
                ('counted_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recount', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='run', to='cases.recount')),
            ],
        ),
        migrations.CreateModel(
            name='DryMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('shown', 'Shown'), ('fresh', 'Fresh'), ('done', 'Done'), ('changed', 'Changed')], default='shown', max_length=8)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('clock', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.clock')),
                ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='cases.dryrun')),
            ],
        ),
        migrations.AddIndex(
            model_name='dryrun',
            index=models.Index(condition=models.Q(('state', 'done'), _negated=True), fields=['state'], name='cases_dryrun_open'),
        ),
        migrations.AddConstraint(
            model_name='dryrun',
            constraint=models.CheckConstraint(condition=models.Q(('calendar', ''), models.Q(('pack', ''), ('clock', '')), _connector='XOR'), name='cases_dryrun_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='dryrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recount', None), ('state__in', ['counting', 'ready'])), models.Q(('recount__isnull', False), ('state__in', ['applying', 'again', 'done'])), _connector='OR'), name='cases_dryrun_confirmed_is_ordered'),
        ),
        migrations.AddIndex(
            model_name='drymove',
            index=models.Index(fields=['run', 'case', 'clock'], name='cases_drymove_by_case'),
        ),
        migrations.AddConstraint(
            model_name='drymove',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['shown', 'fresh'])), fields=('run', 'case', 'clock'), name='cases_drymove_once'),
        ),
    ]
