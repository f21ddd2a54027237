"""Addresses of the public pages."""

from django.urls import URLPattern, URLResolver, path

from linli.web import preferences, sheets

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("preferences/", preferences.choose, name="preferences"),
    path("sheets/<slug:name>.<slug:digest>.css", sheets.serve, name="sheet"),
]
