"""Registers the room `api` with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "linli.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
