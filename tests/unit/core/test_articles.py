"""Articles as each reader cites them."""

import pytest

from linli.core.articles import cited, number


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("第十四条", "Art. 14"),
        ("第一百二十七条", "Art. 127"),
        ("第二百零五条", "Art. 205"),
        ("第二十条第一项、第二十六条第二项", "Art. 20 item 1, Art. 26 item 2"),
        ("第五条、第九条、第十四条至第十六条", "Art. 5, Art. 9, Art. 14 to Art. 16"),
        ("第三十四条第二款第（三）项", "Art. 34 para. 2 item 3"),
        ("第一百三十三条之一", "Art. 133-1"),
        ("GB/T 30428.8", "GB/T 30428.8"),
        ("", ""),
    ],
)
def test_an_article_in_english(written: str, read: str) -> None:
    assert cited(article=written, language="en") == read


def test_chinese_readers_read_it_as_it_is_written() -> None:
    assert cited(article="第十四条", language="zh-hans") == "第十四条"


def test_numbers() -> None:
    assert [number(one) for one in ("十", "十九", "二十", "一百", "一百一十", "二百零五", "一千二百六十")] == [
        10, 19, 20, 100, 110, 205, 1260,
    ]  # fmt: skip
