"""Registers the room `places` with Django."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "linli.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
