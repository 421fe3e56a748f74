"""Pictures to upload: plain ones made here, and telephones' own by real encoders."""

import pathlib
import secrets
import struct
import subprocess
import zlib

BOUNDARY = "waylink-pictures"
FORMATS = ("jpeg", "png", "webp", "heic", "avif")


def png(width: int, height: int) -> bytes:
    """Of noise, so that no two are the same."""
    rows = b"".join(b"\x00" + secrets.token_bytes(width * 3) for _ in range(height))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def form(*files: bytes, name: str = "photo.jpg", **fields: str) -> tuple[bytes, dict[str, str]]:
    """A form with files, and the header that goes with it."""
    parts = [f'name="file"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'.encode() + file for file in files]
    parts += [f'name="{field}"\r\n\r\n{text}'.encode() for field, text in fields.items()]
    body = b"".join(f"--{BOUNDARY}\r\nContent-Disposition: form-data; ".encode() + part + b"\r\n" for part in parts)
    return body + f"--{BOUNDARY}--\r\n".encode(), {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def telephones(folder: pathlib.Path) -> dict[str, bytes]:
    """By format; each of its own encoder, and with the place where it was taken and other words."""
    (folder / "base.png").write_bytes(png(120, 80))

    def run(*command: str) -> None:
        subprocess.run(command, cwd=folder, check=True, timeout=60, stdout=subprocess.DEVNULL)

    for name in ("jpeg", "webp"):
        run("vips", "copy", "base.png", f"one.{name}")
    run("cp", "base.png", "one.png")
    run("heif-enc", "-q", "90", "base.png", "-o", "one.heic")
    run("heif-enc", "-A", "-q", "90", "base.png", "-o", "one.avif")
    for name in FORMATS:
        run("exiftool", "-q", "-n", "-overwrite_original", "-GPSLatitude=48.858222", "-GPSLatitudeRef=N",
            "-GPSLongitude=2.2945", "-GPSLongitudeRef=E", "-DateTimeOriginal=2024:05:06 07:08:09",
            "-Artist=Someone", f"one.{name}")  # fmt: skip
    return {name: (folder / f"one.{name}").read_bytes() for name in FORMATS}


def lying(width: int, height: int) -> bytes:
    """A PNG whose header says how large it is, and that holds next to nothing."""
    chunks = [b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), b"IDAT" + zlib.compress(bytes(99)), b"IEND"]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks)
