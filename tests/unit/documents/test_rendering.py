"""Templates: filled in, sandboxed, every fault named."""

import io
import zipfile

import pytest
from docx import Document

from linli.documents import drafting, reading, rendering
from linli.documents.errors import DocumentFailed
from linli.documents.rendering import Names
from linli.documents.words import Letter

NAMES = Names(case=frozenset({"claims"}), given=frozenset({"sum", "reason"}), clocks=frozenset())
LETTER = Letter(
    plain={"number": "长信访〔2026〕12号", "recipient": "张**", "issuer": "长沙市信访局", "date": "2026年3月2日"},
    case={"claims": [{"name": "甲", "sum": "1200"}, {"name": "乙", "sum": "900"}]},
    given={"sum": "12,345.60", "reason": "一是 <甲> & 乙。\n二是丙。"},
)


def template(body: str) -> bytes:
    side = drafting.Side.model_validate({**drafting.USUAL["zh"], "title": "告知书", "body": body})
    return drafting.draft(side=side, language="zh")


def said(content: bytes) -> list[str]:
    return [block.text for block in reading.blocks(content=content) if not block.rows]


def test_it_is_filled_in() -> None:
    made = rendering.render(content=template("理由：{{ 填写.reason }}"), letter=LETTER)
    assert said(made) == [
        "长沙市信访局",
        "长信访〔2026〕12号",
        "告知书",
        "张**：",
        "理由：一是 <甲> & 乙。",
        "二是丙。",
        "长沙市信访局",
        "2026年3月2日",
    ]


def test_an_amount_is_written_in_capitals() -> None:
    made = rendering.render(content=template("共计{{ 填写.sum|大写 }}"), letter=LETTER)
    assert "共计壹万贰仟叁佰肆拾伍元陆角整" in said(made)


def test_rows_make_a_table() -> None:
    body = "| 姓名 | 金额 |\n| {%tr for 行 in 事项.claims %} |\n| {{ 行.name }} | {{ 行.sum }} |\n| {%tr endfor %} |"
    made = rendering.render(content=template(body), letter=LETTER)
    tables = [block.rows for block in reading.blocks(content=made) if block.rows]
    assert tables == [(("姓名", "金额"), ("甲", "1200"), ("乙", "900"))]


def test_a_field_called_like_a_method_is_a_field() -> None:
    letter = Letter(plain={}, case={"items": [{"values": "甲"}]})
    body = "| 项 |\n| {%tr for 行 in 事项.items %} |\n| {{ 行.values }} |\n| {%tr endfor %} |"
    tables = [block.rows for block in reading.blocks(content=rendering.render(content=template(body), letter=letter))]
    assert (("项",), ("甲",)) in tables


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("拒不停产", "拒不停产。"),
        ("拒不停产。", "拒不停产。"),
        ("拨打12348", "拨打12348。"),
        ("refuses,", "refuses."),
        ("", ""),
    ],
)
def test_words_end_as_a_sentence(written: str, said: str) -> None:
    made = rendering.render(
        content=template("因{{ 填写.reason|成句 }}"), letter=Letter(plain={}, given={"reason": written})
    )
    assert any(block.text == f"因{said}" for block in reading.blocks(content=made))


def test_a_row_of_dashes_shares_the_width_out() -> None:
    made = Document(io.BytesIO(template("| 序号 | 隐患 |\n| - | --- |\n| 1 | 出口锁闭 |")))
    (table,) = made.tables
    assert [cell.text for row in table.rows for cell in row.cells] == ["序号", "隐患", "1", "出口锁闭"]
    first, second = (int(cell.width or 0) for cell in table.rows[1].cells)
    assert round(second / first) == 3


