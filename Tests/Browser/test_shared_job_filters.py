"""A guest's ways through a shared job's tasks: filters, order, pages, downloads, news."""

import datetime
import json
import pathlib
import re

import checks
import pytest
import requests
import stage

FILTERED = "?status=failed&q=shop&attr[code][gte]=201&attr[note][ne]=x&sort=-attr[code]"
# Every look the page has beside the unfiltered one, by name.
VIEWS = {
    "filtered": ("mixed", FILTERED, 200),
    "sorted": ("mixed", "?sort=attr[seen_at]&limit=20", 200),
    "nothing": ("mixed", "?q=nonesuch", 200),
    "mangled": ("mixed", "?sort=attr[nope]&attr[code]=many&attr[%3Cb%3E]=1&cursor=zz", 400),
    "long-filter": ("long", "?attr[c0][ne]=" + "W" * 600, 200),
    "hostile-filter": ("hostile", "?q=%3Cscript%3Ewindow.hacked%3D1&attr[k1]=%22%3E%3Cimg src=x onerror=window.hacked=1%3E", 200),
    "arabic-filter": ("arabic", "?q=تقرير&sort=-title", 200),
    "hebrew-filter": ("hebrew", "?attr[note][ne]=בדיקה&sort=attr[note]", 200),
}


def opened(guest, scenes, name: str):
    scene, query, status = VIEWS[name]
    assert guest.page.goto(scenes[scene].address + query).status == status
    return guest.page


def titles(page) -> list[str]:
    return page.locator("tbody th").all_text_contents()


def open_form(page) -> None:
    closed = page.locator(".find details:not([open]) summary")
    if closed.count():
        closed.click()


# MARK: In every look


@pytest.mark.parametrize("language, scheme", [("en", "light"), ("es", "dark"), ("en", "dark"), ("es", "light")])
@pytest.mark.parametrize("name", VIEWS)
def test_is_sound_in_a_browser(visit, scenes, keep, name, language, scheme):
    guest = visit(language, scheme)
    opened(guest, scenes, name)
    checks.assert_sound(guest, name, language, scheme, keep, arrange=open_form)


def test_is_valid_html(scenes, tmp_path: pathlib.Path):
    for name, (scene, query, status) in VIEWS.items():
        for language in ("en", "es"):
            answer = requests.get(scenes[scene].address + query, timeout=20, headers={
                "Accept": "text/html", "Accept-Language": language})
            assert answer.status_code == status
            (tmp_path / f"{name}-{language}.html").write_bytes(answer.content)
    checks.assert_valid_html(tmp_path)


# MARK: With and without scripts


@pytest.mark.parametrize("script", [True, False])
def test_the_form_filters_and_sorts(visit, scenes, script):
    guest = visit(script=script)
    guest.open(scenes["mixed"])
    page = guest.page
    open_form(page)
    page.fill("input[name='attr[code][gte]']", "201")
    page.fill("input[name='attr[code][lte]']", "203")
    page.select_option("select[name='attr[cached]']", "true")
    page.select_option("select[name=sort]", "-title")
    page.click("text=Show tasks")
    wanted = sorted((task["title"] for task in scenes["mixed"].tasks
                     if 201 <= task["attributes"]["code"] <= 203 and task["attributes"]["cached"]), reverse=True)
    assert len(wanted) == 18 and titles(page) == wanted
    assert page.locator(".filters p").inner_text() == "18 of 60 tasks"
    assert page.locator(".chip").count() == 3
    if script:
        # What is empty isn't sent along.
        assert "status=" not in page.url and "q=" not in page.url and "attr%5Bnote%5D" not in page.url
    # A search keeps what the form says.
    page.fill("#q", "products/1")
    page.press("#q", "Enter")
    assert titles(page) == [title for title in wanted if "products/1" in title]
    page.click(".chip >> text=Status code ≤ 203")
    assert page.locator(".chip").count() == 3 and page.input_value("#q") == "products/1"
    page.click(".clear")
    assert page.locator(".chip").count() == 0 and page.locator("tbody tr").count() == 50
    assert page.locator("th[aria-sort]").inner_text() == "Task"


