"""The progress of bringing open cases in line with a calendar or a rule."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_clock_law'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Recount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('calendar', models.CharField(blank=True, max_length=32)),
                ('calendar_version', models.IntegerField(default=0)),
                ('pack', models.CharField(blank=True, max_length=40)),
                ('clock', models.CharField(blank=True, max_length=40)),
                ('ordered_at', models.DateTimeField()),
                ('moved', models.IntegerField(default=0)),
                ('finished_at', models.DateTimeField(null=True)),
                ('ordered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True), models.Q(('pack', ''), _negated=True)), fields=('pack', 'clock'), name='cases_recount_rule_once'), models.UniqueConstraint(condition=models.Q(('pack', '')), fields=('calendar', 'calendar_version'), name='cases_recount_calendar_once')],
            },
        ),
    ]
