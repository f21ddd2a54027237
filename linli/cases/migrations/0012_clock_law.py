"""Under which edition of its rule a clock is counted, and whether it ends on a working day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('cases', '0011_suggested_hint'),
    ]

    operations = [
        migrations.AddField(
            model_name='clock',
            name='edition_date',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='clock',
            name='ends',
            field=models.CharField(db_default='exact', default='exact', max_length=12),
        ),
    ]
