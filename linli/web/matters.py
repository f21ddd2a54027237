"""Which kind of matter a report is about: the packs offered above a form, and the one that its request names."""

from dataclasses import dataclass

from django.http import HttpRequest

from linli.process.definition import Pack
from linli.web.wording import text_of

NAME = "matter"


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of matter to choose from."""

    key: str
    title: str
    summary: str
    is_chosen: bool


def chosen(*, packs: tuple[Pack, ...], request: HttpRequest) -> Pack | None:
    """The pack named by `matter`, or by the kind that a tile led to; else the first. None when nothing is offered."""
    kind = request.GET.get("kind", "").partition(":")[0]
    named = request.POST.get(NAME) or request.GET.get(NAME) or kind
    return next((pack for pack in packs if pack.key == named), packs[0] if packs else None)


def offered(*, packs: tuple[Pack, ...], chosen: tuple[Pack, ...]) -> tuple[Matter, ...]:
    """The kinds to choose from, as one reads them; none where there is only one."""
    if len(packs) < 2:
        return ()
    return tuple(Matter(pack.key, text_of(pack.title), text_of(pack.summary), pack in chosen) for pack in packs)
