"""The page of a shared job, as people use it."""

import csv
import io
import json
import re

import pypdf
import pytest
import requests
import stage


def test_says_which_kind_of_no(visit, scenes):
    """Each dead link says what happened to it, in words of its own."""
    headings = {}
    for name in (name for name in stage.DEAD if not name.startswith("album-")):
        guest = visit()
        guest.open(scenes[name])
        headings[name] = guest.page.inner_text("h1")
        assert len(guest.page.inner_text("main p")) > 20
    assert len(set(headings.values())) == len(headings), headings


def test_shows_the_job(visit, scenes):
    scene = scenes["mixed"]
    guest = visit(script=False)
    guest.open(scene)
    page = guest.page
    assert page.inner_text("h1") == scene.job["title"]
    assert page.inner_text("main > p .status") == "Running"
    assert "50.0 %" in page.inner_text(".progress") and "24 of 48" in page.inner_text(".progress")
    facts = dict(zip(page.locator("dt").all_inner_texts(), page.locator("dd").all_inner_texts()))
    assert [facts[name] for name in ("Completed", "Failed", "Skipped", "Still to do")] == [
        "12", "12", "12", "24"]
    assert facts["Finished"] == "not yet"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", facts["Created"])
    row = page.locator("tbody tr").first.locator("> *").all_inner_texts()
    assert row == ["1", scene.tasks[0]["title"], "Failed", "201", "no", "2026-02-02 21:30:00 UTC",
                   "Batch 0"]
    assert "Internal" not in page.inner_text("thead")


def test_speaks_spanish(visit, scenes):
    guest = visit("es")
    guest.open(scenes["mixed"])
    words = guest.page.inner_text("body")
    assert "Trabajo compartido" in words and "Terminada" in words
    for english in ("Completed", "Pending", "Tasks", "Status", "not yet", "Download", "Next"):
        assert english not in words.replace("Status code", "")


def test_shows_what_others_wrote_as_text(visit, scenes):
    scene = scenes["hostile"]
    guest = visit()
    guest.open(scene)
    page = guest.page
    assert page.text_content("h1") == scene.job["title"]
    assert page.text_content(".description") == "\n".join(stage.HOSTILE[:7])
    titles = page.locator("tbody th").all_text_contents()
    assert titles == stage.HOSTILE
    assert page.locator("main script, img, svg:not(.gauge), iframe, style").count() == 0
    assert page.locator("script, .gauge, form").count() == 3
    assert page.locator("h1").count() == 1
    links = page.locator("a").evaluate_all("all => all.map(a => a.protocol)")
    assert set(links) == {"http:"}


@pytest.mark.parametrize("name", ["arabic", "hebrew"])
def test_runs_right_to_left_where_the_words_do(visit, scenes, name):
    guest = visit()
    guest.open(scenes[name])
    for selector in ("h1", ".description", "tbody th"):
        direction = guest.page.locator(selector).first.evaluate("e => getComputedStyle(e).direction")
        assert direction == "rtl", selector
    assert guest.page.locator("h2").evaluate("e => getComputedStyle(e).direction") == "ltr"


@pytest.mark.parametrize("name", ["mixed", "running", "arabic", "long"])
def test_a_phone_shows_task_and_status_first(visit, scenes, name):
    guest = visit(width=360)
    guest.open(scenes[name])
    page = guest.page
    region = page.locator(".scroll")
    for row in page.locator("tbody tr").all()[:5]:
        for part in (row.locator("th"), row.locator(".status")):
            box = part.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= 360 - 16
    region.evaluate("e => e.scrollLeft = e.scrollWidth")
    for name in ("tbody th", "thead th:nth-child(2)"):
        box = page.locator(name).first.bounding_box()
        assert 0 <= box["x"] <= 80, "the task's name has left with its row"


def test_links_are_as_big_as_a_thumb(visit, scenes):
    guest = visit(width=360)
    guest.open(scenes["many"])
    guest.page.click("text=Next")
    links = guest.page.locator("main nav a")
    assert links.count() == 6
    for link in links.all():
        box = link.bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44, link.inner_text()


# MARK: By keyboard


def focused(page) -> dict:
    return page.evaluate(
        """() => {
          const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
          return {name: e.className || e.textContent, style: s.outlineStyle,
            width: parseFloat(s.outlineWidth), inMain: !!e.closest('main'), left: b.left,
            top: b.top, bottom: b.bottom, isBody: e === document.body};
        }""")


def test_the_skip_link_skips(visit, scenes):
    guest = visit()
    guest.open(scenes["many"])
    guest.page.keyboard.press("Tab")
    skip = focused(guest.page)
    assert skip["name"] == "skip" and skip["left"] >= 0 and skip["top"] >= 0
    guest.page.keyboard.press("Enter")
    assert guest.page.url.endswith("#content")
    guest.page.keyboard.press("Tab")
    assert focused(guest.page)["inMain"]


def test_focus_is_seen_wherever_it_goes(visit, scenes):
    guest = visit()
    guest.open(scenes["many"])
    seen = []
    for _ in range(20):
        guest.page.keyboard.press("Tab")
        where = focused(guest.page)
        if where["isBody"]:
            break
        assert where["style"] != "none" and where["width"] >= 2, where
        assert where["bottom"] > 0 and where["top"] < 800, where
        seen.append(where["name"])
    assert seen == ["skip", "", "Search", "Filter and sort", "scroll", "No.", "Task", "Status",
                    "Status code", "Cached", "Seen", "Note", "Next", "CSV", "JSON", "NDJSON"]


