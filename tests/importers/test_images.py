"""Images as they come: whole, broken off, forged, too large, under any name."""

import gzip
import io
import random
import struct
import zlib
from contextlib import suppress

import make
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kt.errors import Refused
from kt.importers.images import BIGGEST, read_image
from kt.markup import render

KINDS = {
    "PNG": ("image/png", ".png"),
    "JPEG": ("image/jpeg", ".jpg"),
    "GIF": ("image/gif", ".gif"),
    "WEBP": ("image/webp", ".webp"),
}


def noise(kind: str, frames: int = 1) -> bytes:
    """Draw a picture that no format makes much smaller, so that it breaks off anywhere."""
    bits = random.Random(7)
    drawn = [Image.frombytes("RGB", (12, 9), bits.randbytes(12 * 9 * 3)) for _ in range(frames)]
    file = io.BytesIO()
    moving = {"save_all": True, "append_images": drawn[1:]} if frames > 1 else {}
    # Two photos in one file, as phones take them, are a kind of JPEG.
    drawn[0].save(file, "MPO" if kind == "JPEG" and moving else kind, **moving)
    return file.getvalue()


def a_png_of(width: int, height: int) -> bytes:
    """Name this many pixels in a PNG of a few bytes; none of them is there."""

    def chunk(name: bytes, data: bytes) -> bytes:
        checked = name + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    nothing = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", nothing) + chunk(b"IEND", b"")
    )


def refusal(data: bytes, name: str = "plan.png") -> str:
    with pytest.raises(Refused) as refused:
        read_image(data, name)
    assert refused.value.field == "image"
    return refused.value.sentence


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("frames", [1, 3])
def test_the_type_is_read_from_the_content_whatever_the_name_says(kind: str, frames: int) -> None:
    media_type, ending = KINDS[kind]
    for name in ("plan.png", "plan.GIF", "plan.jpg", "plan"):
        image = read_image(noise(kind, frames), name)
        assert (image.media_type, image.name) == (media_type, f"plan{ending}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("frames", [1, 3])
def test_an_upload_that_breaks_off_anywhere_is_refused(kind: str, frames: int) -> None:
    whole = noise(kind, frames)
    for length in range(1, len(whole), 7):
        assert refusal(whole[:length])
    assert "not whole" in refusal(whole[:-1])
    assert "empty" in refusal(b"")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg onload=alert(1) xmlns='http://www.w3.org/2000/svg'/>", "Save the drawing as PNG"),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<SVG><script>alert(1)</script></SVG>", "scripts"),
        ("<svg/>".encode("utf-16"), "scripts"),
        (gzip.compress(b"<svg/>", mtime=0), "not a PNG, JPEG, GIF or WebP"),
        (b"<html><script>alert(1)</script>", "not a PNG, JPEG, GIF or WebP"),
        (b"GIF89a<script>alert(1)</script>", "not whole"),
        (b"%PDF-1.7", "not a PNG"),
        (b"BM" + bytes(60), "not a PNG"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(60), "not a PNG"),
        (b"x" * (BIGGEST + 1), "may have 5 MB; this one has 5.0 MB"),
    ],
)
def test_what_is_no_image_for_a_page_is_refused_with_the_way_out(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_a_few_bytes_that_name_billions_of_pixels_are_refused_before_they_are_drawn() -> None:
    assert "60,000 × 60,000 pixels" in refusal(a_png_of(60_000, 60_000))
    assert "not whole" in refusal(a_png_of(400, 400))


def test_an_animation_may_not_hold_more_than_its_frames_could_show() -> None:
    frames = [Image.new("P", (5_000, 5_000), number) for number in range(5)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    assert "5,000 × 5,000 pixels large, 5 times" in refusal(file.getvalue())


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Plan.PNG", "Plan.png"),
        ("der große Plän 2.png", "der-große-Plän-2.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Users\\ana\\plan.png", "plan.png"),
        ("a](javascript:alert(1)).png", "a-javascript-alert-1.png"),
        ('x" onerror="alert(1).png', "x-onerror-alert-1.png"),
        ("plan\u202egnp.exe", "plangnp.exe.png"),
        ("..png", "png.png"),
        (".png", "png.png"),
        ("", "image.png"),
        ("\u200b\u200b", "image.png"),
        ("خطة.png", "خطة.png"),
        ("x" * 300 + ".png", "x" * 80 + ".png"),
        ("plan.jpeg", "plan.png"),
        ("plan.svg", "plan.svg.png"),
    ],
)
def test_names_are_cleaned_of_paths_and_of_what_markdown_reads(sent: str, kept: str) -> None:
    assert read_image(make.a_picture(), sent).name == kept


def test_photos_keep_the_ending_that_they_came_with() -> None:
    assert read_image(make.a_picture("JPEG"), "IMG_1.JPEG").name == "IMG_1.jpeg"


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda tail: noise("GIF")[:40] + tail))
def test_any_bytes_are_an_image_or_refused_in_words(data: bytes) -> None:
    with suppress(Refused):
        assert read_image(data, "x.png").media_type.startswith("image/")


@given(st.text())
def test_any_name_becomes_one_that_markdown_can_show(name: str) -> None:
    kept = read_image(make.a_picture(), name).name
    assert 'src="/1/' in render(f"![a]({kept})", images="/1/").html
