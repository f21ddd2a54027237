"""Numbers and accounts that belong to somebody: identity, bank card, telephone, e-mail, WeChat and QQ, number plate.

Patterns over one text with full-width forms narrowed. Digits may stand apart by a space, dash or dot. Every pattern is
bounded or possessive, so that no text takes more than linear time.
"""

import re
from collections.abc import Iterator
from typing import Literal

NumberKind = Literal["identity", "card", "phone", "email", "account", "plate"]
Found = tuple[int, int, NumberKind]

_GAP = r"[ \u00a0\-–—._·()]{0,3}"
_PROVINCES = frozenset((11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
                        50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83))  # fmt: skip
_IDENTITY = re.compile(rf"(?<!\d)(?=(\d(?:{_GAP}\d){{16}}{_GAP}[\dXx])(?!\d))")
"""Looked for from every digit on, so that a number beside it hides none."""
_LONG = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{13,18}}(?:{_GAP}[Xx])?(?![\dA-Za-z])")
_CUED_IDENTITY = re.compile(r"(?:身份证|证件|社保|护照|ID)[^\d\n〕\]]{0,10}$", re.IGNORECASE)
_CUED_CARD = re.compile(r"(?:卡号|银行卡|账号|帐号|账户|帐户|储蓄卡|信用卡|card)[^\d\n〕\]]{0,10}$", re.IGNORECASE)
_CUED = re.compile(
    r"(?:卡号|银行卡|账号|帐号|储蓄卡|信用卡|身份证号?码?|证件号码?)[^\d\n〕\]]{0,6}"
    rf"(\d(?:{_GAP}\d){{9,22}}[Xx]?)(?!\d)"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CARD_STARTS = ("62", "4", "5", "34", "35", "36", "37", "60", "68", "69", "9")
_MOBILE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)?86{_GAP}|0)?(?:1[3-9]\d|(?<!\d[.\-–—])1{_GAP}[3-9]{_GAP}\d)(?:{_GAP}\d){{8}}(?!\d)"
)
"""Its first three digits apart are none after a dot or dash: 2019.1.31-2019.12.31 are dates."""
_MOBILES = re.compile(r"(?<!\d)(?:1[3-9]\d{9}){2,9}(?!\d)")
"""Several written together, with nothing between them."""
_BROKEN = re.compile(r"(?<!\d)\d(?:[ \-]?\d){1,17}[ \t]{0,9}\r?\n[ \t]{0,9}\d(?:[ \-]?\d){0,17}[Xx]?(?![\dXx])")
"""A number that goes on in the next line."""
_SPOKEN = str.maketrans("〇零幺一二两三四五六七八九壹贰叁肆伍陆柒捌玖", "0011223456789123456789")
_SAID = re.compile(
    rf"[{''.join(map(chr, _SPOKEN))}0-9](?:[ 、，,\-]{{0,2}}[{''.join(map(chr, _SPOKEN))}0-9Xx]){{10,24}}"
)
"""A number in words, digit by digit."""
_LANDLINE = re.compile(r"(?<!\d)\(?(?:0|\+86[ \-]?)(?:10|2\d|[3-9]\d{2})\)?[ \-–—]{0,3}[2-9]\d{2,3}[ \-]?\d{4}(?!\d)")
_CUED_PHONE = re.compile(
    r"(?:电话|座机|联系方式|传真|手机|号码|小灵通|短号|[Tt]el|[Pp]hone|[Cc]all)[^\d\n〕\]]{0,6}"
    r"([2-8]\d{2,3}[ \-]?\d{4})(?![\d年月日元])"
)
_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++@(?:[A-Za-z0-9-]++\.)++[A-Za-z]{2,}+")
_CHAT = re.compile(
    r"(?:微信|威信|wechat|weixin|\bvx|\bwx|v信|qq|扣扣|企鹅|抖音|微博)(?:号码?|群|账号|id|同号|名)?[\s:是为叫()]{0,4}"
    r"([a-z0-9][-_a-z0-9]{4,20})(?![-_a-z0-9@])",
    re.IGNORECASE,
)
_CHAT_MOSTLY_DIGITS = re.compile(r"(?=[-_a-zA-Z0-9]*\d)|[a-zA-Z]{6,}")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使][A-Za-z]"
    r"[ \u00a0·•.\-–—]{0,3}(?=[A-Za-z]{0,4}\d)"
    r"(?:[DFdfABCabcEGHJKeghjk][A-Za-z0-9]\d{4}(?!\d)|\d{5}[DFdfABCabcEGHJKeghjk](?![A-Za-z0-9])"
    r"|[A-Za-z0-9]{4}[A-Za-z0-9挂学警港澳](?!\d))"
)
"""I and O, which no plate has, stand for 1 and 0. Letters may follow: 湘A12345QQ."""