def test_the_table_scrolls_by_keyboard(visit, scenes):
    guest = visit()
    guest.open(scenes["mixed"])
    region = guest.page.locator(".scroll")
    region.focus()
    moved = 0
    for _ in range(20):
        guest.page.keyboard.press("ArrowRight")
        guest.page.wait_for_timeout(50)
        moved = region.evaluate("e => e.scrollLeft")
        if moved:
            break
    assert moved > 0


# MARK: Pages


def positions(text: str) -> list[int]:
    return [int(n) for n in re.findall(r'<tr><td class="number">(\d+)</td>', text)]


def test_pages_lead_on_and_back(visit, scenes):
    guest = visit(script=False)
    guest.open(scenes["many"])
    page = guest.page

    def shown() -> tuple[int, int, list[str]]:
        places = positions(page.content())
        return places[0], places[-1], page.locator(".pages a").all_inner_texts()

    middle = ["First", "Previous", "Next"]
    assert shown() == (1, 50, ["Next"])
    for way, expected in [
        ("Next", (51, 100, middle)), ("Next", (101, 150, middle)), ("Previous", (51, 100, middle)),
        ("Next", (101, 150, middle)), ("First", (1, 50, ["Next"])),
    ]:
        page.click(f".pages a:text-is('{way}')")
        assert shown() == expected
        assert f"Tasks {expected[0]} to {expected[1]} of {stage.MANY}" in page.inner_text(".pages")


def test_the_way_through_all_pages_passes_every_task_once(scenes, stack):
    address, seen = scenes["many"].address, []
    with requests.Session() as http:
        for _ in range(stage.MANY // 50 + 1):
            text = http.get(address, headers={"Accept": "text/html"}, timeout=20).text
            seen += positions(text)
            onward = re.search(r'<a href="([^"]+)">Next</a>', text)
            if not onward:
                break
            address = stack.base_url + onward[1]
    assert seen == list(range(1, stage.MANY + 1))
    assert '">Previous</a>' in text


# MARK: Downloads


def test_downloads_hold_all_tasks(visit, scenes):
    scene = scenes["many"]
    guest = visit()
    guest.open(scene)
    read = {
        "CSV": lambda text: list(csv.DictReader(io.StringIO(text, newline=""))),
        "JSON": lambda text: json.loads(text)["tasks"],
        "NDJSON": lambda text: [json.loads(line) for line in text.splitlines()],
    }
    for label, parse in read.items():
        with guest.page.expect_download() as started:
            guest.page.click(f".downloads a:text-is('{label}')")
        download = started.value
        assert f"/v1/shared/jobs/{scene.job['token']}/export?format=" in download.url
        assert download.suggested_filename == f"Five-thousand-pages.{label.lower()}"
        text = download.path().read_bytes().decode()
        assert [task["title"] for task in parse(text)] == [task["title"] for task in scene.tasks]
        assert stage.PRIVATE not in text


def test_nothing_private_is_within_reach(visit, scenes):
    scene = scenes["mixed"]
    guest = visit()
    guest.open(scene)
    source = guest.page.content()
    for secret in scene.secrets:
        assert secret not in source
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-7", source), "an id"
    assert "/v1/jobs" not in source and "/console" not in source
    # The one form there is asks for a page, and for nothing else.
    assert guest.page.locator("form").evaluate_all("all => all.map(f => f.method)") == ["get"]
    addresses = guest.page.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    token = scene.job["token"]
    for address in addresses:
        assert address == "#content" or re.match(rf"(/v1)?/shared/jobs/{token}([/?]|$)", address)


# MARK: On paper, and in colours of one's own


def test_prints_the_job_and_no_controls(visit, scenes):
    guest = visit(width=1280)
    guest.open(scenes["mixed"])
    pdf = pypdf.PdfReader(io.BytesIO(guest.page.pdf(format="A4")))
    text = "\n".join(sheet.extract_text() for sheet in pdf.pages)
    unwrapped = text.replace("\n", "")
    for content in ("Nightly check of the shop", "24 of 48 tasks done", "Completed", "Batch 0",
                    "https://shop.example/products/50", "Tasks 1 to 50 of 60"):
        assert content in unwrapped
    for control in ("Next", "Download", "NDJSON", "Skip to content", "Search", "Filter", "Refresh"):
        assert control not in text
    assert len(pdf.pages) <= 4


@pytest.mark.parametrize("name", ["mixed", "running", "finished", "long", "hostile"])
def test_paper_loses_no_column(visit, scenes, name):
    # A4 upright between Chromium's margins, in CSS pixels.
    guest = visit(width=718)
    guest.open(scenes[name])
    guest.page.emulate_media(media="print")
    wide = guest.page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= 718


def test_prints_dark_on_white_whatever_the_scheme(visit, scenes, keep):
    guest = visit(scheme="dark", width=1280)
    guest.open(scenes["mixed"])
    guest.page.emulate_media(media="print")
    keep(guest.page, "mixed-print")
    colours = guest.page.evaluate(
        "() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_keeps_its_meaning_in_forced_colours(visit, scenes, keep):
    guest = visit(forced_colors="active")
    guest.open(scenes["mixed"])
    keep(guest.page, "mixed-forced-colours")
    assert guest.page.evaluate("matchMedia('(forced-colors: active)').matches")
    for selector in ("main > p .status", ".gauge", ".downloads a"):
        width = guest.page.locator(selector).first.evaluate(
            "e => parseFloat(getComputedStyle(e).borderTopWidth)")
        assert width >= 1, selector
