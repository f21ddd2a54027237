"""A city folder with rules of its own, for tests: that of the tests' city, and more files."""

import shutil
from pathlib import Path

NINGBO = """\
[[periods]]
pack = "dispute"
clock = "mediate"
from = 2015-06-01
lengths = [{ length = 1, unit = "month" }]
basis.article = "第二十七条"
basis.effective_from = 2015-06-01
basis.text.zh = "《宁波市人民调解条例》：一般应当在一个月内调结"
basis.text.en = "Ningbo's People's Mediation Regulation: as a rule settled within a month"
"""
SHENZHEN = """\
[[periods]]
pack = "dispute"
clock = "mediate"
from = 2022-05-01
lengths = [{ length = 30, unit = "day" }]
basis.article = "第二十五条"
basis.effective_from = 2022-05-01
basis.text.zh = "《深圳经济特区矛盾纠纷多元化解条例》：没有约定的，调解期限为三十日"
basis.text.en = "Shenzhen's Regulation on Resolving Disputes: thirty days unless the parties agree otherwise"
"""


def city_with(*, source: Path, folder: Path, files: dict[str, str]) -> Path:
    """A copy of the city in a folder, with these files more."""
    made = folder / "city"
    shutil.copytree(source, made)
    for name, text in files.items():
        (made / name).write_text(text, encoding="utf-8")
    return made
