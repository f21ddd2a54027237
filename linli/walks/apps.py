"""Registers the room `walks` with Django: it keeps no rows of its own."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "linli.walks"
    label = "walks"
