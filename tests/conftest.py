"""What every test may ask for: a database made on first use, real input, a moment in time, a browser."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.translation.reloader import translation_file_changed
from hypothesis import settings as examples

from config import env, paths
from linli.cli.catalogues import compile_catalogues
from linli.cli.embedded import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django import DjangoDbBlocker
    from pytest_django.fixtures import Settings

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the test.
# How long an example takes says how busy the machine is. CI tries the same ones each time, every other run new ones.
examples.register_profile("unhurried", deadline=None, derandomize=os.environ.get("CI") == "true")
examples.load_profile("unhurried")

CHROMIUMS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
"""The first that is there. The one without windows, menus and tabs loads a page with half the work of the other."""
CHROMIUM = os.environ.get("LINLI_CHROMIUM") or next(filter(os.path.exists, CHROMIUMS), CHROMIUMS[-1])
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


LONGEST = "tests/functional/test_every_page.py"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest file is the first of those with a browser: at the end one process would be left alone with it."""
    longest = [one for one in items if one.nodeid.startswith(LONGEST)]
    others = [one for one in items if not one.nodeid.startswith(LONGEST)]
    at = next((at for at, one in enumerate(others) if one.nodeid.startswith("tests/functional/")), 0)
    items[:] = [*others[:at], *longest, *others[at:]]


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations, once for all workers. Django was set up before: what it read till now is forgotten."""
    if not hasattr(config, "workerinput"):
        if compile_catalogues(root=paths.ROOT):
            translation_file_changed(sender=None, file_path=Path("django.mo"))
        (paths.VAR / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise wants its folder to be there.


OF_MODELS = {"django_content_type", "auth_permission"}
ORIGIN = "SET session_replication_role = origin"


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """The server that tests use: `DATABASE_URL`, or an embedded one of their own, started for the first that asks."""
    with ExitStack() as stack:
        url = os.environ.get("DATABASE_URL")
        if not url:
            url = stack.enter_context(Server(folder=paths.VAR / "testpg", is_throwaway=True).use())
            os.environ["DATABASE_URL"] = url
            stack.callback(os.environ.pop, "DATABASE_URL", None)
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_url: str, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Point Django at the tests' server, before pytest-django makes its database there."""
    from django.db import connections

    configured = connections.settings["default"]
    test = configured["TEST"]
    configured.update(env.database("DATABASE_URL", default=database_url))
    configured["TEST"] = test | {"NAME": test["NAME"] or f"test_{configured['NAME']}"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """The tests' databases, and nobody left in them when they go: servers that a test killed may still be connected."""
    from django.db import connection

    yield
    with django_db_blocker.unblock():
        connection.close()  # a test may have killed the server under it
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def _is_superuser(connection: Any) -> bool:
    """Whether the tests' own user may do everything on the server: at `DATABASE_URL` it need not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> Iterator[None]:
    """A test that commits leaves its rows in a few tables. Deleting them takes a tenth of the time of TRUNCATE, which
    gives each of some hundred tables and their indexes a new file. What Django itself knows of its models stays."""
    from django.core.management.commands import flush
    from django.db import connection

    slow = connection.ops.sql_flush

    def statements(style: Any, tables: Sequence[str], **options: bool) -> list[str]:
        if not _is_superuser(connection):
            return slow(style, tables, **options)
        filled = " UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT FROM \"{one}\")" for one in tables)
        with connection.cursor() as cursor:
            cursor.execute(filled)
            found = {name for (name,) in cursor.fetchall()} - OF_MODELS
        # As a replica: no foreign key in the way, nor the triggers that keep anybody from deleting events.
        return ["SET session_replication_role = replica", *(f'DELETE FROM "{one}"' for one in sorted(found)), ORIGIN]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.ops, "sql_flush", statements)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_arguments: None)
        yield


@pytest.fixture(autouse=True)
def fresh_memory() -> None:
    """What the process remembers of rows is forgotten: the test before has undone them."""
    from django.conf import settings
    from django.utils import translation

    from linli.core import throttle
    from linli.core.calendars.queries import forget
    from linli.packs.queries import forget as forget_the_packs
    from linli.people.catalogue import forget as forget_the_catalogue
    from linli.places.queries import forget as forget_the_map

    forget_the_map()
    forget_the_catalogue()
    forget_the_packs()
    throttle.forget()
    translation.activate(settings.LANGUAGE_CODE)  # the test client leaves the last reader's language behind
    forget()


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real input (`LINLI_TEST_DATA`, else `../shared/data`). CI must have it."""
    folder = Path(os.environ.get("LINLI_TEST_DATA") or paths.ROOT.parent / "shared" / "data")
    if folder.is_dir():
        return folder
    missing = f"the real input is missing: {folder} (set LINLI_TEST_DATA)"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture
def now() -> datetime:
    """A working Monday morning in Changsha: 2026-03-02 09:00."""
    return datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium, one for the whole run; each test makes a context of its own in it."""
    from playwright.sync_api import sync_playwright

    if not Path(CHROMIUM).exists():
        pytest.fail(f"Chromium is missing at {CHROMIUM}: install it or set LINLI_CHROMIUM")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(autouse=True)
def kept_files(settings: "Settings", tmp_path_factory: pytest.TempPathFactory) -> None:
    """Photos and mail of a test go to a temporary folder."""
    base = tmp_path_factory.getbasetemp()
    settings.MEDIA_ROOT = base / "media"
    settings.MAIL_FOLDER = base / "mail"
    settings.KEPT_PACKS = base / "packs"


@pytest.fixture
def sample_packs() -> Iterator[None]:
    """The packs `inspect` and `accuse` beside those that Linli ships."""
    from linli.process import registry

    registry.use(roots=[paths.ROOT / "tests" / "sample_packs"])
    yield
    registry.use(roots=())
