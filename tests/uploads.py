"""A small pack made of the template that `linli pack new` copies, as an administrator would upload it."""

import io
import re
import zipfile

from linli.process import registry

WORDS = {"KEY": "litter", "TITLE_ZH": "清理垃圾专项", "TITLE_EN": "Litter campaign", "PREFIX": "LT"}


def text(name: str, **words: str) -> str:
    source = (registry.HOME / "_new" / f"{name}.template").read_text(encoding="utf-8")
    return re.sub(r"@([A-Z_]+)@", lambda match: (WORDS | words)[match[1]], source)


def zipped(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name, content in {
            "pack.toml": text("pack.toml"),
            "scenarios.toml": text("scenarios.toml"),
            **files,
        }.items():
            bundle.writestr(f"litter/{name}", content)
    return out.getvalue()
