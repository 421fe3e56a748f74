"""The process that reads pictures is killed, stopped and fed the worst, while others read: no read fails, each
upload is told what came of it, and nothing is left over. On a stack that is there for that."""

import contextlib
import itertools
import os
import pathlib
import random
import signal
import struct
import time
from collections import Counter

import pytest
from client import BROWSER, Answer, Client, Member, is_problem
from load import Load
from pictures import FORMATS, form, lying, png, telephones
from stacks import Stack, wait_until
from test_albums import Album
from test_photos import add, until_taken

SEED = 20_260_206
# How long one process is waited for, and how long an upload waits for its turn before: `Imaging`.
STALL, PATIENCE = 25, 5


@pytest.fixture(scope="module")
def samples(tmp_path_factory) -> dict[str, bytes]:
    return telephones(tmp_path_factory.mktemp("samples"))


def readers_of_pictures(stack: Stack) -> list[int]:
    """Every `waylink-imaging` of a stack, those too that nobody has waited for."""
    parents, found = {str(pid) for pid in stack.responders()}, []
    for entry in pathlib.Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if not entry.name.isdigit():
                continue
            name, _, rest = (entry / "stat").read_text().partition("(")[2].rpartition(")")
            if name != "waylink-imaging":
                continue
            # Whose parent is gone belongs to nobody: then it is known by where it lies.
            own = rest.split()[1] in parents or os.readlink(entry / "exe").startswith(str(stack.home))
            if own:
                found.append(int(entry.name))
    return found


class Reader:
    """A guest who looks at an album, its pictures and a job, again and again."""

    def __init__(self, album: Album, token: str, photo: str):
        self.client = Client(album.stack.port)
        shared = f"/v1/shared/albums/{token}"
        job = album.stack.demo["jobs"]["running"]["token"]
        self.paths = itertools.cycle([
            (f"/shared/albums/{token}", BROWSER), (shared, {}), (f"{shared}/photos/{photo}?size=thumb", {}),
            (f"{shared}/photos/{photo}", {}), (f"/v1/shared/jobs/{job}", {}), (f"/shared/jobs/{job}", BROWSER),
        ])  # fmt: skip
        self.answers: list[Answer] = []

    def __call__(self) -> None:
        path, headers = next(self.paths)
        answer = self.client.get(path, headers)
        assert answer.status == 200, (path, answer.status, answer.body)
        self.answers.append(answer)
        time.sleep(0.01)


class Uploader:
    """Sends one file after another; keeps what came of each."""

    def __init__(self, album: Album, files):
        self.client = Client(album.stack.port, album.owner.token, timeout=60)
        self.at = f"{album.at}/photos"
        self.files = files
        self.answers: list[Answer] = []

    def send(self, file: bytes) -> Answer:
        body, headers = form(file)
        answer = self.client.call("POST", self.at, body, headers)
        self.answers.append(answer)
        if answer.status != 201:
            assert answer.status in (413, 415, 503) and is_problem(answer), answer.body
        if answer.status == 503:
            assert is_problem(answer, "unavailable") and answer.headers["Retry-After"]
        return answer

    def __call__(self) -> None:
        if self.send(next(self.files)).status == 503:
            time.sleep(0.05)


class Scene:
    """An album with a picture in it, guests who look, and what must hold afterwards."""

    def __init__(self, stack: Stack):
        self.stack = stack
        self.album = Album(stack, Member(stack, timeout=60))
        photo = until_taken(lambda: add(self.album, png(60, 60))).json()["id"]
        token = self.album.share()["token"]
        self.readers = [Reader(self.album, token, photo) for _ in range(3)]

    def assert_whole(self, uploaders: list[Uploader]) -> None:
        stack, album = self.stack, self.album
        assert all(len(reader.answers) > 20 for reader in self.readers)
        # What is stopped, or was begun last, is given up within its time.
        wait_until(lambda: readers_of_pictures(stack) == [], STALL + PATIENCE + 5, "the end of every waylink-imaging")
        good = until_taken(lambda: add(album, png(40, 40)))
        assert good.status == 201, good.body
        added = sum(answer.status == 201 for uploader in uploaders for answer in uploader.answers)
        # With the first one and the last one; and the pictures lie as often as they are named.
        assert album.owner.get(album.at).json()["photo_count"] == added + 2
        assert stack.query(f"SELECT COUNT(*) FROM album_photos WHERE album_id = '{album.id}'").strip() == str(added + 2)
        wrong = stack.query("""
            SELECT COUNT(*) FROM files f WHERE reference_count <> (
              SELECT COALESCE(SUM((p.original = f.sha256) + (p.thumb = f.sha256) + (p.large = f.sha256)), 0)
              FROM album_photos p WHERE f.sha256 IN (p.original, p.thumb, p.large))""")  # fmt: skip
        assert wrong.strip() == "0"
        named = stack.query("SELECT LOWER(HEX(sha256)) FROM files WHERE reference_count > 0").split()
        missing = [name for name in named if not (stack.home / "files" / name[:2] / name[2:4] / name).is_file()]
        assert missing == []
        for size in ("original", "thumb", "large"):
            lost = stack.query(
                f"SELECT COUNT(*) FROM album_photos LEFT JOIN files ON sha256 = {size} AND reference_count > 0 WHERE sha256 IS NULL")
            assert lost.strip() == "0", size
        assert len(stack.responders()) == len(stack.supervisors()), "no responder died of it"


