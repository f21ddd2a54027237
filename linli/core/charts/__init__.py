"""Charts drawn as SVG text from plain numbers, for pages, files and briefs. Pure: no HTTP, no database, no words."""
