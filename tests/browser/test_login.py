"""Signing in with a real OpenID provider: who gets in, how far, for how long, and what does not get anybody in."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from etl.load import build
from tests.browser.accessible import findings
from tests.browser.charts import expect_charts
from tests.browser.driver import PAGES, Visitor, settle
from tests.browser.server import free_port, serving

pytestmark = pytest.mark.browser

COOKIE = "_streamlit_user"
SECRET = "a secret of more than thirty-two characters"
RULES = """
[access]
viewers = ["ana@region.example", "@council.example"]
editors = ["group:atlas-editors"]

[access.organisations]
"group:theatre-11" = ["11"]
"""
PEOPLE: Mapping[str, Mapping[str, object]] = {
    "ana": {"email": "ana@region.example", "email_verified": True},
    "unverified": {"email": "ana@region.example", "email_verified": False},
    "ben": {"email": "ben@council.example", "email_verified": True},
    "eva": {"email": "eva@network.example", "email_verified": True, "groups": ["atlas-editors"]},
    "theo": {"email": "theo@theatre.example", "email_verified": True, "groups": ["theatre-11"]},
    "stranger": {"email": "stranger@elsewhere.example", "email_verified": True},
}
PAGE = "---\nname: {name}\ncaptured_on: 2025-05-01\n---\n![]() | {catalyst} | Event 3 Mar 2024 | | |\n"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    people = [word for name, told in PEOPLE.items() for word in ("--user-claims", json.dumps({"sub": name, **told}))]
    port = free_port()
    # A process of its own: its libraries warn, and warnings are errors here.
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *people]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://localhost:{port}"
        while status(f"{address}/.well-known/openid-configuration") != 200:
            assert process.poll() is None
            time.sleep(0.05)
        yield address
        process.terminate()


def secrets(provider: str, rules: str = RULES) -> Callable[[str], str]:
    return lambda site: (
        f'[auth]\nredirect_uri = "{site}/oauth2callback"\ncookie_secret = "{SECRET}"\n'
        f'client_id = "catalyst-atlas"\nclient_secret = "secret"\n'
        f'server_metadata_url = "{provider}/.well-known/openid-configuration"\n{rules}'
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with two organisations."""
    data = tmp_path_factory.mktemp("guarded") / "data"
    (data / "profiles").mkdir(parents=True)
    (data / "profiles" / "11-theatre.txt").write_text(PAGE.format(name="Théâtre du Nord", catalyst="ADEME"))
    (data / "profiles" / "22-opera.txt").write_text(PAGE.format(name="Opéra Perdu", catalyst="Fondation Secrète"))
    build([data / "profiles"], data / "warehouse.duckdb")
    return data


@pytest.fixture(scope="module")
def site(provider: str, data: Path) -> Iterator[str]:
    """Return a dashboard that people have to sign in to, where profiles can be added, and that logs what happens."""
    environment = {"CATALYST_ATLAS_ADD_PROFILES": "1", "CATALYST_ATLAS_LOG": "1"}
    with serving(data, environment=environment, secrets=secrets(provider)) as address:
        yield address


@pytest.fixture
def visitor(visit: Callable[[str], Visitor], site: str, provider: str) -> Visitor:
    visitor = visit(site)
    visitor.others = (f"{provider}/", "https://cdn.jsdelivr.net/")  # the provider's own page has its looks from there
    return visitor


def sign_in(visitor: Visitor, who: str, address: str = "/") -> Page:
    """Ask for an address and sign in, which leads there."""
    page = visitor.open(address)
    page.get_by_role("button", name="Sign in").click()
    page.locator(f"button[name=sub][value={who}]").click()
    return page


