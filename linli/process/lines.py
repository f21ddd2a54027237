"""Finds the line of every key and array element of a TOML text, which `tomllib` does not tell."""

import re

Path = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_PLAIN = re.compile(r"[^,\]\}\n#]*")
_STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\])*"|\'[^\']*\'', re.DOTALL)


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of the path, or of its nearest known ancestor; 1 when nothing of it is known."""
    for end in range(len(path), 0, -1):
        if path[:end] in lines:
            return lines[path[:end]]
    return 1


def locate(text: str) -> dict[Path, int]:
    """The 1-based line of every path in a TOML text that `tomllib` has accepted."""
    return _Locator(text).run()


class _Locator:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.arrays: dict[Path, int] = {}

    def run(self) -> dict[Path, int]:
        table: Path = ()
        self._skip()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip()
        return self.lines

    def _skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _mark(self, path: Path) -> None:
        self.lines.setdefault(path, self.text.count("\n", 0, self.at) + 1)

    def _header(self) -> Path:
        width = 2 if self.text.startswith("[[", self.at) else 1
        start = self.at
        self.at += width
        key = self._key()
        end, self.at = self.text.index("]", self.at) + width, start
        for count in range(1, len(key)):
            self._mark(self._inside(key[:count]))
        path: Path = (*self._inside(key[:-1]), key[-1])
        self._mark(path)
        if width == 2:
            self.arrays[path] = self.arrays.get(path, -1) + 1
            path = (*path, self.arrays[path])
            self._mark(path)
        self.at = end
        return path

    def _inside(self, path: tuple[str, ...]) -> Path:
        """The path with the current index after each array of tables on the way."""
        result: Path = ()
        for part in path:
            result = (*result, part)
            if result in self.arrays:
                result = (*result, self.arrays[result])
        return result

    def _key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while True:
            self._skip()
            match = _STRING.match(self.text, self.at) or _BARE.match(self.text, self.at)
            if match is None:
                raise ValueError(f"no key at offset {self.at}")
            parts.append(match.group().strip("\"'"))
            self.at = match.end()
            self._skip()
            if not self.text.startswith(".", self.at):
                return tuple(parts)
            self.at += 1

    def _pair(self, table: Path) -> None:
        self._skip()
        start = self.at
        key = self._key()
        end, self.at = self.text.index("=", self.at) + 1, start
        for count in range(1, len(key) + 1):
            self._mark((*table, *key[:count]))
        self.at = end
        self._value((*table, *key))

    def _value(self, path: Path) -> None:
        self._skip()
        if self.text[self.at] == "[":
            self._items(path)
        elif self.text[self.at] == "{":
            self._pairs(path)
        else:
            match = _STRING.match(self.text, self.at) or _PLAIN.match(self.text, self.at)
            self.at = match.end() if match else self.at

    def _items(self, path: Path) -> None:
        self.at += 1
        for index in range(len(self.text)):
            self._skip()
            if self._closes("]"):
                return
            self._mark((*path, index))
            self._value((*path, index))
            self._comma()

    def _pairs(self, path: Path) -> None:
        self.at += 1
        while True:
            self._skip()
            if self._closes("}"):
                return
            self._pair(path)
            self._comma()

    def _closes(self, sign: str) -> bool:
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) if found else 0
        return found

    def _comma(self) -> None:
        self._skip()
        if self.text.startswith(",", self.at):
            self.at += 1
