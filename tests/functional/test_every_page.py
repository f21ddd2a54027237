"""Every address that answers with a page: axe in light and dark, in large text, at a desktop and on a phone.

The addresses come from the URL resolver, so a new page is visited as soon as it has one.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from linli.mediation.models import Mediator, Studio
from linli.people import tokens
from linli.people.models import Account
from tests import hot, rising
from tests.addresses import names, path_of
from tests.functional.conftest import SIZES, check_page, settled
from tests.functional.console.briefed import briefed
from tests.functional.console.conftest import report
from tests.functional.console.promised import promised
from tests.functional.others import dispatch, draw, finish, settle, take, try_hours, upload
from tests.functional.small_city import PASSWORD, TOWN, VILLAGE, City
from tests.mediating import open_dispute
from tests.uploads import zipped

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = ("public", "console", "admin", "accounts")
ADMIN = "cityadmin"
STAFF = {"console": "desk", "admin": ADMIN, "accounts": ADMIN}
ELSEWHERE = {
    "account_login": "anonymous readers see it among the extra addresses",
    "account_confirm_login_code": "no codes by mail",
    "mfa_authenticate": "only between password and second factor",
    "mfa_reauthenticate": "only with a second factor",
    "mfa_reauthenticate_webauthn": "only with a passkey",
    "mfa_deactivate_totp": "only with a second factor",
    "mfa_view_recovery_codes": "only with a second factor",
    "mfa_generate_recovery_codes": "only with a second factor",
    "mfa_download_recovery_codes": "a file",
    "mfa_remove_webauthn": "only with a passkey",
    "mfa_edit_webauthn": "only with a passkey",
    "socialaccount_signup": "only on the way back from another provider",
    "socialaccount_login_error": "only on the way back from another provider",
    "openid_connect_login": "another provider's page",
    "openid_connect_callback": "another provider's answer",
    "admin:area_change": "leads back to the area",
    "admin:document_file": "a file",
    "console:home": "leads to the start page of the post",
    "console:recheck": "a verifier's; it is among the extra addresses",
    "console:rechecks": "a verifier's; it is among the extra addresses",
    "console:search": "leads on; the extra addresses hold a search",
    "console:media": "a file",
    "console:media-sized": "a file",
    "public:pathway-letter": "letters have keys of their own; it is among the extra addresses",
    "public:photo": "a file",
    "public:subscription-confirm": "only with a mailed token",
    "public:subscription-stop": "only with a mailed token",
    "public:sheet": "a file",
    "public:area-tiles": "an answer for scripts",
    "public:area-tile": "a file",
    "console:case-tile": "a file",
    "public:locate": "an answer for scripts",
    "console:act": "leads back to the case",
    "console:suggestions": "a part of a step's form",
    "console:owners": "a part of a step's form",
    "console:places-named": "a part of a step's form",
    "console:warning-step": "leads back to the warning",
    "console:strike-ask": "a handler's; it is among the extra addresses",
    "console:strike-rule": "leads back to the list",
    "console:promise-act": "leads back to the promise",
    "console:promise-book-new": "a leader's; it is among the extra addresses",
    "console:promise-evidence": "a file",
    "console:promise-letter": "a file",
    "console:promise-map-file": "a file",
    "console:promise-new": "a leader's; it is among the extra addresses",
    "console:room-act": "leads back to the room",
    "console:room-calendar": "a file",
    "console:room-evidence": "a file",
    "console:room-evidence-list": "a file",
    "public:room-calendar": "a file",
    "public:room-evidence": "a file",
    "public:room-evidence-list": "a file",
    "public:room-act": "leads back to the room",
    "mfa_login_webauthn": "an answer for scripts",
}
"""Addresses whose GET does not answer with a page here, and why."""
CLOSED = re.compile(r"account_(signup|email|set_password|reset_password|confirm_email).*")
ENGLISH = re.compile(r"(?:\b[A-Za-z]{2,}[ ,]+){3,}[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a page is, and as whom it is opened."""

    path: str
    user: str = ""


def part_of(name: str, path: str) -> str:
    """Which part of the installation a page belongs to."""
    if path.startswith("/console/admin/"):
        return "admin"
    return next((part for part in ("console", "accounts") if path.startswith(f"/{part}/")), "public")


