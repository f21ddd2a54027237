"""A document as whoever takes it has it: downloaded by its link and opened."""

from typing import TYPE_CHECKING

from docx import Document

if TYPE_CHECKING:
    from playwright.sync_api import Page


def taken(page: "Page", title: str) -> str:
    """The newest document of that title that the page offers: its words, paragraph by paragraph, then its tables'."""
    link = page.locator(".file-list a, #letters + ul a", has_text=f" {title}.docx").last
    with page.expect_download() as found:
        link.click()
    assert found.value.suggested_filename.endswith(f" {title}.docx")
    document = Document(str(found.value.path()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
