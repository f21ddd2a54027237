"""Amounts of money in capitals (大写), as receipts, orders and agreements must write them."""

from decimal import ROUND_HALF_UP, Decimal

_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_HIGH = 10**8
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
    """A whole number above nought: so many 亿, then the rest. 1234500000000 is 壹万贰仟叁佰肆拾伍亿."""
    high, low = divmod(number, _HIGH)
    if not high:
        return _eight(low)
    return _eight(high) + "亿" + _after(low, _HIGH // 10, high) + (_eight(low) if low else "")


def _eight(number: int) -> str:
    """A number of at most eight figures."""
    high, low = divmod(number, 10**4)
    if not high:
        return _four(low)
    return _four(high) + "万" + _after(low, 10**3, high) + _four(low)


def _after(low: int, full: int, high: int) -> str:
    """零 between two groups where a figure is missing: the last of the upper group, or the first of the lower."""
    return "零" if low and (low < full or high % 10 == 0) else ""


def _four(group: int) -> str:
    words, is_gap = "", False
    for at in reversed(range(4)):
        figure = group // 10**at % 10
        if figure:
            words += ("零" if is_gap and words else "") + _FIGURES[figure] + _PLACES[at]
        is_gap = not figure
    return words