@pytest.fixture
def known(city: City) -> dict[str, Any]:
    """A value for each part of an address: rows of a city where something happened."""
    first = report("文艺新村3栋路灯不亮三天了", phone="13812341234")
    for text, steps in (("南门垃圾堆了三天", settle), ("盲道被共享单车占了", finish), ("井盖松动", dispatch)):
        steps(report(text).number, city)
    take(first.number, "supervise", "leader", note="请今天内到场")
    drawn = draw(first.number, city)
    dispute = open_dispute(city=city, now=timezone.now())
    party = dispute.join("applicant")
    key = tokens.issue(name="门户网站", post_id=city.posts["desk"], now=timezone.now())
    return {
        "number": first.number,
        "secret": first.secret,
        "code": TOWN,
        "key": "event",
        "id": upload(zipped(), ADMIN),
        "step": "publish",
        "form": "resident",
        "recheck": drawn,
        "surge": rising.warned(area=VILLAGE, at=timezone.now() - timedelta(days=1), now=timezone.now()).pk,
        "issue": hot.issue(area=VILLAGE, now=timezone.now()).pk,
        "stage": "explained",
        "dry_run": try_hours(),
        "strike": 1,
        "pack": "petition",
        "document": "opinion",
        "language": "zh",
        "clock": "handle",
        "org_id": city.organisations["furong-cg"],
        "account_id": city.accounts["handler"],
        "post_id": city.posts["handler"],
        "mediator_id": Mediator.objects.get().pk,
        "studio_id": Studio.objects.create(name="老李工作室", organisation_id=city.organisations["furong-cg"]).pk,
        "absence_id": 1,
        "token_id": key.id,
        "outgoing_id": 1,
        "view": 1,
        "verb": "rename",
        "dispute": dispute.number,
        "participant": party,
        "link": dispute.link(party),
        "section": "parties",
        "lens": "inbox",
        "kind": "csv",
        "action": "accept",
        "pk": 1,
        "brief": briefed(area=TOWN),
        **promised(city),
    }


def extras(known: dict[str, Any]) -> dict[str, tuple[Address, ...]]:
    """Pages that have more than one face."""
    case, console = f"/console/cases/{known['number']}/", "/console"
    return {
        "public": (
            Address("/report/?kind=event:city_look"),
            Address("/area/430102/"),
            Address("/pathway/?safe=yes&about=house&clause=no"),
            Address("/pathway/letter/agreement/?safe=no&about=money&clause=no&talked=agreed"),
            Address("/nothing-here/"),
            Address("/accounts/login/"),
        ),
        "console": (
            Address(f"{case}?do=dispatch", "desk"),
            Address(f"{case}?do=supervise", "leader"),
            Address(case, "leader"),
            Address(f"{console}/search/?text=路", "desk"),
            Address(f"{console}/inbox/", "handler"),
            Address(f"{console}/cases/{known['dispute']}/room/", "handler"),
            Address(f"{console}/mediations/", "handler"),
            Address(f"{console}/inbox/", "verifier"),
            Address(f"{console}/rechecks/", "verifier"),
            Address(f"{console}/rechecks/{known['recheck']}/", "verifier"),
            Address(f"{console}/organisation/", "assist"),
            Address(f"{console}/cases/?late=late&order=newest", "leader"),
            Address(f"{console}/counts/?area={TOWN}", "leader"),
            Address(f"{console}/organisation-counts/?area={TOWN}", "leader"),
            Address(f"{console}/ranking/strikes/ask/", "handler"),
            Address(f"{console}/ranking/strikes/", "leader"),
            Address(f"{console}/promises/", "leader"),
            Address(f"{console}/promises/new/", "leader"),
            Address(f"{console}/promises/{known['book']}/targets/new/", "leader"),
            Address(f"{console}/promises/targets/{known['target']}/", "leader"),
            Address(f"{console}/promises/targets/{known['target']}/", "handler"),
            Address(f"{console}/cases/NO-1/", "desk"),
        ),
        "admin": (
            Address(f"{console}/admin/areas/?under={TOWN}", ADMIN),
            Address(f"{console}/admin/areas/{VILLAGE}/", ADMIN),
            Address(f"{console}/admin/calendars/?year=2027", ADMIN),
            Address(f"{console}/admin/documents/hazard/major/en/", ADMIN),
            Address(f"{console}/admin/packs/uploaded/{known['id']}/form/grid/", ADMIN),
            Address(f"{console}/admin/packs/uploaded/{known['id']}/form/phone/", ADMIN),
        ),
        "accounts": (),
    }


