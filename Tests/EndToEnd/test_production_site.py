"""The production site through a real nginx: https, its cookies, and its limits by address."""

import http.client
import io
import os
import secrets
import socket
import ssl

import pytest
from client import BROWSER, Answer, Client, is_problem
from playwright.sync_api import sync_playwright
from sites import SecureBrowser, Site, https_responder, production_site
from stacks import free_port, wait_until



@pytest.fixture(scope="module")
def responder(stack):
    with https_responder(stack, "https://waylink.example") as path:
        yield path


@pytest.fixture
def site(stack, responder):
    """With nobody counted yet."""
    with production_site(stack, [responder]) as site:
        yield site


@pytest.fixture
def guest(stack, site) -> SecureBrowser:
    return SecureBrowser(stack, site)


def sign_up(stack, browser: SecureBrowser) -> Answer:
    return browser.send(
        browser.visit("/console/sign-up"), "/console/sign-up", name="N", workspace_name="W",
        email=f"{secrets.token_hex(8)}@stranger.example", password=stack.note(secrets.token_urlsafe(15)))


# --- TLS ------------------------------------------------------------------------------------------


def test_plain_http_leads_to_https_and_keeps_the_method(site):
    for method, path in (("GET", "/console?q=1"), ("POST", "/v1/auth/login")):
        answer = Client(site.plain_port).call(method, path, headers={"Host": "waylink.example"})
        assert answer.status == 308 and answer.headers["Location"] == f"https://waylink.example{path}"
        assert not answer.headers["Set-Cookie"]


def test_whoever_asks_for_no_name_of_ours_learns_nothing(site):
    blind = ssl._create_unverified_context()
    for name in ("other.example", None):
        with pytest.raises(ssl.SSLError):
            with socket.create_connection(("127.0.0.1", site.port), 5) as raw:
                blind.wrap_socket(raw, server_hostname=name)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_only_modern_tls_is_spoken(site):
    for version, is_spoken in ((ssl.TLSVersion.TLSv1_1, False), (ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_3, True)):
        context = ssl.create_default_context(cafile=site.home / "fullchain.pem")
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        try:
            with socket.create_connection(("127.0.0.1", site.port), 5) as raw:
                assert context.wrap_socket(raw, server_hostname=site.name).version() and is_spoken
        except ssl.SSLError:
            assert not is_spoken, version


# --- Cookies --------------------------------------------------------------------------------------


def test_cookies_are_for_https_and_this_host_alone(stack, site, guest):
    page = guest.visit("/console/sign-up")
    made = sign_up(stack, guest)
    assert made.status == 303
    set_cookies = page.headers.get_all("Set-Cookie") + made.headers.get_all("Set-Cookie")
    assert len(set_cookies) >= 2
    for text in set_cookies:
        attributes = [part.strip() for part in text.split(";")]
        assert attributes[0].startswith("__Host-waylink")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
        assert not any(part.lower().startswith("domain") for part in attributes)
    for answer in (page, made, guest.visit("/console"), guest.get("/v1/nothing"), guest.get("/assets/nothing.css")):
        assert answer.headers.get_all("Strict-Transport-Security") == ["max-age=31536000"], answer.status


def test_a_cookie_that_plain_http_could_set_opens_nothing(stack, guest):
    """A neighbour, or the network, can plant `waylink`; only `__Host-waylink` is read here."""
    assert sign_up(stack, guest).status == 303
    session = guest.jar["__Host-waylink"]
    assert guest.visit("/console/account").status == 200
    planted = guest.get("/console/account", BROWSER | {"Cookie": f"waylink={session}"})
    assert planted.status == 303 and "/console/sign-in" in planted.headers["Location"]
    # Beside the right one it changes nothing.
    both = guest.get("/console/account", BROWSER | {"Cookie": f"waylink=planted; __Host-waylink={session}"})
    assert both.status == 200


