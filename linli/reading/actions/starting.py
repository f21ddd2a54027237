"""Makes the starting models that Linli ships, from sentences that the project wrote and the words of the packs."""

import tomllib
from datetime import datetime

from linli.process.definition import Pack
from linli.reading.actions import keeping as kept
from linli.reading.actions.training import Step, train
from linli.reading.errors import NoModel
from linli.reading.queries import keeping
from linli.reading.types import Example, Kept

TEXTS = "texts.toml"
VERSION = "0"


def start(*, pack: Pack, now: datetime, progress: Step = lambda what, done, total: None) -> Kept:
    """Learns the starting model of a pack and writes it beside its sentences. Raises NoModel where it has none."""
    trained = train(examples=sentences(name=pack.key), given=words(pack), progress=progress)
    about = kept.about_of(name=pack.key, version=VERSION, trained=trained, source=TEXTS, now=now)
    kept.overwrite(folder=keeping.STARTERS / pack.key, about=about, model=trained.model)
    return Kept(about, trained.model)


def sentences(*, name: str) -> list[Example]:
    """The sentences that the project wrote for each category. Raises NoModel."""
    file = keeping.STARTERS / keeping.checked(name) / TEXTS
    if not file.is_file():
        raise NoModel(f"there are no starting sentences for {name}: write {file.name}")
    groups = tomllib.loads(file.read_text(encoding="utf-8"))
    return [
        Example(text, f"{group}.{leaf}")
        for group, leaves in groups.items()
        for leaf, texts in leaves.items()
        for text in texts
    ]


def words(pack: Pack) -> list[Example]:
    """What the pack itself says about each category: its title and its words."""
    return [
        Example("、".join((one.title["zh"], *one.words)), one.key)
        for one in pack.categories.values()
        if one.words and one.parent
    ]
