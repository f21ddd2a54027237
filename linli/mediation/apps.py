"""Registers the room `mediation` with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "linli.mediation"
    label = "mediation"
    default_auto_field = "django.db.models.BigAutoField"
