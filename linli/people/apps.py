"""Registers the room `people` with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "linli.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
