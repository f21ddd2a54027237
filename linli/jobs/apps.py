"""Registers the room `jobs` with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "linli.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
