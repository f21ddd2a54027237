"""Suggestions of owners and of matters that are the same are counted like those of categories."""

from django.db import migrations, models
from django.db.models import Q

_SUBJECTS = [("category", "Category"), ("owner", "Owner"), ("same", "Same")]


class Migration(migrations.Migration):
    dependencies = [("reading", "0002_hot_issues")]

    operations = [
        migrations.AddField(
            model_name="suggestioncount",
            name="subject",
            field=models.CharField(choices=_SUBJECTS, db_default="category", max_length=8),
        ),
        migrations.AddConstraint(
            model_name="suggestioncount",
            constraint=models.CheckConstraint(
                condition=Q(subject__in=["category", "owner", "same"]), name="reading_suggestion_subject"
            ),
        ),
    ]