def addresses(known: dict[str, Any], part: str) -> list[Address]:
    """Where each of the part's pages is. An address that answers with something else must be listed in `ELSEWHERE`."""
    found, clients = [], {user: _client(user) for user in {*STAFF.values(), "grid", ""}}
    for name, wanted in names():
        if name in ELSEWHERE or CLOSED.fullmatch(name):
            continue
        path = _path(name, wanted, known)
        if part_of(name, path) != part:
            continue
        user = "grid" if path.startswith("/console/field/") else STAFF.get(part, "")
        if _is_page(clients[user], path):
            found.append(Address(path, user))
    return [*found, *extras(known)[part]]


def _path(name: str, wanted: frozenset[str], known: dict[str, Any]) -> str:
    missing = wanted - set(known)
    assert not missing, f"{name}: give a value for {missing} in `known`, or a reason in `ELSEWHERE`"
    return path_of(name, {key: known[key] for key in wanted})


def _client(user: str) -> Client:
    client = Client(headers={"host": "localhost"})
    if user == ADMIN:
        client.post("/accounts/login/", {"login": user, "password": PASSWORD})
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})  # for the pages of the second factor
    elif user:
        client.force_login(Account.objects.get(username=user))
    return client


def _is_page(client: Client, path: str) -> bool:
    """A whole page; not the target of a form, a file, or a part that htmx asks for."""
    answer = client.get(path)
    is_html = str(answer.get("Content-Type", "")).startswith("text/html")
    if answer.status_code == 405 or not is_html:
        return False
    assert answer.status_code == 200, f"{path} is answered {answer.status_code}: give a reason in `ELSEWHERE`"
    return b"<html" in answer.content


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_every_page_is_fit_for_everybody(
    browser: "Browser", live_server: "LiveServer", known: dict[str, Any], part: str, language: str
) -> None:
    pages: dict[str, Page] = {}
    faults = []
    for address in addresses(known, part):
        if address.user not in pages:
            pages[address.user] = _opened(browser, live_server.url, address.user, language)
        page = pages[address.user]
        page.goto(live_server.url + address.path)
        settled(page)
        faults += _faults(page, language)
    for page in pages.values():
        page.context.close()
    assert not faults, "\n".join(faults)


def _opened(browser: "Browser", base: str, user: str, language: str) -> "Page":
    """A reader's browser."""
    context = browser.new_context(bypass_csp=True, viewport=SIZES["desktop"])
    kept = {settings.LANGUAGE_COOKIE_NAME: language}
    if user:
        kept[settings.SESSION_COOKIE_NAME] = _client(user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": name, "value": value, "url": base} for name, value in kept.items()])
    return context.new_page()


def _faults(page: "Page", language: str) -> list[str]:
    """What is wrong with the page at each size and in each look."""
    found = []
    for size in SIZES:
        page.set_viewport_size(SIZES[size])
        for look, rules in LOOKS[language][size].items():
            page.evaluate(DRESS, DATASETS[look])
            try:
                check_page(page, rules)
            except AssertionError as fault:
                found.append(f"{language} {size} {look}: {fault}")
    return [*found, *_foreign(page, language)]


DATASETS = {
    "light": {"theme": "light", "bsTheme": "light", "text": "normal"},
    "dark": {"theme": "dark", "bsTheme": "dark", "text": "normal"},
    "large": {"theme": "light", "bsTheme": "light", "text": "large"},
}
LOOKS: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {
    "zh-hans": {
        "desktop": {"light": (), "dark": ("color-contrast",)},
        "phone": {"light": (), "dark": ("color-contrast",), "large": ("target-size",)},
    },
    "en": {"desktop": {"light": ()}, "phone": {"light": ("target-size",)}},
}
"""Languages, sizes and looks, with the rules of axe that each can change; none names all rules."""
DRESS = """async (look) => {
  Object.assign(document.documentElement.dataset, look);
  const fades = () => document.getAnimations().filter((one) => one instanceof CSSTransition);
  do await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  while (fades().length);
}"""
"""Puts a look on and waits until it is drawn: colours fade from one to the other."""


def _foreign(page: "Page", language: str) -> list[str]:
    """English sentences on a Chinese page. Codes and what is marked as English may stay."""
    if language == "en":
        return []
    words = page.evaluate(
        "() => { const copy = document.body.cloneNode(true);"
        "const foreign = 'code, pre, .mono, [lang=en], script, style, .maplibregl-map';"
        "copy.querySelectorAll(foreign).forEach(node => node.remove()); return copy.textContent; }"
    )
    return [f"{page.url} says in English: {found.group()}" for found in ENGLISH.finditer(words)]
