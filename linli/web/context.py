"""What every template may use: the city's name and brand, the sizes and modes a reader chose."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from linli.places import city
from linli.web import preferences, shell


@dataclass(frozen=True, slots=True)
class Site:
    """The frame of a page. `language` is the page's language tag; `back` the address that switches return to."""

    title: str
    motto: str
    language: str
    theme: str
    text: str
    back: str
    is_demo: bool
    languages: tuple[tuple[str, str], ...]


def site(request: HttpRequest) -> dict[str, object]:
    """Template variables of every page: `linli`, and `shell` on demand for the console's frame."""
    chosen = preferences.of(request)
    language = get_language() or settings.LANGUAGE_CODE
    title, motto = _brand(language)
    frame = Site(
        title=title,
        motto=motto,
        language="zh-CN" if language.startswith("zh") else language,
        theme=chosen.theme,
        text=chosen.text,
        back=request.get_full_path() if request.method == "GET" else request.path,
        is_demo=settings.DEMO,
        languages=tuple(settings.LANGUAGES),
    )
    return {"linli": frame, "shell": SimpleLazyObject(lambda: shell.of(request))}


@lru_cache(maxsize=8)
def _brand(language: str) -> tuple[str, str]:
    """The installation's name and motto in a language."""
    here, key = city.current(), "en" if language.startswith("en") else "zh"
    title = f"{here.name['en']} Linli" if key == "en" else f"{here.name['zh']}邻里"
    return title, here.brand.get(f"motto_{key}", "")
