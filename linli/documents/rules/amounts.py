"""Amounts of money in capitals (大写), as receipts, orders and agreements must write them."""

from decimal import ROUND_HALF_UP, Decimal

_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
MOST = Decimal("9999999999999999.99")


def capitals(amount: Decimal) -> str:
    """`壹万零贰拾元伍角整`. Raises ValueError for a negative amount or one that has no name.

    By 正确填写票据和结算凭证的基本规定: one 零 for a run of noughts, 整 after 元 or 角, none after 分.
    """
    cents = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if cents < 0 or cents > MOST:
        raise ValueError(f"{amount} has no amount in capitals")
    whole, rest = divmod(int(cents * 100), 100)
    tenths, hundredths = divmod(rest, 10)
    yuan = f"{_whole(whole)}元" if whole else ""
    if not rest:
        return f"{yuan or '零元'}整"
    gap = "零" if whole and (not tenths or whole % 10 == 0) else ""
    jiao = f"{_FIGURES[tenths]}角" if tenths else ""
    return yuan + gap + jiao + (f"{_FIGURES[hundredths]}分" if hundredths else "整")


def _whole(number: int) -> str:
    """A whole number above nought, in groups of four figures."""
    words = ""
    for at in reversed(range(len(_GROUPS))):
        group = number // 10000**at % 10000
        if not group:
            continue
        needs_nought = bool(words) and (group < 1000 or number // 10000 ** (at + 1) % 10 == 0)
        words += ("零" if needs_nought else "") + _four(group) + _GROUPS[at]
    return words


def _four(group: int) -> str:
    words, is_gap = "", False
    for at in reversed(range(4)):
        figure = group // 10**at % 10
        if figure:
            words += ("零" if is_gap and words else "") + _FIGURES[figure] + _PLACES[at]
        is_gap = not figure
    return words
