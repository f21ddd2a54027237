"""Fills a Word template in: sandboxed, size-limited, every fault named by its placeholder. No rows, no requests."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NoReturn
from xml.sax.saxutils import quoteattr

from django.utils.translation import gettext as _
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from linli.documents.errors import DocumentFailed
from linli.documents.rules import amounts
from linli.documents.words import GROUPS, NUMBER, PLAIN, Letter, Picture, Values

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 300
MOST_WRITTEN = 5 * 1024 * 1024
PICTURE_MM = 156
"""How wide the text of a page is: A4 less its margins."""
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ENDS = ("。", "！", "？", "…", "”", ".", "!", "?")
_CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")
_OUTSIDE = re.compile(rb'<Relationship\b(?=[^>]*TargetMode="External")(?![^>]*/hyperlink")')


@dataclass(frozen=True, slots=True)
class Names:
    """The parts that `事项.…`, `填写.…` and `时限.…` may name for one document."""

    case: frozenset[str]
    given: frozenset[str]
    clocks: frozenset[str]


class _Sandbox(ImmutableSandboxedEnvironment):
    """Templates read what they are given: no functions, no products of texts, nothing behind an underscore."""

    intercepted_binops = frozenset({"*", "**"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a pack calls `items` or `values` is its own field, never a method of the mapping."""
        return obj[attribute] if isinstance(obj, Mapping) and attribute in obj else super().getattr(obj, attribute)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(f"{operator} is not for templates")


def check(*, content: bytes, names: Names) -> tuple[str, ...]:
    """What is wrong with a template, each fault in words; none when it can be used."""
    problem = _package_problem(content)
    if problem:
        return (problem,)
    try:
        tree = _tree(content)
    except TemplateSyntaxError as error:
        return (_("A placeholder cannot be read: %(fault)s") % {"fault": error.message},)
    except Exception:
        return (_("This is no Word document (docx) that can be read."),)
    return tuple(_unknown(tree, names))


def trial(*, content: bytes, letter: Letter) -> tuple[str, ...]:
    """What keeps a template from being filled in, found by doing it: a column that no table has, for one."""
    try:
        render(content=content, letter=letter)
    except DocumentFailed as failure:
        return (_("Filled in with an example, it fails: %(why)s.") % {"why": failure.why},)
    return ()


def uses_number(*, content: bytes) -> bool:
    """Whether the template prints the document's number, so that one is to be taken."""
    return any(node.name in NUMBER for node in _tree(content).find_all(nodes.Name))


def render(*, content: bytes, letter: Letter) -> bytes:
    """The document. Raises DocumentFailed, which names the placeholder that has nothing to stand for."""
    problem = _package_problem(content)
    if problem:
        raise DocumentFailed(problem)
    template, out = _opened(content), io.BytesIO()
    try:
        template.render(_clean(letter.context(), template), jinja_env=_sandbox())
        template.save(out)
    except UndefinedError as error:
        _fail(_("its template names %(name)s, which is not known here") % {"name": _quoted(str(error.message))})
    except (TemplateError, SecurityError, ValueError, TypeError) as error:
        _fail(str(error))
    if out.tell() > MOST_WRITTEN:
        _fail(_("it would be larger than 5 MB"))
    return out.getvalue()


def _fail(why: str) -> NoReturn:
    raise DocumentFailed(
        _("The document cannot be written: %(why)s. Tell your administrator; nothing was changed.") % {"why": why},
        why=why,
    )


def _quoted(message: str) -> str:
    """The name that an undefined error is about."""
    found = re.findall(r"'([^']*)'", message)
    return f"“{found[-1]}”" if found else message


