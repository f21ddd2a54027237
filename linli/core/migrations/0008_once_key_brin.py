"""Old keys are found by block: they are written in the order of time, and a report pays one tree less."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0007_throttle_lease'),
    ]

    operations = [
        migrations.AlterField(
            model_name='oncekey',
            name='made_at',
            field=models.DateTimeField(),
        ),
        migrations.AddIndex(
            model_name='oncekey',
            index=django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['made_at'], name='core_oncekey_made_at'),
        ),
    ]