@pytest.mark.parametrize("script", [True, False])
def test_statuses_lead_there_and_back(visit, scenes, script):
    guest = visit(script=script)
    guest.open(scenes["mixed"])
    page = guest.page
    shown = page.locator(".statuses a").all_text_contents()
    assert shown == ["All 60", "Pending 12", "Running 12", "Completed 12", "Failed 12", "Skipped 12"]
    page.click(".statuses >> text=Failed")
    assert page.locator("tbody .status").all_inner_texts() == ["Failed"] * 12
    assert page.locator(".statuses [aria-current]").text_content() == "Failed 12"
    page.click(".chip")
    assert page.locator(".statuses [aria-current]").text_content() == "All 60"


def test_headings_sort_by_keyboard(visit, scenes):
    guest = visit(width=1280)
    guest.open(scenes["mixed"])
    page = guest.page
    orders = []
    for _ in range(3):
        page.focus("thead a:text-is('Status code')")
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        sorted_by = page.locator("th[aria-sort]")
        orders.append((sorted_by.inner_text(), sorted_by.get_attribute("aria-sort")))
        assert page.locator("th[aria-sort] a").evaluate("e => getComputedStyle(e, '::after').visibility") == "visible"
    assert orders == [("Status code", "ascending"), ("Status code", "descending"), ("No.", "ascending")]


def test_the_form_by_keyboard_alone(visit, scenes):
    guest = visit()
    guest.open(scenes["mixed"])
    page = guest.page
    page.focus("#q")
    page.keyboard.type("products/59")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.localName") == "summary"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "attr[code][gte]"
    page.keyboard.press("Enter")
    page.wait_for_url("**?*q=products*")
    assert titles(page) == ["https://shop.example/products/59"]


def test_leads_out_of_what_finds_nothing_or_is_mangled(visit, scenes):
    for name in ("nothing", "mangled"):
        guest = visit(script=False)
        page = opened(guest, scenes, name)
        page.click("text=Show all tasks")
        assert page.url == scenes["mixed"].address and page.locator("tbody tr").count() == 50


# MARK: The same tasks everywhere


@pytest.mark.parametrize("query", [
    "?limit=20", "?limit=10&status=skipped&sort=-title", "?limit=7&attr[cached]=false&sort=-attr[seen_at]",
    "?limit=13&attr[code][ne]=202&sort=attr[note]", "?limit=50&q=products/2&sort=-status",
    "?limit=9&attr[seen_at][lt]=2026-02-10T00:00:00Z&sort=-position",
])
def test_page_json_and_downloads_agree(visit, scenes, stack, query):
    scene = scenes["mixed"]
    guest = visit(script=False)
    page = guest.page
    page.goto(scene.address + query)
    downloads = {label: page.get_attribute(f".downloads a:text-is('{label}')", "href") for label in ("CSV", "JSON", "NDJSON")}
    assert page.inner_text(".downloads p") == ("Download all tasks" if query == "?limit=20" else "Download these tasks")
    shown = titles(page)
    while page.locator(".pages a:text-is('Next')").count():
        page.click(".pages a:text-is('Next')")
        shown += titles(page)
    if page.locator(".pages a").count():
        page.click(".pages a:text-is('First')")
        assert titles(page) == shown[:len(titles(page))]
    listed = requests.get(f"{stack.base_url}/v1/shared/jobs/{scene.job['token']}/tasks"
                          + re.sub(r"limit=\d+", "limit=200", query), timeout=20).json()["tasks"]
    assert shown == [task["title"] for task in listed] and len(shown) > 5
    read = {
        "CSV": lambda text: [line.split(",")[1] for line in text.splitlines()[1:]],
        "JSON": lambda text: [task["title"] for task in json.loads(text)["tasks"]],
        "NDJSON": lambda text: [json.loads(line)["title"] for line in text.splitlines()],
    }
    for label, address in downloads.items():
        assert read[label](requests.get(stack.base_url + address, timeout=20).text) == shown, label


# MARK: Times


