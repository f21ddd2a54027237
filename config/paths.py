"""Where the project's folders lie, in a checkout and in an installed wheel."""

import os
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parent.parent
_INSTALLED = _CHECKOUT / "linli" / "assets"

IS_CHECKOUT = not _INSTALLED.is_dir()
ROOT = _CHECKOUT if IS_CHECKOUT else _INSTALLED
VAR = Path(os.environ.get("LINLI_VAR") or (_CHECKOUT / "var" if IS_CHECKOUT else Path.cwd() / "var"))
