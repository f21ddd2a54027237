"""Addresses of the public pages."""

from django.urls import URLPattern, URLResolver, path

from linli.web import preferences, sheets
from linli.web.public import home

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("preferences/", preferences.choose, name="preferences"),
    path("sheets/<slug:name>.<slug:digest>.css", sheets.serve, name="sheet"),
]
