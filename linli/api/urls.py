"""Addresses of the API."""

from django.urls import URLPattern, URLResolver, path

from linli.api.application import api
from linli.api.docs import page

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", api.urls),
    path("docs", page, name="api-docs"),
]
