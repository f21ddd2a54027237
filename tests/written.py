"""Made-up numbers as people write them, anywhere in a text; and a look for any that is left, by means of its own."""

import re

from hypothesis import strategies as st

WORDS = st.text(alphabet="路灯坏了请修理谢小区门口，。 ab1（:-", max_size=10)
_GAPS = st.sampled_from(["", "", "", " ", "-", " - ", "—", ".", "\u00a0"])
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


def check_digit(digits: str) -> str:
    """The last place of a citizen's number (GB 11643-1999) of these seventeen."""
    return "10X98765432"[sum(int(one) * weight for one, weight in zip(digits, _WEIGHTS, strict=True)) % 11]


@st.composite
def phones(draw: st.DrawFn) -> str:
    """A mobile number, perhaps in groups, with its country's number or in full-width digits."""
    second, rest, gap = draw(st.integers(3, 9)), draw(st.integers(0, 10**9 - 1)), draw(_GAPS)
    digits = f"1{second}{rest:09d}"
    lead = draw(st.sampled_from(["", "", "+86", "0086 ", "0", "tel", "电话："]))
    number = f"{lead}{gap.join((digits[:3], digits[3:7], digits[7:]))}"
    return number.translate(_WIDE) if draw(st.booleans()) else number


@st.composite
def identities(draw: st.DrawFn) -> str:
    """A citizen's number with its right check digit, perhaps in groups."""
    born, serial, gap = draw(st.dates()), draw(st.integers(0, 999)), draw(_GAPS)
    day = f"{1900 + born.year % 126}{born.month:02d}{born.day:02d}"
    area = draw(st.sampled_from(["430104", "110101", "652901"]))
    digits = f"{area}{day}{serial:03d}"
    return gap.join((area, day, f"{serial:03d}{check_digit(digits)}"))


@st.composite
def plates(draw: st.DrawFn) -> str:
    """A number plate, of a new-energy vehicle or not."""
    rest = draw(st.from_regex(r"[A-HJ-NP-Z0-9]{1}[0-9]{4}|[DF][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DF]", fullmatch=True))
    return f"{draw(st.sampled_from('京湘粤川'))}{draw(st.sampled_from('ABCDE'))}{draw(_GAPS)}{rest}"


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    """A text that holds one such number, and the number."""
    number = draw(phones() | identities() | plates())
    before, after = draw(WORDS), draw(WORDS)
    if before[-1:].isdigit():
        before += "："
    return f"{before}{number}{'，' if after[:1].isalnum() and after[0] < 'z' else ''}{after}", number


def left(text: str) -> list[str]:
    """Runs of digits in a text that are a mobile or a citizen's number, and plates; whatever stands between digits."""
    plain = re.sub(r"(?<=[\d京湘粤川A-Z])[ \-—.\u00a0]{1,3}(?=[\dA-Z])", "", text.translate(_NARROW))
    runs = re.findall(r"(?<!\d)\d{11,21}[Xx]?", plain)
    found = [run for run in runs if re.fullmatch(r"(?:86|0086|0)?1[3-9]\d{9}", run)]
    found += [run for run in runs if len(run) == 18 and run[:17].isdigit() and check_digit(run[:17]) == run[17].upper()]
    return found + re.findall(r"[京湘粤川][A-E](?:[A-HJ-NP-Z0-9]\d{4}|[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF])(?!\d)", plain)