def _package_problem(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        return _("The template is larger than 2 MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            parts = bundle.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                return _("The template is too large inside.")
            names = {part.filename for part in parts}
            if "word/document.xml" not in names:
                return _("This is no Word document (docx).")
            if any(name.endswith("vbaProject.bin") for name in names):
                return _("The template holds macros. Save it as docx without them.")
            if any(_OUTSIDE.search(bundle.read(name)) for name in names if name.endswith(".rels")):
                return _("The template loads something from elsewhere. Take linked pictures and templates out of it.")
    except (zipfile.BadZipFile, OSError, ValueError, EOFError):
        return _("This is no Word document (docx).")
    return ""


def _opened(content: bytes) -> "DocxTemplate":
    """Imported when first needed: a step without a document never pays for it."""
    from docxtpl import DocxTemplate

    return DocxTemplate(io.BytesIO(content))


def _sandbox() -> _Sandbox:
    env = _Sandbox(undefined=StrictUndefined, autoescape=True)
    env.globals.clear()
    kept = {name: env.filters[name] for name in ("default", "join", "length", "first", "last", "replace")}
    env.filters = {**kept, "大写": _capitals, "capitals": _capitals, "成句": _sentence, "sentence": _sentence}
    return env


def _capitals(value: Any) -> str:
    try:
        return amounts.capitals(Decimal(str(value).replace(",", "")))
    except InvalidOperation:
        raise ValueError(_("%(value)s is no amount") % {"value": value}) from None


def _sentence(value: Any) -> str:
    """What somebody wrote, ended as a sentence where they left that out."""
    text = str(value).rstrip().rstrip("，,、；;：:")
    if not text or text.endswith(_ENDS):
        return text
    return text + ("。" if _CHINESE.search(text) else ".")


def _tree(content: bytes) -> nodes.Template:
    template = _opened(content)
    template.init_docx()
    xml = template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _key, part in template.get_headers_footers(uri):
            xml += template.patch_xml(template.get_part_xml(part))
    return _sandbox().parse(xml)


def _unknown(tree: nodes.Template, names: Names) -> list[str]:
    """Every placeholder that stands for nothing, in the order of the text."""
    local = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"} | {"loop"}
    known = {*PLAIN, *PLAIN.values(), *GROUPS, *GROUPS.values(), *local}
    found = [node.name for node in tree.find_all(nodes.Name) if node.name not in known]
    parts = {"case": names.case, "given": names.given, "clocks": names.clocks}
    groups = {**GROUPS, **{en: en for en in GROUPS.values()}}
    for node in tree.find_all(nodes.Getattr):
        group = groups.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if group and node.attr not in parts[group]:
            found.append(f"{node.node.name}.{node.attr}")  # type: ignore[attr-defined]
    filters = [node.name for node in tree.find_all(nodes.Filter) if node.name not in _sandbox().filters]
    return [
        *(_("No placeholder is called “%(name)s”.") % {"name": name} for name in dict.fromkeys(found)),
        *(_("No filter is called “%(name)s”.") % {"name": name} for name in dict.fromkeys(filters)),
    ]


def _clean(value: Any, template: "DocxTemplate") -> Any:
    """Texts without characters that XML cannot hold; a line break begins a paragraph of its own. Pictures in place."""
    if isinstance(value, str):
        return _NOT_TEXT.sub("", value.replace("\r\n", "\n")).replace("\n", "\a")
    if isinstance(value, Mapping):
        return {key: _clean(one, template) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one, template) for one in value]
    return _placed(value, template) if isinstance(value, Picture) else value


def _placed(picture: Picture, template: "DocxTemplate") -> Any:
    """The picture as wide as the text of the page, and what it shows for those who do not see it."""
    from docx.shared import Mm
    from docxtpl import InlineImage

    class Told(InlineImage):  # type: ignore[misc]
        def _insert_image(self) -> str:
            drawn: str = super()._insert_image()
            return drawn.replace("<wp:docPr ", f"<wp:docPr descr={quoteattr(picture.words)} ", 1)

    return Told(template, io.BytesIO(picture.content), width=Mm(PICTURE_MM))


__all__ = ["MOST_BYTES", "Names", "Values", "check", "render", "uses_number"]
