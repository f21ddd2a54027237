"""How areas are called. Pure."""

_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """1 to 999 as it is written in a name: 12 is 十二, 105 is 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones or not text else "")


def grid_name(number: int, language: str) -> str:
    """The usual name of a village's grid by its number."""
    return f"第{chinese_number(number)}网格" if language.startswith("zh") else f"Grid {number}"
