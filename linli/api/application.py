"""The API: its routers, its way of reading and writing JSON, its errors and its description."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from linli.api import openapi, problems
from linli.api.codec import OrjsonParser, OrjsonRenderer
from linli.api.endpoints import cases, mediations, packs, places, reports

_NEVER_SENT = HttpResponse()


class LinliAPI(NinjaAPI):
    """Describes itself completely, once."""

    @cached_property
    def description_of_all(self) -> OpenAPISchema:
        """The OpenAPI document."""
        return openapi.complete(super().get_openapi_schema())

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """The same for all, because none is ever sent: every endpoint here answers with a response of its own."""
        return _NEVER_SENT

    def get_openapi_schema(self, **_options: Any) -> OpenAPISchema:
        return self.description_of_all


api = LinliAPI(
    title="Linli",
    version="1",
    description=openapi.INTRODUCTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
    parser=OrjsonParser(),
    renderer=OrjsonRenderer(),
)
problems.handle(api)
api.add_router("", reports.router, tags=["Reports"])
api.add_router("", cases.router, tags=["Cases"])
api.add_router("", mediations.router, tags=["Mediations"])
api.add_router("", places.router, tags=["Places"])
api.add_router("", packs.router, tags=["Packs"])
