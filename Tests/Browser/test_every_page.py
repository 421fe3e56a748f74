"""What holds for every page, on a phone and on a desk, in both schemes and languages."""

import pathlib

import checks
import pytest
import requests
import stage


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", stage.NAMES)
def test_is_sound_in_a_browser(visit, scenes, keep, name, language, scheme):
    scene = scenes[name]
    guest = visit(language, scheme)
    assert guest.open(scene) == scene.status
    checks.assert_sound(guest, name, language, scheme, keep)


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
    checks.assert_valid_html(tmp_path)


@pytest.mark.parametrize("name", ["running", "finished", "empty", "mixed", "many", "revoked"])
def test_first_view_fits_one_round_trip(scenes, stack, name):
    """Document, style, script and icon, heads and all: 14 KB, so that a poor line needs no second trip."""
    path = scenes[name].address.removeprefix(stack.base_url)
    files = 3 if scenes[name].status == 200 else 2
    assert checks.weight(stack.base_url, path, files) <= 14 * 1024
