"""The dashboard behind the nginx of docs/deployment: TLS, websocket, upload, headers, and what is shut."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path

import pytest
from playwright.sync_api import expect

from etl.config import PROFILES, PROJECT
from etl.load import build
from tests.browser.charts import expect_charts
from tests.browser.driver import PAGES, Visitor
from tests.browser.files import save_csv
from tests.browser.server import free_port, serving

pytestmark = pytest.mark.browser

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
UNVERIFIED = ssl._create_unverified_context()
"""For a certificate made a second ago."""


def configuration(folder: Path, secure: int, plain: int, dashboard: str) -> str:
    """Return the documented file with this test's ports, names and certificate, in a configuration of its own."""
    text = (PROJECT / "docs" / "deployment" / "nginx.conf").read_text(encoding="utf-8")
    changed = {
        "listen 443 ssl;": f"listen {secure} ssl;",
        "listen 80;": f"listen {plain};",
        "server_name atlas.example.org;": "server_name localhost;",
        "/etc/ssl/certs/atlas.example.org.pem": f"{folder}/certificate.pem",
        "/etc/ssl/private/atlas.example.org.key": f"{folder}/certificate.key",
        "http://127.0.0.1:8501": dashboard,
    }
    for written, here in changed.items():
        assert written in text, written
        text = text.replace(written, here)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}"
        f" http {{ access_log off; {places}\n{text}\n}}"
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if NGINX is None:
        words = "no nginx: apt install nginx-light"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    folder = tmp_path_factory.mktemp("nginx")
    data = folder / "data"
    shutil.copytree(PROFILES, data / "profiles")
    build([data / "profiles"], data / "warehouse.duckdb")
    certificate = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost")
    files = ("-out", str(folder / "certificate.pem"), "-keyout", str(folder / "certificate.key"))
    subprocess.run(["openssl", "req", *certificate, *files], check=True, capture_output=True)
    secure, plain = free_port(), free_port()
    with serving(data, environment={"CATALYST_ATLAS_ADD_PROFILES": "1"}) as dashboard:
        (folder / "nginx.conf").write_text(configuration(folder, secure, plain, dashboard))
        command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
        with subprocess.Popen(command) as nginx:
            address = f"https://localhost:{secure}"
            while status(f"{address}/_stcore/health") != 200:
                assert nginx.poll() is None, (folder / "error.log").read_text()
                time.sleep(0.05)
            yield address
            nginx.terminate()


def asked(address: str, data: bytes | None = None) -> tuple[int, Message]:
    request = urllib.request.Request(address, data=data)
    try:
        with urllib.request.urlopen(request, context=UNVERIFIED) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers
    except urllib.error.URLError:
        return 0, Message()


def status(address: str, data: bytes | None = None) -> int:
    return asked(address, data)[0]


@pytest.mark.trust("Pages, websocket, downloads and uploads behind nginx with TLS")
def test_pages_downloads_and_uploads_pass_through(site: str, visit: Callable[[str], Visitor], tmp_path: Path) -> None:
    visitor = visit(site)
    page = visitor.open("/?lang=en", ignore_https_errors=True)
    expect_charts(page, PAGES["/"])
    assert save_csv(page, "sectors_mix", tmp_path).read_bytes()
    page.goto(f"{site}/add?lang=en")
    page.locator("input[type=file]").set_input_files(next(PROFILES.glob("*.txt")))
    expect(page.get_by_role("button", name="Store and load")).to_be_enabled()


@pytest.mark.trust("A request larger than any upload, metrics from outside, and headers lost behind nginx")
def test_headers_come_through_and_bounds_hold(site: str) -> None:
    code, headers = asked(f"{site}/")
    assert code == 200
    assert headers["Strict-Transport-Security"]
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["Server"] == "nginx"
    assert status(f"{site}/ready") == 200
    assert status(f"{site}/_stcore/metrics") == 404
    assert status(f"{site}/_stcore/upload_file/a/b", data=b"x" * (7 << 20)) == 413
