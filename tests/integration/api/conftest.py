"""The town and the client of the API's tests."""

import pytest
from django.test import Client

from tests.integration.api.town import Api, Town, made


@pytest.fixture
def town(db: None) -> Town:
    return made()


@pytest.fixture
def api(client: Client) -> Api:
    return Api(client)
