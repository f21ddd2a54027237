"""The diagram shows every stage and step, in both languages, and is safe to put on a page."""

from xml.etree import ElementTree as ET

import pytest

from linli.process import diagram
from linli.process.definition import Pack
from linli.process.registry import registry

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=[pack.key for pack in registry().current()])
def pack(request: pytest.FixtureRequest) -> Pack:
    return registry().pack(request.param)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_mermaid_names_every_stage_and_every_step_that_leads_on(pack: Pack, language: diagram.Language) -> None:
    text = diagram.mermaid(pack, language=language)
    for key, stage in pack.stages.items():
        assert f'state "{stage.title[language]}" as {key}' in text
    for action in pack.actions.values():
        assert action.to == "@same" or action.title[language] in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_svg_draws_every_stage_once_and_within_the_picture(pack: Pack, language: diagram.Language) -> None:
    tree = ET.fromstring(diagram.svg(pack, language))
    groups = tree.findall(f"{SVG}g")
    told = [group.findtext(f"{SVG}title") or "" for group in groups]
    assert sorted(told) == sorted(stage.public[language] for stage in pack.stages.values())
    width, height = float(tree.attrib["width"]), float(tree.attrib["height"])
    boxes = [_box(group) for group in groups]
    assert len(boxes) == len(pack.stages)
    assert all(x >= 0 and x + w <= width and y >= 0 and y + h <= height for x, y, w, h in boxes)
    assert len({(x, y) for x, y, _, _ in boxes}) == len(boxes)


def test_svg_holds_nothing_that_a_strict_page_refuses(pack: Pack) -> None:
    for element in ET.fromstring(diagram.svg(pack)).iter():
        assert element.tag.removeprefix(SVG) not in {"style", "script", "foreignObject"}
        assert not any(name == "style" or name.startswith("on") for name in element.attrib)


def _box(group: ET.Element) -> tuple[float, float, float, float]:
    found = group.find(f"{SVG}rect")
    assert found is not None
    x, y, w, h = (float(found.attrib[name]) for name in ("x", "y", "width", "height"))
    return x, y, w, h