def status(address: str, cookies: Mapping[str, str] | None = None, method: str = "GET") -> int:
    header = {"Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=header, method=method)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except urllib.error.URLError:
        return 0


def cookies_of(page: Page) -> dict[str, str]:
    return {str(cookie["name"]): str(cookie["value"]) for cookie in page.context.cookies()}


@pytest.mark.trust("Somebody who has not signed in opens a page")
def test_no_page_shows_anything_to_whoever_has_not_signed_in(visitor: Visitor) -> None:
    page = visitor.context().new_page()
    for address in (*PAGES, "/compare", "/report", "/add"):
        page.goto(visitor.site + address)
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        assert page.locator(".plot, [data-testid=stSidebarContent] a").count() == 0, address
        assert "Théâtre" not in page.content(), address


@pytest.mark.trust("Somebody signs out, and uses the browser again")
def test_signing_in_leads_to_the_page_that_was_asked_for_and_out_again(visitor: Visitor) -> None:
    address = "/sectors?organisation=11&lang=en"
    page = sign_in(visitor, "ana", address)
    expect_charts(page, PAGES["/sectors"])
    assert page.url == visitor.site + address
    expect(page.get_by_text("ana@region.example")).to_be_visible()
    expect(page.get_by_role("link", name="Add profiles")).to_have_count(0)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{visitor.others[0]}**")  # the provider asks too
    page.locator("button, input[type=submit]").first.click()
    page.wait_for_url(lambda url: not url.startswith(visitor.others[0]))
    page.goto(visitor.site)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_whoever_signed_in_elsewhere_stays_on_the_page_they_ask_for_then(visitor: Visitor) -> None:
    page = visitor.open("/sectors?lang=en")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.context.add_cookies([{"name": COOKIE, "value": forged(PEOPLE["ana"], visitor.site), "url": visitor.site}])
    page.goto(f"{visitor.site}/timeline?lang=en")
    expect_charts(page, PAGES["/timeline"])
    page.wait_for_function("() => !sessionStorage.getItem('catalyst-atlas-way-back')")
    settle(page)
    assert page.url == f"{visitor.site}/timeline?lang=en"


@pytest.mark.parametrize("who", ["stranger", "unverified"])
@pytest.mark.trust("Somebody with an account of the provider, or an address that nobody verified, whom no rule names")
def test_who_no_rule_names_sees_nothing(who: str, visitor: Visitor) -> None:
    page = sign_in(visitor, who)
    expect(page.get_by_text("whom no rule lets in here")).to_be_visible()
    assert "Théâtre" not in page.content()
    assert status(f"{visitor.site}/media/any", cookies_of(page)) == 403


@pytest.mark.trust("A viewer uploads a file or opens the page for editors")
def test_editors_and_nobody_else_may_add(visitor: Visitor) -> None:
    page = sign_in(visitor, "eva")
    expect(page.get_by_role("link", name="Add profiles")).to_be_visible()
    page.goto(f"{visitor.site}/add?lang=en")
    file = {"name": "33-a.txt", "mimeType": "text/plain", "buffer": PAGE.format(name="A", catalyst="B").encode()}
    expect(page.locator("input[type=file]")).to_be_attached()
    page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    expect(page.get_by_role("button", name="Store and load")).to_be_enabled()
    upload = f"{visitor.site}/_stcore/upload_file/session/file"
    page = sign_in(visitor, "ben", "/add")
    expect(page.get_by_text("ben@council.example, whom no rule lets in here")).to_be_visible()
    assert status(upload, cookies_of(page), "PUT") == 403
    assert status(upload, method="PUT") == 401


@pytest.mark.trust("Somebody asks for a download, a component or the metrics by their address")
def test_files_are_for_viewers_and_measurements_for_nobody(visitor: Visitor) -> None:
    page = sign_in(visitor, "ana")
    expect_charts(page, PAGES["/"])
    with page.expect_download() as downloading:
        page.locator(".st-key-take-sectors_mix").get_by_role("button", name="CSV").click()
    file = downloading.value.url
    assert status(file, cookies_of(page)) == 200
    assert status(file) == 401
    for path in ("/component/any", "/_stcore/bidi-components/any", "/app/static/any"):
        assert status(visitor.site + path) == 401
    assert status(f"{visitor.site}/_stcore/metrics", cookies_of(page)) == 404


def forged(claims: Mapping[str, object], site: str, secret: str = SECRET) -> str:
    told = {"is_logged_in": True, "origin": site, "provider": "default", "iat": time.time(), **claims}
    return create_signed_value(secret, COOKIE, json.dumps(told)).decode()


@pytest.mark.trust("A session that is over, changed, or signed with another secret")
def test_a_session_ends_and_none_can_be_forged(visitor: Visitor) -> None:
    now, ana = time.time(), PEOPLE["ana"]
    cookies = {
        "of today": (forged(ana, visitor.site), 404),
        "of yesterday": (forged({**ana, "iat": now - 86_400}, visitor.site), 401),
        "of no day": (forged({**ana, "iat": None}, visitor.site), 401),
        "of another secret": (forged(ana, visitor.site, "another secret of more than 32 letters"), 401),
        "changed": (forged(ana, visitor.site)[:-2] + "xx", 401),
    }
    for kind, (cookie, expected) in cookies.items():
        assert status(f"{visitor.site}/media/any", {COOKIE: cookie}) == expected, kind
        context = visitor.context()
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": visitor.site}])
        page = context.new_page()
        page.goto(visitor.site)
        door = page.get_by_role("button", name="Sign in")
        expect(door if expected == 401 else page.get_by_role("button", name="Sign out")).to_be_visible()
        context.close()


ROUNDS = (
    "/",
    "/organisation?organisation=22",
    "/timeline?organisation=22&organisation=11",
    "/data",
    "/?catalyst=fondation-secrete",
    "/catalyst?catalyst=fondation-secrete",
    "/compare?compare=organisation:11&compare=organisation:22",
    "/?dataset=demo",
)


@pytest.mark.trust("A viewer limited to an organisation tries others by address, link, comparison and search")
def test_who_is_limited_to_an_organisation_finds_no_other_in_any_way(visitor: Visitor) -> None:
    page = sign_in(visitor, "theo", "/?organisation=22&lang=en")
    for address in ROUNDS:
        page.goto(visitor.site + address)
        expect(page.get_by_text("theo@theatre.example")).to_be_visible()
        settle(page)
        assert "Perdu" not in page.content(), address
        assert "Secr" not in page.content(), address
    page.goto(f"{visitor.site}/")
    expect_charts(page, PAGES["/"])
    page.locator(".st-key-filter-organisation").get_by_role("button").first.click()
    box, answers = page.get_by_role("searchbox"), page.locator(".st-key-answers-organisation")
    box.fill("theatre")
    expect(answers.get_by_role("button")).to_have_count(1)
    box.fill("opera")
    expect(answers.get_by_role("button")).to_have_count(0)
    assert "Perdu" not in page.content()


@pytest.mark.trust("The log gives away who somebody is, or what stands in a profile")
def test_the_log_says_who_did_what_and_names_nobody(visitor: Visitor, data: Path) -> None:
    page = sign_in(visitor, "ana", "/sectors?organisation=11")
    expect_charts(page, PAGES["/sectors"])
    status(f"{visitor.site}/media/any", cookies_of(page))
    status(f"{visitor.site}/media/any")
    log, events = data.with_name(f"{data.name}.log"), []
    while not events or events[-1].get("refused") != 401:  # it is written once the answer is on its way
        lines = log.read_text(encoding="utf-8").splitlines()
        events = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
    ana = next(event["who"] for event in reversed(events) if event.get("page") == "sectors")
    assert ana
    files = [(event["kind"], event["refused"], event["who"]) for event in events if event["event"] == "file"]
    assert files[-2:] == [("media", None, ana), ("media", 401, None)]
    assert all(event["ms"] >= 0 and event["at"] for event in events)
    logged = "".join(map(json.dumps, events))
    assert not [word for word in ("ana", "region.example", "Théâtre", "theatre", "ADEME") if word in logged]


@pytest.mark.trust("Rules of access that are mistyped, or without a way to sign in")
def test_rules_without_a_way_to_sign_in_shut_everything(tmp_path: Path, visit: Callable[[str], Visitor]) -> None:
    data = tmp_path / "data"
    shutil.copytree(Path("data/profiles"), data / "profiles")
    build([data / "profiles"], data / "warehouse.duckdb")
    for rules in (RULES, '[access]\nviewer = ["*"]\n'):
        with serving(data, secrets=lambda _site, rules=rules: rules) as site:
            visitor = visit(site)
            expect(visitor.open("/").get_by_role("heading", name="Closed")).to_be_visible()
            assert status(f"{site}/media/any") == 403
            visitor.leave()


@pytest.mark.parametrize(("who", "mode"), [(None, "dark"), ("stranger", "light"), ("eva", "dark")])
def test_what_people_see_who_are_not_in_yet_can_be_read_by_all(who: str | None, mode: str, visitor: Visitor) -> None:
    context = visitor.context(color_scheme=mode)
    if who:
        context.add_cookies([{"name": COOKIE, "value": forged(PEOPLE[who], visitor.site), "url": visitor.site}])
    page = context.new_page()
    page.goto(f"{visitor.site}/add?lang=en")
    expect(page.get_by_role("heading").first).to_be_visible()
    settle(page)
    assert findings(page) == []
