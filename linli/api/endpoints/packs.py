"""Kinds of matter, from their packs."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from linli.api.bearer import Bearer
from linli.api.codec import answer
from linli.api.limits import limited
from linli.api.schemas.packs import PackDetail, PackList
from linli.api.shown import packs as shown_packs
from linli.api.shown import words
from linli.core.errors import NotFound
from linli.packs.queries import installed
from linli.process.errors import UnknownPackError

router = Router(auth=Bearer())


@router.get("/packs", response=PackList, operation_id="listPacks", summary="List kinds of matter")
@limited
def list_packs(request: HttpRequest) -> HttpResponse:
    """The kinds of matter that the city takes, in their current versions."""
    return answer({"items": [words.pack(pack) for pack in installed().current()]})


@router.get("/packs/{key}", response=PackDetail, operation_id="getPack", summary="Read a kind of matter")
@limited
def get_pack(request: HttpRequest, key: str) -> HttpResponse:
    """Its categories, fields, stages, actions and deadlines with their legal basis."""
    try:
        return answer(shown_packs.detail(installed().pack(key)))
    except UnknownPackError:
        raise NotFound(_("There is no such kind of matter. `GET /packs` lists them.")) from None
