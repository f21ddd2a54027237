"""Indexes to find uploads that no case took, and others with the same file."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_byte_order'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(condition=models.Q(('case__isnull', True)), fields=['uploaded_at'], name='cases_attachment_unused'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=django.contrib.postgres.indexes.HashIndex(fields=['path'], name='cases_attachment_file'),
        ),
    ]