def test_a_browser_signs_up_and_out_by_https(stack):
    """Chromium itself takes the cookies, and says of our forms that they are ours."""
    port = free_port()
    origin = f"https://localhost:{port}"
    with https_responder(stack, origin) as responder, production_site(stack, [responder], "localhost", port):
        with sync_playwright() as playwright:
            # Chromium's sandbox refuses to work for root.
            arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
            chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=arguments)
            page = chromium.new_context(ignore_https_errors=True).new_page()
            page.set_default_timeout(10_000)
            page.goto(f"{origin}/console/sign-up")
            for name, text in (("name", "Secure Owner"), ("email", f"{secrets.token_hex(8)}@stranger.example"),
                               ("password", stack.note(secrets.token_urlsafe(15))), ("workspace_name", "W")):  # fmt: skip
                page.fill(f"[name={name}]", text)
            page.click("form[action='/console/sign-up'] button")
            assert page.url == f"{origin}/console"
            cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
            session = cookies["__Host-waylink"]
            stack.note(session["value"])
            assert session["secure"] and session["httpOnly"] and session["sameSite"] == "Lax"
            page.goto(f"{origin}/console/account")
            assert "Secure Owner" in page.inner_text("main")
            page.click("form[action='/console/sign-out'] button")
            assert page.url == f"{origin}/console/sign-in"
            assert "__Host-waylink" not in {cookie["name"] for cookie in page.context.cookies()}
            chromium.close()


# --- Limits ---------------------------------------------------------------------------------------


def many(site: Site, count: int, request: str) -> list[Answer]:
    """So many requests on one connection, faster than any limit fills up again."""
    with socket.create_connection(("127.0.0.1", site.port), 10) as raw:
        with site.context.wrap_socket(raw, server_hostname=site.name) as connection:
            last = request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1)
            connection.sendall((request * (count - 1) + last).encode())
            received = io.BytesIO()
            while piece := connection.recv(65_536):
                received.write(piece)
    received.seek(0)
    answers = []
    while line := received.readline():
        headers = http.client.parse_headers(received)
        body = received.read(int(headers["Content-Length"]))
        answers.append(Answer(int(line.split()[1]), headers, body, 0, 0))
    assert len(answers) == count
    return answers


def call(method: str, path: str, accept: str = "application/json") -> str:
    length = "Content-Type: application/json\r\nContent-Length: 2\r\n" if method == "POST" else ""
    body = "{}" if method == "POST" else ""
    return f"{method} {path} HTTP/1.1\r\nHost: waylink.example\r\nAccept: {accept}\r\n{length}\r\n{body}"


LIMITS = {
    # What is asked for, how many may come at once, and how many a second more.
    "everything": ("GET", "/robots.txt", 200, 300, 100),
    "what writes": ("POST", "/v1/jobs", 401, 100, 20),
    "what signs in": ("POST", "/v1/auth/login", 400, 40, 1),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_flood_from_one_address_is_held(site, name):
    method, path, status, burst, rate = LIMITS[name]
    answers = many(site, burst * 2 + 5 * rate, call(method, path))
    statuses = [answer.status for answer in answers]
    assert set(statuses) == {status, 429}
    # An office behind one address gets its burst in one go; the flood gets no more than the rate.
    assert statuses[:burst] == [status] * burst
    assert statuses.count(429) >= burst // 2
    for refused in answers:
        if refused.status == 429:
            assert is_problem(refused, "rate_limited") and int(refused.headers["Retry-After"]) > 0


def test_a_refusal_is_a_page_for_people(site, guest):
    """And while one address tries passwords, guests behind it go on reading."""
    path = "/console/sign-in"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    many(site, 90, call("POST", path))
    for language, words in (("en", "Too many requests"), ("es-MX", "Demasiadas solicitudes")):
        answer = guest.post(path, "email=a", BROWSER | form | {"Accept-Language": language})
        assert answer.status == 429 and answer.media_type == "text/html"
        page = answer.plain.decode()
        assert f"<h1>{words}</h1>" in page and f'lang="{language[:2]}"' in page
        assert int(answer.headers["Retry-After"]) > 0
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
    assert guest.get(path, BROWSER).status == 200
    assert guest.get(f"/shared/jobs/{guest.stack.demo['jobs']['running']['token']}", BROWSER).status == 200


def test_the_log_of_the_site_shows_no_token(stack, site, guest):
    token = stack.demo["jobs"]["running"]["token"]
    for path in (f"/shared/jobs/{token}", f"/v1/shared/jobs/{token}/tasks?q=secret-words"):
        assert guest.get(path, BROWSER).status == 200
    Client(site.plain_port).get(f"/shared/jobs/{token}", {"Host": "waylink.example"})
    guest.close()
    # nginx writes a line after it has sent the answer.
    wait_until(lambda: site.log().count("/shared/jobs/***") >= 3, what="a line for each of the three")
    log = site.log()
    assert token not in log and token[:12] not in log and "secret-words" not in log