def test_what_stands_below_the_date_stays_with_it() -> None:
    side = {**drafting.USUAL["zh"], "title": "告知书", "body": "完。", "below": "抄送：某某单位。\n印发：2份。"}
    made = Document(io.BytesIO(drafting.draft(side=drafting.Side.model_validate(side), language="zh")))
    dated, copy, printed = made.paragraphs[-3:]
    assert (copy.text, printed.text) == ("抄送：某某单位。", "印发：2份。")
    assert dated.paragraph_format.keep_with_next


def test_a_heading_stays_with_what_follows_it() -> None:
    made = Document(io.BytesIO(template("一、依据。\n\n# 二、要求\n\n完。")))
    kept = {one.text: bool(one.paragraph_format.keep_with_next) for one in made.paragraphs}
    assert (kept["一、依据。"], kept["二、要求"]) == (False, True)


def test_a_paragraph_may_depend_on_a_value() -> None:
    body = "{%p if 联系电话 %}\n\n电话：{{ 联系电话 }}\n\n{%p endif %}\n\n完。"
    assert "电话：" not in " ".join(said(rendering.render(content=template(body), letter=LETTER)))


def test_characters_that_no_document_holds_are_left_out() -> None:
    letter = Letter(plain=LETTER.plain, given={"reason": "上\x00\x0b下", "sum": ""})
    assert "上下" in said(rendering.render(content=template("{{ 填写.reason }}"), letter=letter))


def test_a_good_template_has_no_faults() -> None:
    assert rendering.check(content=template("{{ 填写.reason }}{{ given.sum|大写 }}"), names=NAMES) == ()


@pytest.mark.parametrize(
    ("body", "name"),
    [("{{ 收信人 }}", "收信人"), ("{{ 填写.facts }}", "填写.facts"), ("{{ 文号|shout }}", "shout")],
)
def test_a_fault_names_its_placeholder(body: str, name: str) -> None:
    (fault,) = rendering.check(content=template(body), names=NAMES)
    assert f"“{name}”" in fault


def test_a_placeholder_that_is_not_closed_is_a_fault() -> None:
    assert len(rendering.check(content=template("{% if 文号 %}"), names=NAMES)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "{{ 填写.__class__.__mro__ }}",
        "{{ 'a' * 999999999 }}",
        "{% for i in range(9) %}x{% endfor %}",
        "{{ 填写.sum|大写 }}{{ 填写.reason|大写 }}",
        "{{ 填写.nothing }}",
    ],
)
def test_it_is_refused_whole(body: str) -> None:
    with pytest.raises(DocumentFailed):
        rendering.render(content=template(body), letter=LETTER)


def test_a_refusal_names_what_is_unknown() -> None:
    with pytest.raises(DocumentFailed, match="nothing"):
        rendering.render(content=template("{{ 填写.nothing }}"), letter=LETTER)


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template("x"))) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            write.writestr(name, read.read(name))
        for name, content in parts.items():
            write.writestr(name, content)
    return out.getvalue()


def test_macros_are_refused() -> None:
    assert rendering.check(content=packed(**{"word/vbaProject.bin": b"x"}), names=NAMES)


def test_what_is_loaded_from_elsewhere_is_refused() -> None:
    rels = b'<Relationships><Relationship Id="x" Type="a/attachedTemplate" Target="//h/t" TargetMode="External"/>'
    assert rendering.check(content=packed(**{"word/_rels/settings.xml.rels": rels}), names=NAMES)


def test_a_bomb_is_refused() -> None:
    assert rendering.check(content=packed(**{"word/media/a.bin": b"\0" * 30_000_000}), names=NAMES)


def test_what_is_no_word_document_is_refused() -> None:
    assert rendering.check(content=b"PK nothing", names=NAMES)


def test_it_says_whether_it_prints_a_number() -> None:
    plain = drafting.Side.model_validate({**drafting.USUAL["zh"], "title": "告知书", "body": "x", "number": ""})
    assert rendering.uses_number(content=template("x"))
    assert not rendering.uses_number(content=drafting.draft(side=plain, language="zh"))