def test_killed_at_random(mortal, samples):
    """Each upload whose process is killed is refused with 503; the next one is taken."""
    scene, rng = Scene(mortal), random.Random(SEED)
    uploaders = [Uploader(scene.album, itertools.cycle(list(samples.values()))) for _ in range(3)]
    seen: set[int] = set()
    killed: set[int] = set()

    def kill() -> None:
        for pid in set(readers_of_pictures(mortal)) - seen:
            seen.add(pid)
            if rng.random() < 0.5:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    killed.add(pid)
        time.sleep(rng.random() * 0.02)

    def of(status: int, retry_after: str | None = None) -> int:
        return sum(answer.status == status and answer.headers["Retry-After"] == retry_after
                   for uploader in uploaders for answer in uploader.answers)  # fmt: skip

    with Load(*scene.readers, *uploaders, kill) as load:
        # "2": of those whose picture could not be looked at; who finds no lane is told to wait longer.
        load.until(lambda: of(503, "2") >= 8 and of(201) >= 8 and len(killed) >= 8, 90)
        load.lasts(2)
    scene.assert_whole(uploaders)


def test_stopped_ones_are_given_up(mortal, samples):
    """As many as there are stand still: their uploads are refused within their time, and nobody else waits."""
    scene = Scene(mortal)
    uploaders = [Uploader(scene.album, itertools.cycle([samples["jpeg"], samples["png"]])) for _ in range(10)]
    stopped: set[int] = set()
    stops_until = time.monotonic() + 10

    def stop() -> None:
        if time.monotonic() < stops_until:
            for pid in set(readers_of_pictures(mortal)) - stopped:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGSTOP)
                    stopped.add(pid)
        time.sleep(0.005)

    def slow() -> list[Answer]:
        return [answer for uploader in uploaders for answer in uploader.answers if answer.seconds > STALL - 1]

    with Load(*scene.readers, *uploaders, stop) as load:
        load.until(lambda: bool(slow()), STALL + PATIENCE + 15)
        load.lasts(2)
    assert stopped and all(answer.status == 503 for answer in slow())
    # Uploads that wait for their turn hold some of the threads, and leave the others.
    seconds = sorted(answer.seconds for reader in scene.readers for answer in reader.answers)
    assert seconds[int(len(seconds) * 0.98)] < PATIENCE / 5, seconds[-20:]
    assert max(answer.seconds for uploader in uploaders for answer in uploader.answers) < STALL + PATIENCE + 5
    scene.assert_whole(uploaders)


# --- The corpus ---


def patched(content: bytes, mark: bytes, offset: int, patch: bytes) -> bytes:
    """With other bytes so far behind the first `mark`."""
    at = content.index(mark) + offset
    return content[:at] + patch + content[at + len(patch) :]


def lies(samples: dict[str, bytes]) -> list[bytes]:
    """Headers that claim 50,000 by 50,000 pixels, or as many as the format can say."""
    huge = struct.pack(">II", 50_000, 50_000)
    frame = next(mark for mark in (b"\xff\xc0", b"\xff\xc2") if mark in samples["jpeg"])
    webp = samples["webp"]
    if b"VP8X" in webp:
        webp = patched(webp, b"VP8X", 12, (49_999).to_bytes(3, "little") * 2)
    return [
        lying(50_000, 50_000), lying(30_000, 3_000), lying(2**31 - 1, 2**31 - 1),
        patched(samples["png"], b"IHDR", 4, huge), patched(samples["jpeg"], frame, 5, struct.pack(">HH", 50_000, 50_000)),
        webp, patched(samples["heic"], b"ispe", 8, huge), patched(samples["avif"], b"ispe", 8, huge),
    ]  # fmt: skip


def corpus(samples: dict[str, bytes]) -> list[bytes]:
    """The same on every run of the same samples: cut off anywhere, bits turned in heads and anywhere, lies."""
    rng, found = random.Random(SEED), lies(samples)
    for name in FORMATS:
        whole = samples[name]
        found += [whole[: rng.randrange(len(whole))] for _ in range(5)]
        for turn in range(10):
            bent = bytearray(whole)
            reach = min(600, len(bent)) if turn % 2 else len(bent)
            for _ in range(rng.choice([1, 2, 8, 40])):
                bent[rng.randrange(reach)] ^= 1 << rng.randrange(8)
            found.append(bytes(bent))
    rng.shuffle(found)
    return found


def test_a_fuzz_corpus(mortal, samples):
    """Every file is taken, or refused with a reason of its own."""
    scene, files = Scene(mortal), corpus(samples)
    uploaders = [Uploader(scene.album, iter(files[number::3])) for number in range(3)]
    done = [0]

    def feed(uploader: Uploader) -> None:
        file = next(uploader.files, None)
        if file is None:
            return time.sleep(0.05)
        until_taken(lambda: uploader.send(file), 120)
        done[0] += 1

    with Load(*scene.readers, *(lambda uploader=uploader: feed(uploader) for uploader in uploaders)) as load:
        load.until(lambda: done[0] == len(files), 240)
    codes = Counter(
        answer.json()["code"] for uploader in uploaders for answer in uploader.answers if answer.status in (413, 415))
    assert {"not_an_image", "image_damaged", "too_many_pixels"} <= set(codes), codes
    assert set(codes) <= {"not_an_image", "image_damaged", "too_many_pixels", "image_too_complex"}, codes
    scene.assert_whole(uploaders)
