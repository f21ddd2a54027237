"""When, and until its case takes it where, a photo was taken."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_recounts'),
    ]

    operations = [
        migrations.AddField(
            model_name='attachment',
            name='taken_by',
            field=models.CharField(blank=True, db_default='', default='', max_length=8),
        ),
        migrations.AddField(
            model_name='attachment',
            name='taken_lat',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='attachment',
            name='taken_lon',
            field=models.FloatField(null=True),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('case__isnull', True), models.Q(('taken_lat__isnull', True), ('taken_lon__isnull', True)), _connector='OR'), name='cases_attachment_no_position'),
        ),
    ]
