"""Puts packs, pages, translations and cities into the wheel, under `linli/assets`, with the catalogues compiled."""

import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = ("packs", "templates", "static", "locale", "cities")
LEFT_OUT = {".mo", ".pyc"}


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds each file of the asset folders to what the wheel carries."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the wheel is made."""
        if version == "editable":
            return
        root = Path(self.root)
        compiled = Path(tempfile.mkdtemp(prefix="linli-build-"))
        carried = build_data["force_include"]
        for folder in ASSETS:
            for file in sorted((root / folder).rglob("*")):
                if not file.is_file() or file.suffix in LEFT_OUT or file.name.startswith("."):
                    continue
                place = file.relative_to(root)
                carried[str(file)] = f"linli/assets/{place}"
                if file.suffix == ".po":
                    target = place.with_suffix(".mo")
                    carried[str(_compile(file, compiled / target))] = f"linli/assets/{target}"


def _compile(source: Path, target: Path) -> Path:
    import polib

    target.parent.mkdir(parents=True, exist_ok=True)
    polib.pofile(str(source)).save_as_mofile(str(target))
    return target
