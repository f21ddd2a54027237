"""Registers the room `packs` with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "linli.packs"
    label = "packs"
    default_auto_field = "django.db.models.BigAutoField"
