"""Organisations that a case is hidden from; also for petitions that have named some."""

import django.db.models.deletion
from django.db import migrations, models

NAMED = """
INSERT INTO cases_hiding (case_id, organisation_id)
SELECT DISTINCT c.id, o.id FROM cases_case c
CROSS JOIN LATERAL jsonb_array_elements_text(c.fields->'accused') AS named(org)
JOIN people_organisation o ON o.id = named.org::bigint
WHERE c.pack = 'petition' AND jsonb_typeof(c.fields->'accused') = 'array'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0016_rechecks'),
        ('people', '0006_organisation_kind'),
    ]

    operations = [
        migrations.CreateModel(
            name='Hiding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hidings', to='cases.case')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
        ),
        migrations.AddConstraint(
            model_name='hiding',
            constraint=models.UniqueConstraint(fields=('organisation', 'case'), name='cases_hiding_once'),
        ),
        migrations.RunSQL(NAMED, migrations.RunSQL.noop),
    ]
