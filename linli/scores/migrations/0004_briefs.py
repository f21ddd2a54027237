"""Briefs of areas: facts are kept as they were counted, and a brief that was sent does not change."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_KEPT = """
CREATE FUNCTION scores_keep_brief() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'sent' THEN
        RAISE EXCEPTION 'a brief that was sent does not change' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.area_id, NEW.kind, NEW.date, NEW.facts, NEW.said, NEW.made_at)
        IS DISTINCT FROM (OLD.area_id, OLD.kind, OLD.date, OLD.facts, OLD.said, OLD.made_at)
    THEN
        RAISE EXCEPTION 'a brief keeps what was counted for it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scores_brief_kept BEFORE UPDATE ON scores_brief
FOR EACH ROW EXECUTE FUNCTION scores_keep_brief();
CREATE TRIGGER scores_brief_stays BEFORE DELETE ON scores_brief
FOR EACH ROW WHEN (OLD.state = 'sent') EXECUTE FUNCTION scores_refuse_change();
"""
_FREE = """
DROP TRIGGER scores_brief_stays ON scores_brief;
DROP TRIGGER scores_brief_kept ON scores_brief;
DROP FUNCTION scores_keep_brief();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("scores", "0003_ledger"),
        ("places", "0002_areachange"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Brief",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("day", "Day"), ("week", "Week")], max_length=4)),
                ("date", models.DateField()),
                (
                    "state",
                    models.CharField(choices=[("draft", "Draft"), ("sent", "Sent")], default="draft", max_length=5),
                ),
                ("version", models.IntegerField(default=1)),
                ("facts", models.JSONField()),
                ("said", models.JSONField()),
                ("texts", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.area"
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-date", "area"], name="scores_brief_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("area", "kind", "date"), name="scores_brief_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "day"),
                            models.Q(("date__iso_week_day", 1), ("kind", "week")),
                            _connector="OR",
                        ),
                        name="scores_brief_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", True), ("sent_by__isnull", True), ("state", "draft")),
                            models.Q(("sent_at__isnull", False), ("sent_by__isnull", False), ("state", "sent")),
                            _connector="OR",
                        ),
                        name="scores_brief_sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("edited_at__isnull", True), ("edited_by__isnull", True), ("texts", {})),
                            models.Q(("edited_at__isnull", False), ("edited_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="scores_brief_edited",
                    ),
                ],
            },
        ),
        migrations.RunSQL(sql=_KEPT, reverse_sql=_FREE),
    ]
