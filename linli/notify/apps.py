"""Registers the room `notify` with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "linli.notify"
    label = "notify"
    default_auto_field = "django.db.models.BigAutoField"