def test_tells_times_in_the_viewers_zone(visit, scenes):
    guest = visit(width=1280, timezone_id="America/New_York")
    guest.open(scenes["mixed"])
    page = guest.page
    # 2026-02-02T21:30:00Z
    cell = page.locator("td.datetime").first
    assert cell.inner_text() == "2 Feb 2026, 16:30:00 GMT-5" and cell.get_attribute("title") == "2026-02-02 21:30:00 UTC"
    for time in page.locator("time").all():
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", time.get_attribute("title"))
        assert "GMT-" in time.inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_asks_for_times_in_the_zone_that_it_names(visit, scenes, script):
    guest = visit(width=1280, script=script, timezone_id="Asia/Kathmandu")
    guest.open(scenes["mixed"])
    page = guest.page
    open_form(page)
    # Chromium knows it by its older name too.
    assert re.fullmatch("Asia/Kath?mandu" if script else "UTC", page.inner_text("[data-zone]"))
    page.fill("input[name='attr[seen_at][gte]']", "2026-02-20T03:15")
    page.click("text=Show tasks")
    # Kathmandu is 5:45 ahead: 21:30 of the day before, which is when the 19th was seen.
    first = 19 if script else 20
    assert titles(page) == [task["title"] for number, task in enumerate(scenes["mixed"].tasks, 1)
                            if number % 28 + 1 >= first]
    open_form(page)
    assert page.input_value("input[name='attr[seen_at][gte]']").startswith("2026-02-20T03:15")
    chip = page.inner_text(".chip time")
    assert chip.endswith("GMT+5:45" if script else "UTC") and "03:15" in chip


# MARK: News


def test_says_when_there_is_something_new(visit, stack):
    member = stage.Member(stack)
    scene = member.scene("A job that moves", [stage.task(1, status="running")], stage.COLUMNS)
    guest = visit()
    page = guest.page
    page.clock.install(time=datetime.datetime.now())
    guest.open(scene)
    asked = []
    page.on("response", lambda answer: "/v1/" in answer.url and asked.append(answer.status))
    page.clock.run_for(31_000)
    page.wait_for_timeout(300)
    assert asked == [304] and page.inner_text("[role=status]") == ""
    tasks = member.call("GET", f"/v1/jobs/{scene.job['id']}/tasks")["tasks"]
    member.call("PATCH", f"/v1/jobs/{scene.job['id']}/tasks/{tasks[0]['id']}", {"status": "completed"})
    page.clock.run_for(31_000)
    page.wait_for_function("document.querySelector('[role=status]').textContent !== ''")
    assert asked == [304, 200] and "moved on" in page.inner_text("[role=status]")
    page.clock.run_for(120_000)
    page.wait_for_timeout(300)
    assert asked == [304, 200], "it asks on, though it has said so"
    page.click("text=Refresh")
    assert page.inner_text("main > p .status") == "Completed"
    assert page.locator("[data-watches]").count() == 0
    assert guest.complaints == []


def test_refreshes_where_it_is(visit, scenes):
    guest = visit(script=False)
    guest.page.goto(scenes["mixed"].address + "?limit=20&status=failed&sort=title&utm_source=mail")
    guest.page.click("text=Refresh")
    assert guest.page.url.endswith("?status=failed&sort=title&limit=20")


# MARK: Progress


def test_progress_is_not_told_by_colour_alone(visit, scenes):
    guest = visit()
    guest.open(scenes["mixed"])
    page = guest.page
    bar = page.locator(".gauge")
    assert bar.get_attribute("aria-label") == "Progress: 50.0 %"
    width = bar.bounding_box()["width"]
    boxes = {name: bar.locator(f"> .{name}").bounding_box() for name in ("plain", "hatched", "thin")}
    for box in boxes.values():
        assert abs(box["width"] - width / 5) < 2
    assert boxes["thin"]["height"] < boxes["plain"]["height"] / 2
    assert "hatching" in bar.locator("> .hatched").evaluate("e => getComputedStyle(e).fill")
    assert page.locator("dt[class]").all_inner_texts() == ["Completed", "Failed", "Skipped", "Still to do"]


def test_prints_what_was_asked_for_and_no_controls(visit, scenes):
    guest = visit(width=718)
    page = opened(guest, scenes, "filtered")
    page.emulate_media(media="print")
    for selector in (".find", ".statuses", ".refresh", ".clear"):
        assert not page.locator(selector).is_visible(), selector
    assert page.locator(".chip").first.is_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 718
