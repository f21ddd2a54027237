"""Runs of imports: which file, with which mapping, and what came of it."""

from django.db import models


class ImportRun(models.Model):
    """One run over a file. A run that was stopped is taken up by the next one over the same file and source."""

    source = models.CharField(max_length=40, db_index=True)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    mapping_digest = models.CharField(max_length=64)
    rows = models.IntegerField()
    created = models.IntegerField(default=0)
    repeated = models.IntegerField(default=0)
    faulty = models.IntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.source} {self.file_name}"
