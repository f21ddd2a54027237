"""Registers the room `web` with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "linli.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
