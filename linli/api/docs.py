"""The API's documentation as a page of our own, drawn from the OpenAPI document without any script from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from linli.api.wording import TITLES

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter or a property. `depth` counts the objects around it."""

    name: str
    kind: str
    is_required: bool
    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """One status that an operation may answer with."""

    status: str
    text: str
    example: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one address."""

    id: str
    method: str
    path: str
    summary: str
    text: str
    needs_token: bool
    parameters: tuple[Line, ...]
    body: tuple[Line, ...]
    requests: tuple[tuple[str, str], ...]
    answer: tuple[Line, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Operations under one heading."""

    name: str
    text: str
    operations: tuple[Operation, ...]


def page(request: HttpRequest) -> HttpResponse:
    """`/api/docs`."""
    return render(
        request,
        "api/docs.html",
        {"sections": sections(), "problems": TITLES.items(), "is_english": (get_language() or "").startswith("en")},
    )


@lru_cache(maxsize=1)
def sections() -> tuple[Section, ...]:
    """The whole document, by tag."""
    from linli.api.application import api

    document = api.get_openapi_schema()
    schemas, shared = document["components"]["schemas"], document["components"]["responses"]
    operations = [
        (operation["tags"][0], _operation(method, path, operation, schemas, shared))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return tuple(
        Section(tag["name"], tag["description"], tuple(one for name, one in operations if name == tag["name"]))
        for tag in document["tags"]
    )


def _operation(method: str, path: str, node: Node, schemas: Node, shared: Node) -> Operation:
    body: Node = next(iter(node.get("requestBody", {}).get("content", {}).values()), {})
    good = [answer for status, answer in node["responses"].items() if str(status).startswith("2")]
    content: Node = next(iter(good[-1].get("content", {}).values()), {})
    return Operation(
        id=node["operationId"],
        method=method.upper(),
        path=path,
        summary=node["summary"],
        text=node.get("description", ""),
        needs_token={} not in node.get("security", [{}]),
        parameters=tuple(_parameter(one) for one in node["parameters"]),
        body=tuple(_lines(body.get("schema", {}), schemas)),
        requests=tuple((title, _pretty(one["value"])) for title, one in body.get("examples", {}).items()),
        answer=tuple(_lines(content.get("schema", {}), schemas)),
        answers=tuple(_answer(str(status), one, shared) for status, one in node["responses"].items()),
    )


def _parameter(node: Node) -> Line:
    kind = f"{_kind(node['schema'])} · {node['in']}"
    return Line(node["name"], kind, bool(node.get("required")), node.get("description", ""))


def _answer(status: str, node: Node, shared: Node) -> Answer:
    if "$ref" in node:
        node = shared[node["$ref"].rpartition("/")[2]]
    content: Node = next(iter(node.get("content", {}).values()), {})
    return Answer(status, node["description"], _pretty(content["example"]) if "example" in content else "")


def _lines(schema: Node, schemas: Node, depth: int = 0) -> Iterator[Line]:
    """Every property, with those of objects inside it."""
    schema = _resolved(schema, schemas)
    needed = schema.get("required", ())
    for name, node in schema.get("properties", {}).items():
        inner = _resolved(node, schemas)
        yield Line(name, _kind(inner), name in needed, node.get("description", ""), depth)
        yield from _lines(inner.get("items", inner), schemas, depth + 1)


def _resolved(node: Node, schemas: Node) -> Node:
    """The schema that a reference, or the one that is not null of several, stands for."""
    options = [one for one in node.get("anyOf", ()) if one.get("type") != "null"]
    if len(options) == 1:
        return _resolved(options[0], schemas)
    return schemas[node["$ref"].rpartition("/")[2]] if "$ref" in node else node


def _kind(node: Node) -> str:
    if "anyOf" in node:
        return " | ".join(_kind(one) for one in node["anyOf"])
    if "enum" in node:
        return " | ".join(json.dumps(one, ensure_ascii=False) for one in node["enum"])
    return str(node.get("format") or node.get("type") or ("object" if "$ref" in node else "any"))


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
