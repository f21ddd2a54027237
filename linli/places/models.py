"""Areas (divisions and grids) by prefix code, and their boundaries in WGS84."""

from django.db import models


class Area(models.Model):
    """A division or a grid. Descendants are the codes with this code as prefix."""

    code = models.CharField(max_length=24, primary_key=True, db_collation="C")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    level = models.CharField(max_length=16)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    kind = models.CharField(max_length=16, blank=True)
    is_active = models.BooleanField(default=True)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["level", "code"], name="places_area_level_code")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Boundary(models.Model):
    """The polygon of an area as WKB in WGS84; `is_schematic` when drawn by Linli rather than surveyed."""

    area = models.OneToOneField(Area, primary_key=True, on_delete=models.CASCADE)
    wkb = models.BinaryField()
    is_schematic = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.area_id


class MapVersion(models.Model):
    """One row: rises whenever an area or boundary changes, so that running workers reload."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.version)


class AreaChange(models.Model):
    """Who changed the map, when and how: one row for each action, never edited."""

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey("people.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=32)
    areas = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    version = models.BigIntegerField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.what} {self.version}"
