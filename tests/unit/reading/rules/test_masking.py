"""What identifies somebody goes; what is the matter stays. Names and numbers here are made up."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.reading.rules.masking import TOKENS, Kind, mask
from linli.reading.rules.numbers import is_identity, luhn
from tests.written import left, texts

IDENTITY = "43010419900101123"
CHECKED = next(IDENTITY + last for last in "0123456789X" if is_identity(IDENTITY + last))
CARD = next(f"622202100011223{n:04d}" for n in range(10) if luhn(f"622202100011223{n:04d}"))


@pytest.mark.parametrize(
    ("text", "kind", "gone"),
    [
        ("我叫王小明，家住岳麓区", "name", "王小明"),
        ("我叫李明今年五十岁", "name", "李明"),
        ("本人欧阳小明，男", "name", "欧阳小明"),
        ("本人名叫买买提·吐尔逊，", "name", "买买提·吐尔逊"),
        ("联系人：张三丰", "name", "张三丰"),
        ("举报人 刘大海 2019年3月1日", "name", "刘大海"),
        ("申请人:陈一一，赵二二。", "name", "赵二二"),
        ("物业的欧阳先生不理", "name", "欧阳"),
        ("工作人员赵小兰女士接待", "name", "赵小兰"),
        ("此致敬礼！王小明", "name", "王小明"),
        ("请尽快处理！\n陈小华 2024年5月1日", "name", "陈小华"),
        ("My name is John Example and", "name", "John Example"),
        ("Mrs. Example told us", "name", "Example"),
        ("电话13812345678", "phone", "13812345678"),
        ("请拨 138-1234-5678", "phone", "138-1234-5678"),
        ("请拨 138 1234 5678。", "phone", "138 1234 5678"),
        ("+86 13812345678", "phone", "13812345678"),
        ("１３８１２３４５６７８", "phone", "１３８１２３４５６７８"),
        ("座机0731-88881234", "phone", "0731-88881234"),
        ("座机(010)88881234", "phone", "88881234"),
        ("电话：88881234", "phone", "88881234"),
        (f"身份证{CHECKED}", "identity", CHECKED),
        (f"{CHECKED[:6]} {CHECKED[6:14]} {CHECKED[14:]}", "identity", CHECKED[6:14]),
        (f"李某{CHECKED}Tel", "identity", CHECKED),
        (f"{CHECKED} 5号楼", "identity", CHECKED),
        (f"3 {CHECKED}", "identity", CHECKED),
        ("身份证号430104199001011230", "identity", "430104199001011230"),
        ("老证430104900101123号", "identity", "430104900101123"),
        (f"卡号{CARD}", "card", CARD),
        (f"打到{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}", "card", CARD[4:8]),
        ("车牌湘A12345违停", "plate", "湘A12345"),
        ("湘A·D12345占道", "plate", "D12345"),
        ("湘AF12345占道", "plate", "湘AF12345"),
        ("教练车湘A1234学", "plate", "湘A1234学"),
        ("+86-731-88881234", "phone", "88881234"),
        ("老写法013812345678", "phone", "13812345678"),
        ("请拨 139 - 1234 - 5678", "phone", "139 - 1234 - 5678"),
        ("电话一三八零零一三八零零零，急", "phone", "一三八零零一三八零零零"),
        ("请打幺三捌、〇〇幺三捌、〇〇〇", "phone", "幺三捌、〇〇幺三捌、〇〇〇"),
        ("两个号1381234567813987654321都行", "phone", "1381234567813987654321"),
        ("打1381234\r\n 5678找我", "phone", "1381234\r\n 5678"),
        (f"证号{CHECKED[:14]}\n{CHECKED[14:]}", "identity", CHECKED[:14]),
        ("湘A12345QQ", "plate", "湘A12345"),
        ("湘A - 12345占道", "plate", "12345"),
        ("湘AO1234占道", "plate", "O1234"),
        ("邮箱 someone@example.org 谢谢", "email", "someone@example.org"),
        ("微信号：abc_12345", "account", "abc_12345"),
        ("加QQ 123456789 联系", "account", "123456789"),
        ("幸福小区3栋2单元1201室漏水", "address", "3栋2单元1201"),
        ("幸福小区3-2-1201漏水", "address", "3-2-1201"),
        ("芙蓉路98号门前", "address", "98号"),
        ("金鼎村七里组的路", "address", "七里组"),
        ("at Room 1201, please", "address", "1201"),
    ],
)
def test_it_is_gone(text: str, kind: Kind, gone: str) -> None:
    found = mask(text)

    assert gone in text
    assert gone not in found.text
    assert kind in found.kinds
    assert any(token in found.text for token in TOKENS[kind])


@pytest.mark.parametrize(
    "text",
    [
        "地铁3号线什么时候开通",
        "3月12号停水",
        "小区共13栋楼，34层高",
        "张市长您好，谢谢！",
        "我叫车去医院",
        "本人是业主，方便的话请回复",
        "我是高中生，",
        "拨打12345和110都没人管",
        "2019年3月1日至2020年12月31日",
        "2019.1.31-2019.12.31",
        "赔偿12800000元",
        "政发(2000)73号文件",
        "国家标准GB8702-88",
        "各位先生女士",
        "社区筹备组和工作组",
        "村民小组长没有来",
        "The lamp on Main Street is broken since 2019-08-28 19:32.",
        "",
    ],
)
def test_it_stays(text: str) -> None:
    assert mask(text).text == text


def test_the_finest_part_of_an_address_is_chosen() -> None:
    text = "芙蓉路98号幸福小区3栋1201室"

    assert "98号" not in mask(text).text
    assert "98号幸福小区3栋" in mask(text, finest="building").text
    assert "1201" not in mask(text, finest="building").text
    assert mask(text, finest="door").text == text


def test_spans_are_places_in_the_original() -> None:
    text = "我叫王小明，电话１３８１２３４５６７８。"

    assert [(text[one.start : one.end], one.kind) for one in mask(text).spans] == [
        ("王小明", "name"),
        ("１３８１２３４５６７８", "phone"),
    ]


def test_an_english_text_has_english_tokens() -> None:
    assert mask("Call me: 13812345678").text == "Call me: [phone]"


SCRAPS = ["我叫", "王小明", "，", " ", "电话", "138", "1234", "5678", "栋", "3", "单元", "路", "98号", "先生", "@",
          "a.org", "湘A", "12345", "-", "微信", "\n", "。", "举报人：", "敬礼", "１２", CHECKED, CARD]  # fmt: skip


@given(st.lists(st.sampled_from(SCRAPS), max_size=30).map("".join) | st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_what_is_between_spans_is_as_it_was(text: str) -> None:
    found = mask(text)

    last, rest = 0, found.text
    for span in found.spans:
        assert last <= span.start < span.end <= len(text)
        between = text[last : span.start]
        assert rest.startswith(between)
        rest = rest[len(between) :]
        token = next(token for token in TOKENS[span.kind] if rest.startswith(token))
        rest, last = rest[len(token) :], span.end
    assert rest == text[last:]


@given(texts())
@settings(max_examples=400, deadline=None)
def test_no_phone_identity_number_or_plate_is_left(written: tuple[str, str]) -> None:
    text, number = written

    masked = mask(text).text
    assert number not in masked
    assert left(masked) == []


def test_a_number_with_a_wrong_check_digit_is_none() -> None:
    assert is_identity(CHECKED)
    assert not is_identity(CHECKED[:17] + ("1" if CHECKED[17] != "1" else "2"))
    assert not is_identity("99" + CHECKED[2:])


def spent(text: str) -> float:
    """Seconds of this process's own time, the least of three."""
    times = []
    for _look in range(3):
        start = time.process_time()
        mask(text)
        times.append(time.process_time() - start)
    return min(times)


def test_a_hundred_kilobytes_take_under_a_tenth_of_a_second() -> None:
    text = "芙蓉路98号幸福小区3栋2单元1201室的王女士反映，门前的路灯坏了三天，电话13812345678，请尽快派人来修。"
    text *= 100_000 // len(text.encode()) + 1

    assert len(text.encode()) >= 100_000
    assert spent(text) < 0.1


@pytest.mark.parametrize(
    "scrap", ["1", "1 ", "a", "a@", "a.@", "1栋", "栋", "小区1-", "我叫", "、王明", " ", "先生", "敬礼!"]
)
def test_no_text_takes_more_than_linear_time(scrap: str) -> None:
    short, long = scrap * (8_000 // len(scrap)), scrap * (64_000 // len(scrap))

    assert spent(long) < 24 * spent(short) + 0.02
