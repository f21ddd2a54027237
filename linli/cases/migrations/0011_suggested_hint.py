"""The suggested owner is a hint: no lock on its row by every report."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_flat_lists'),
        ('people', '0006_organisation_kind'),
    ]

    operations = [
        migrations.AlterField(
            model_name='case',
            name='suggested_org',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation'),
        ),
    ]
