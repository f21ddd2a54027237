"""The tests' own server works."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_it_answers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_its_collation_is_bytewise() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datlocprovider::text, datcollate FROM pg_database WHERE datname = current_database()")
        assert cursor.fetchone() in {("b", "C"), ("c", "C"), ("b", "C.UTF-8")}
