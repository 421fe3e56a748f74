"""Every page in a real browser: pytest with WAYLINK_STACK, the home of a running stack.

WAYLINK_SCREENSHOTS, a folder, keeps pictures of all of them.
"""

import os
import pathlib

import pytest
import stage
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

# Its asserts then say what they compared.
pytest.register_assert_rewrite("checks")

LANGUAGES = {"en": "en-GB", "es": "es-MX"}


@pytest.fixture(scope="session")
def stack() -> stage.Stack:
    home = os.environ.get("WAYLINK_STACK")
    if not home:
        pytest.exit("WAYLINK_STACK must name the home of a running stack: use scripts/test browser", 2)
    return stage.Stack(home)


@pytest.fixture(scope="session")
def scenes(stack: stage.Stack) -> dict[str, stage.Scene]:
    return stage.scenes(stack)


@pytest.fixture(scope="session")
def browser():
    # Chromium's sandbox refuses to work for root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=arguments)
        yield chromium
        chromium.close()


class Visit:
    """A page in a tab of its own, and all that the browser had to say of it."""

    def __init__(self, page: Page, origin: str):
        self.page = page
        self.origin = origin
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        # That a page has a status of 400 and above, the browser calls an error too.
        is_status = message.text.startswith("Failed to load resource: the server responded with")
        if message.type in ("error", "warning") and not (
            is_status and message.location["url"] == self.page.url
        ):
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def open(self, scene: stage.Scene) -> int:
        """Goes there as a person would: by a link, or by a form. Returns the status."""
        if scene.method == "GET":
            answer = self.page.goto(scene.address)
        else:
            self.page.set_content(
                f'<form method="post" action="{scene.address}"><button>Send</button></form>')
            with self.page.expect_navigation(url=scene.address) as navigation:
                self.page.click("button")
            answer = navigation.value
        return answer.status

    @property
    def strangers(self) -> list[str]:
        """What was asked of anybody but us."""
        return [url for url in self.requests if not url.startswith(self.origin + "/")]


@pytest.fixture
def visit(browser: Browser, stack: stage.Stack):
    """Makes visits: `visit(language="en", scheme="light", script=True, width=360, …)`."""
    contexts = []

    def make(language: str = "en", scheme: str = "light", script: bool = True, width: int = 360,
             **options) -> Visit:
        context = browser.new_context(
            locale=LANGUAGES[language], color_scheme=scheme, java_script_enabled=script,
            viewport={"width": width, "height": 800}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return Visit(context.new_page(), stack.base_url)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def keep():
    """Keeps a picture of a page, where somebody wants to look at them."""
    folder = os.environ.get("WAYLINK_SCREENSHOTS")

    def picture(page: Page, name: str) -> None:
        if folder:
            pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{folder}/{name}.png")

    return picture
