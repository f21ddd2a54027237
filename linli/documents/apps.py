"""Registers the room `documents` with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "linli.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
