"""The parts of an address that are finer than a village or community: house, building, unit, floor, room, group.

Counts of buildings (共13栋) and floors alone say nobody's door and stay, and so do dates (3月12号) and lines (3号线).
"""

import re
from collections.abc import Iterator

_N = r"(?:[A-Za-z]{0,2}\d{1,4}[A-Za-z]?|[一二三四五六七八九十百零]{1,4})"
_BUILDING = rf"(?:{_N} ?(?:号楼|号栋|栋|幢)|[A-Za-z]\d{{0,2}} ?座(?![谈位椅落城山]))"
_INNER = (
    rf"(?:{_N} ?(?:单元|门洞|梯|层|楼|室|房(?![间子价款产租地屋])|号房|号(?![线文]))|\d{{3,4}}[A-Za-z]?(?![\d年栋幢]))"
)
_NO_COUNT = r"(?<![共有各每约近多这那几占建剩余到等第迁\d\-~、.一二三四五六七八九十百零A-Za-z])"
_CHAIN = re.compile(rf"{_NO_COUNT}({_BUILDING})((?: ?[-—]? ?{_INNER}){{0,3}})(?!\d)")
_COUNTED = re.compile(r"(?:公寓|高层|洋房|楼房|住宅|住房|别墅|多层|大楼|电梯房|房子|居民楼|以上|左右|多)")
_ROOM = re.compile(
    rf"(?<![\dA-Za-z.\-第])(?:{_N} ?单元 ?(?:{_N} ?[室房号户楼层]?)?|\d{{3,4}} ?(?:室|号房|房(?=[业住,，。、的]|$)))"
)
_HOUSE = re.compile(
    r"(?:路|街|巷|大道|弄|胡同|里|村|组|屯|社区|小区)[东西南北中]{0,1}段? ?"
    r"(\d{1,4}(?:[-—]\d{1,3})?(?:附\d{1,3})? ?号(?:附\d{1,3}号)?)(?![线文令台机公馆])"
)
_DASHED = re.compile(
    r"(?:小区|花园|家园|苑|园|城|府|湾|郡|庭|公寓|村|期) ?([A-Za-z]?\d{1,3}[-—]\d{1,2}[-—]\d{3,4}|"
    r"[A-Za-z]?\d{1,3}[-—]\d{3,4})(?![\d\-—])"
)
_GROUP = re.compile(
    r"(?:村|社区|居委会)(?!里)(\d{1,3}|[一二三四五六七八九十]{1,3}|[^\W\d_民委干部党工专督导检查项小班调的和与各几某支两第我你他该本筹备]{1,3})"
    r"(?:村民小|居民小)?组(?![织长建成合员团])"
)
_EN = re.compile(
    r"\b(?:[Aa]pt|[Aa]partment|[Uu]nit|[Rr]oom|[Ff]lat|[Ss]uite|[Bb]uilding|[Bb]ldg|[Hh]ouse [Nn]o|No)\.?"
    r" ?#?\d{1,4}[A-Za-z]?\b"
    r"(?:, ?(?:[Aa]pt|[Uu]nit|[Rr]oom|[Ff]lat)\.? ?#?\d{1,4}[A-Za-z]?\b){0,2}"
)


def addresses(text: str, *, keep_buildings: bool = False) -> Iterator[tuple[int, int]]:
    """Start and end of each part; spans may overlap. `keep_buildings`: houses and buildings stay, their doors go."""
    for found in _CHAIN.finditer(text):
        start, end = found.span(2) if keep_buildings else found.span()
        if start < end and (found[2] or _names_one(text, found)):
            yield start, end
    yield from (found.span() for found in _ROOM.finditer(text))
    yield from (found.span(1) for found in _DASHED.finditer(text))
    if keep_buildings:
        return
    yield from (found.span(1) for found in _HOUSE.finditer(text))
    yield from ((found.start(1), found.end()) for found in _GROUP.finditer(text))
    yield from (found.span() for found in _EN.finditer(text))


def _names_one(text: str, found: re.Match[str]) -> bool:
    """Whether a building alone is one of a community, not how many there are."""
    return not found[0].startswith("一栋") and not _COUNTED.match(text, found.end())
