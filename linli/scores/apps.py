"""Registers the room `scores` with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "linli.scores"
    label = "scores"
    default_auto_field = "django.db.models.BigAutoField"
