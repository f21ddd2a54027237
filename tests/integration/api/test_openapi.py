"""The API's own description: whole, true to its examples, and a page that anybody can read."""

from typing import Any

import pytest
from django.test import Client
from jsonschema_rs import Draft202012Validator

from linli.api.application import api as application
from tests.integration.api.town import Api, Town

METHODS = {"get", "post"}


@pytest.fixture(scope="module")
def document() -> Any:
    return application.get_openapi_schema()


def operations(document: Any) -> list[Any]:
    return [one for path in document["paths"].values() for method, one in path.items() if method in METHODS]


def faults(document: Any, schema: Any, value: object) -> list[str]:
    whole = schema | {"components": document["components"]}
    return [fault.message for fault in Draft202012Validator(whole).iter_errors(value)]


def test_it_is_openapi_3_1(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    assert set(document["components"]["securitySchemes"]) == {"Bearer"}


def test_every_operation_says_what_it_does_and_what_may_go_wrong(document: Any) -> None:
    for operation in operations(document):
        assert operation["description"], operation["operationId"]
        assert {"422", "429", "500"} <= set(map(str, operation["responses"]))
        assert all(one.get("description") for one in operation["parameters"])
        if operation["tags"] != ["Reports"]:
            assert operation["security"] == [{"Bearer": []}]


def test_every_example_fits_its_schema(document: Any) -> None:
    for operation in operations(document):
        for status, answer in operation["responses"].items():
            found = document["components"]["responses"][str(status)] if "$ref" in answer else answer
            for content in found.get("content", {}).values():
                assert faults(document, content["schema"], content["example"]) == [], operation["operationId"]
        for content in operation.get("requestBody", {}).get("content", {}).values():
            for example in content.get("examples", {}).values():
                assert faults(document, content["schema"], example["value"]) == [], operation["operationId"]


def test_every_post_takes_a_key(document: Any) -> None:
    for path in document["paths"].values():
        if "post" in path:
            assert "Idempotency-Key" in {one["name"] for one in path["post"]["parameters"]}


def test_every_field_that_comes_in_is_described(document: Any) -> None:
    for name in ("ReportIn", "ContactIn"):
        for field, node in document["components"]["schemas"][name]["properties"].items():
            assert node.get("description"), f"{name}.{field}"


@pytest.mark.django_db
def test_it_is_served(api: Api, town: Town) -> None:
    assert api.get("/openapi.json").json()["info"]["title"] == "Linli"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_shows_every_operation_without_foreign_scripts(client: Client, document: Any, language: str) -> None:
    page = client.get("/api/docs", headers={"Accept-Language": language})
    text = page.content.decode()
    assert page.status_code == 200
    for operation in operations(document):
        assert f'id="{operation["operationId"]}"' in text
    assert "cdn" not in text
    assert 'src="http' not in text
