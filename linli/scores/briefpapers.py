"""A brief as a Word document in the form of official papers: the sections, the areas as a table, the charts."""

from collections.abc import Iterator

from linli.core.calendars.queries import calendar
from linli.core.charts import picture
from linli.core.charts.definition import Canvas, Chart, Language
from linli.core.charts.drawing import svg
from linli.documents import queries as templates
from linli.documents import rendering
from linli.documents.rules import dates
from linli.documents.words import PLAIN, Letter, Picture
from linli.scores import briefcharts, briefwords
from linli.scores.letters import Shelf
from linli.scores.queries.briefs import BriefView
from linli.scores.rules.briefs import Facts, Part
from linli.scores.rules.sentences import SECTIONS

AREAS = "areas"
WIDTH = 640
"""Units that a chart is wide; the page has room for 156 mm."""
_NUMERALS = ("一", "二", "三", "四", "五", "六")


def word(*, view: BriefView, area: str, language: Language) -> bytes:
    """The document. `area` is its name in the language. Raises DocumentFailed, NoSuchTemplate."""
    facts = view.facts
    plain = dict.fromkeys(PLAIN.values(), "") | {
        "issuer": area,
        "case_title": briefwords.title(facts=facts, area=area, language=language),
        "date": dates.plain(day=(view.sent_at or facts.at).astimezone(calendar().tz).date(), language=language),
    }
    sections, areas = tuple(_sections(view, language)), [_row(part, language) for part in facts.areas]
    drawn = [_picture(chart, language) for chart in every_chart(facts=facts, language=language).values()]
    counted = dates.moment(at=facts.at, language=language)
    case = {
        **{"各节": sections, "sections": sections},
        **{"各区域": areas, "areas": areas},
        **{"图表": drawn, "charts": drawn},
        **{"统计时间": counted, "counted": counted},
    }
    template = templates.template_of(pack=Shelf(), key="brief", language=language)
    return rendering.render(content=template.content, letter=Letter(plain=plain, case=case))


def every_chart(*, facts: Facts, language: Language) -> dict[str, Chart]:
    """The map of the areas, then the charts of the page."""
    mapped = briefcharts.area_map(facts=facts, language=language)
    return ({AREAS: mapped} if mapped else {}) | briefcharts.charts(facts=facts, language=language)


def _sections(view: BriefView, language: Language) -> Iterator[dict[str, object]]:
    for at, section in enumerate(SECTIONS):
        mark = f"{_NUMERALS[at]}、" if language == "zh" else f"{at + 1}. "
        said = view.text(section, language)
        lines = [line.strip() for line in said.split("\n") if line.strip()]
        yield {"heading": mark + briefwords.heading(section, language), "lines": lines}


def _row(part: Part, language: Language) -> dict[str, str]:
    numbers = ("opened", "closed", "open", "overdue")
    return {"name": part.name[language], **{key: str(getattr(part, key)) for key in numbers}}


def _picture(chart: Chart, language: Language) -> Picture:
    drawn = svg(chart=chart, canvas=Canvas(width=WIDTH, language=language, is_file=True))
    return Picture(content=picture.png(svg=drawn), words=chart.words.title)
