"""Completes the OpenAPI 3.1 document: examples, every problem an operation may answer with, keys, limits, security."""

from collections.abc import Iterator
from typing import Any, cast

from ninja.openapi.schema import OpenAPISchema

from linli.api.examples import ANSWERS, PROBLEMS, REQUESTS
from linli.api.once import PATTERN
from linli.api.problems import MEDIA_TYPE
from linli.api.schemas.common import Problem

Node = dict[str, Any]

INTRODUCTION = """\
Report matters of a neighbourhood, follow them, and work on them.

**Who.** Reporting and following a report need no token. Everything else takes a bearer token, which an administrator
issues. A token acts through one post and may see and do exactly what that post may.

**Once.** Send an `Idempotency-Key` (best a UUID) with every POST. The same key with the same body gives the same
answer again, marked `Idempotent-Replay: true`, and nothing happens twice. The same key with another body is refused.

**Errors** are `application/problem+json` (RFC 9457). `type` is stable and made for programs; `detail` says what to do
next, in the language of `Accept-Language` (`zh-hans` or `en`).

**Limits.** `RateLimit` says what is left. Past the limit the answer is 429 and `Retry-After` says when to come back.

**Lists** go page by page: send `next_cursor` as `cursor` until it is empty. A page costs the same wherever it lies.
"""
_DESCRIPTIONS = {
    400: "The request cannot be read.",
    401: "No token, or one that is not in force.",
    403: "The token's post may not do this.",
    404: "There is nothing here that the caller may see.",
    409: "Not possible now: somebody else acted first, or the step does not exist at this stage.",
    413: "The request is too large.",
    422: "Some fields cannot be used, or the Idempotency-Key was used with another body.",
    429: "Too many requests.",
    500: "A fault of Linli's, noted. The same request may be sent again.",
}
_SUCCESS = {
    ("openReport", "200"): "The receipt again, for a repeated Idempotency-Key.",
    ("openReport", "201"): "The receipt.",
    ("uploadPhoto", "201"): "The photo is kept and waits to be named in a report.",
    ("uploadPhoto", "200"): "The same photo again, for a repeated Idempotency-Key.",
}
_PARAMETERS = {
    "number": "Number of the case.",
    "action": "Key of the action.",
    "code": "Code of the area.",
    "key": "Key of the kind of matter.",
    "secret": "The `secret` of the receipt.",
}
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Names this request, so that sending it again does nothing twice. Best a UUID.",
    "schema": {"type": "string", "minLength": 16, "maxLength": 128, "pattern": PATTERN},
    "example": "8e03978e-40d5-43dd-bc93-6894a57f9324",
}
_REPLAY = {
    "description": "`true` when this is the answer to an earlier request with the same Idempotency-Key.",
    "schema": {"type": "string", "enum": ["true"]},
}
_LIMITS = {
    "RateLimit": {
        "description": "What is left of the limit: `r` requests, all again in `t` seconds.",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {"description": "The limit: `q` requests in `w` seconds.", "schema": {"type": "string"}},
}
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}}}


def complete(document: OpenAPISchema) -> OpenAPISchema:
    """The document with everything that the endpoints' signatures do not say."""
    components = cast("Node", document["components"])
    components["schemas"].update(_problem_schemas())
    components["schemas"] = dict(sorted(components["schemas"].items()))
    components["responses"] = {str(status): _problem_response(status) for status in PROBLEMS}
    components["securitySchemes"] = {
        "Bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that an administrator issued: `Authorization: Bearer TOKEN`.",
        }
    }
    document["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    document["servers"] = [{"url": "/", "description": "This server"}]
    document["tags"] = _tags()
    for method, operation in _operations(document):
        _complete(operation, method)
    return document


def _tags() -> list[Node]:
    return [
        {"name": "Reports", "description": "Reporting and following a report, without an account."},
        {"name": "Cases", "description": "Working on cases with the rights of the token's post."},
        {"name": "Mediations", "description": "How the mediation of a dispute stands, and what came of it."},
        {"name": "Places", "description": "Areas, and the area of a point."},
        {"name": "Packs", "description": "Kinds of matter: what may be reported, and what becomes of it."},
    ]


def _operations(document: OpenAPISchema) -> Iterator[tuple[str, Node]]:
    for path in document["paths"].values():
        yield from path.items()


def _complete(operation: Node, method: str) -> None:
    name = operation["operationId"]
    for parameter in operation["parameters"]:
        parameter.setdefault("description", _PARAMETERS.get(parameter["name"], ""))
    _complete_answers(operation, name)
    if method == "post":
        _complete_post(operation, name)
    operation["responses"].update(_refusals(operation, method))


def _complete_answers(operation: Node, name: str) -> None:
    for status, response in operation["responses"].items():
        response["description"] = _SUCCESS.get((name, str(status)), "As asked.")
        response["headers"] = dict(_LIMITS)
        for content in response.get("content", {}).values():
            content["example"] = ANSWERS[name]


def _complete_post(operation: Node, name: str) -> None:
    operation["parameters"].append(_KEY)
    for response in operation["responses"].values():
        response["headers"]["Idempotent-Replay"] = _REPLAY
    for content in operation["requestBody"]["content"].values():
        if name in REQUESTS:
            content["examples"] = {title: {"value": value} for title, value in REQUESTS[name].items()}
    if "Reports" in operation["tags"]:
        operation["security"] = [{}, {"Bearer": []}]


def _refusals(operation: Node, method: str) -> Node:
    """The problems that this operation may answer with."""
    statuses = {422, 429, 500}
    if method == "post":
        statuses |= {400, 404, 409, 413}
    if operation.get("security"):
        statuses |= {401, 403}
    if any(one["in"] == "path" for one in operation["parameters"]):
        statuses |= {404}
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)}


def _problem_schemas() -> Node:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    parts = schema.pop("$defs", {})
    del schema["properties"]["errors"]["anyOf"][1]
    schema["required"] = ["type", "title", "status", "detail", "instance"]
    return {"Problem": schema, **parts}


def _problem_response(status: int) -> Node:
    example = dict(PROBLEMS[status])
    code = example.pop("code")
    example = {"type": f"https://linli.example/api/docs#problem-{code}", "status": status, **example}
    example["instance"] = "/api/v1/reports"
    return {
        "description": _DESCRIPTIONS[status],
        "headers": _RETRY | _LIMITS if status == 429 else {},
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }
