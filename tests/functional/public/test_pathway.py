"""Somebody in a dispute finds the way: answers by links, changes one, writes a letter, all without an account."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from playwright.sync_api import expect

from tests.functional.conftest import answered, followed

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("has_script", [True, False])
def test_from_the_front_page_to_a_letter(resident: Callable[..., "Page"], has_script: bool) -> None:
    page = resident("/", has_script=has_script)
    followed(page.get_by_role("link", name="回答几个问题"))
    followed(page.get_by_role("link", name="没有"))
    followed(page.get_by_role("link", name="邻里：漏水"))
    followed(page.get_by_role("link", name="谈过，谈不拢"))
    expect(page.get_by_role("heading", level=1)).to_have_text("你可以走的路")
    expect(page.locator(".route-kind")).to_contain_text(["自己和解", "调解", "诉讼"])

    followed(page.get_by_role("link", name=re.compile("修改.*和对方谈过吗")))
    followed(page.get_by_role("link", name="还没有", exact=True))
    followed(page.get_by_role("link", name="协商函").first)
    page.get_by_role("button", name="看看这封信").click()  # the browser says what is missing and sends nothing
    page.get_by_label("对方是谁").fill("楼上住户")
    page.get_by_label("事情经过").fill("卫生间漏水三次，天花板发霉")
    page.get_by_label("你要对方做什么").fill("修好水管，赔偿粉刷费用")
    page.get_by_label("你的姓名").fill("演示居民")
    answered(page.get_by_role("button", name="看看这封信"))
    expect(page.get_by_role("article")).to_contain_text("修好水管，赔偿粉刷费用")
    with page.expect_download() as kept:
        page.get_by_role("button", name="下载 Word 文件").click()
    written = docx.Document(io.BytesIO(Path(kept.value.path()).read_bytes()))
    assert any("天花板发霉" in one.text for one in written.paragraphs)
