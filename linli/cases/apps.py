"""Registers the room `cases` with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "linli.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
