"""How static files are stored for production: named by content, compressed, ES module imports renamed with them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Browsers may keep each file for ever: a changed file has another name."""

    support_js_module_import_aggregation = True
    manifest_strict = False
    keep_only_hashed_files = False