def numbers(text: str) -> Iterator[Found]:
    """Start, end and kind of each; the surest first where several fit one place."""
    yield from ((*found.span(1), "identity") for found in _IDENTITY.finditer(text) if is_identity(_digits(found[1])))
    for found in _LONG.finditer(text):
        if kind := _long_kind(text, found):
            yield (*found.span(), kind)
    for found in _CUED.finditer(text):
        yield (*found.span(1), "identity" if "证" in found[0][:4] else "card")
    yield from ((*found.span(), "phone") for found in _MOBILES.finditer(text))
    yield from ((*found.span(), "phone") for found in _MOBILE.finditer(text))
    for found in (*_BROKEN.finditer(text), *_SAID.finditer(text)):
        if kind := _whole_kind(_digits(found[0].translate(_SPOKEN))):
            yield (*found.span(), kind)
    yield from ((*found.span(), "phone") for found in _LANDLINE.finditer(text))
    yield from ((*found.span(1), "phone") for found in _CUED_PHONE.finditer(text))
    yield from ((*found.span(), "email") for found in _EMAIL.finditer(text))
    yield from ((*found.span(1), "account") for found in _CHAT.finditer(text) if _CHAT_MOSTLY_DIGITS.match(found[1]))
    yield from ((*found.span(), "plate") for found in _PLATE.finditer(text))


def _long_kind(text: str, found: re.Match[str]) -> NumberKind | None:
    """What a number of 14 to 20 digits is; None for a serial number of anything else."""
    digits = _digits(found[0])
    if is_identity(digits):
        return "identity"
    before = text[max(0, found.start() - 16) : found.start()]
    if len(digits) in (15, 18) and _CUED_IDENTITY.search(before):
        return "identity"
    if digits.isdigit() and 16 <= len(digits) <= 19 and digits.startswith(_CARD_STARTS) and luhn(digits):
        return "card"
    return "card" if _CUED_CARD.search(before) else None


def _whole_kind(digits: str) -> NumberKind | None:
    """What these digits are for certain."""
    if is_identity(digits) and len(digits) == 18:
        return "identity"
    if re.fullmatch(r"(?:1[3-9]\d{9}){1,2}", digits):
        return "phone"
    is_card = digits.isdigit() and 16 <= len(digits) <= 19 and digits.startswith(_CARD_STARTS) and luhn(digits)
    return "card" if is_card else None


def _digits(written: str) -> str:
    return "".join(one for one in written if one.isdigit() or one in "Xx").upper()


def is_identity(digits: str) -> bool:
    """A citizen's number of 18 places with its check digit (GB 11643-1999), or an old one of 15 digits."""
    if len(digits) == 18 and digits[:17].isdigit():
        check = "10X98765432"[sum(int(one) * weight for one, weight in zip(digits, _WEIGHTS, strict=False)) % 11]
        return digits[17] == check and _born(digits[:2], digits[6:10], digits[10:14])
    return len(digits) == 15 and digits.isdigit() and _born(digits[:2], f"19{digits[6:8]}", digits[8:12])


def _born(province: str, year: str, month_day: str) -> bool:
    return (
        int(province) in _PROVINCES
        and 1880 <= int(year) <= 2099
        and 1 <= int(month_day[:2]) <= 12
        and 1 <= int(month_day[2:]) <= 31
    )


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others, as on bank cards (ISO/IEC 7812-1)."""
    doubled = (int(one) * (2 if place % 2 else 1) for place, one in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
