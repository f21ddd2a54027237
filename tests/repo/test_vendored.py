"""Files of others are what their makers published: name, version, licence and checksum stand beside them."""

import hashlib
import json

from config.paths import ROOT

LISTED = json.loads((ROOT / "static" / "vendor" / "VENDOR.json").read_text(encoding="utf-8"))["packages"]


def test_every_listed_file_has_its_checksum() -> None:
    for package in LISTED:
        assert all(package[key] for key in ("name", "version", "licence"))
        for name, wanted in package["files"].items():
            assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == wanted, name


def test_every_vendored_file_is_listed() -> None:
    listed = {name for package in LISTED for name in package["files"]} | {"static/vendor/VENDOR.json"}
    present = {str(file.relative_to(ROOT)) for file in (ROOT / "static" / "vendor").rglob("*") if file.is_file()}
    assert present - listed == set()
