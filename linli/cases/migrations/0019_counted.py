"""An index for the lists behind the counts: without it a rare count reads the whole history."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('cases', '0018_dry_runs'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(
                condition=models.Q(('counts', {}), _negated=True),
                fields=['pack', 'opened_at', 'id'],
                name='cases_counted',
            ),
        ),
    ]
