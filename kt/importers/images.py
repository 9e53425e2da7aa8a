"""Images that people upload: their type is read from what is in them, and they must be whole."""

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from ..errors import Refused

BIGGEST = 5 * 1024 * 1024

# The largest photos of phones; what is decoded to look at it stays below 150 MB. All the frames
# of an animation together may have more, because they are decoded one after the other.
MOST_PIXELS = 25_000_000
MOST_PIXELS_MOVING = 100_000_000

# A few hundred bytes can name billions of pixels: how many is asked below before any is decoded.
Image.MAX_IMAGE_PIXELS = None

TYPES = {
    "PNG": ("image/png", (".png",)),
    "JPEG": ("image/jpeg", (".jpg", ".jpeg")),
    "MPO": ("image/jpeg", (".jpg", ".jpeg")),
    "GIF": ("image/gif", (".gif",)),
    "WEBP": ("image/webp", (".webp",)),
}
LAST_OF_PNG = b"IEND\xaeB`\x82"

LONGEST_NAME = 80
# What is no part of a name, or would end the address of an image in Markdown.
UNFIT = re.compile(r"[\s:?#%\"'`<>()\[\]{}|*&\\/!^~$=]+")


@dataclass(frozen=True)
class ImageFile:
    """An image that was looked at: its cleaned name, its type by content, its bytes."""

    name: str
    media_type: str
    data: bytes


def read_image(data: bytes, filename: str) -> ImageFile:
    """Look at an uploaded image; raises Refused with a sentence for whatever is none."""
    if not data:
        raise Refused("This file is empty. Choose the image again.", field="image")
    if len(data) > BIGGEST:
        raise Refused(
            f"An image may have 5 MB; this one has {len(data) / 1024 / 1024:.1f} MB. Make it "
            "smaller, or save it as JPEG or WebP.",
            field="image",
        )
    kind = _kind(data)
    media_type, endings = TYPES[kind]
    return ImageFile(name_for(filename, endings), media_type, data)


def name_for(filename: str, endings: tuple[str, ...]) -> str:
    """Clean a file's name: no path, nothing that Markdown reads, the ending of its type."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", filename))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" or sign.isspace())
    name = UNFIT.sub("-", seen).strip("-. ")
    stem, dot, ending = name.rpartition(".")
    if not dot or f".{ending.lower()}" not in {each for _, all in TYPES.values() for each in all}:
        stem, ending = name, ""
    chosen = f".{ending.lower()}" if f".{ending.lower()}" in endings else endings[0]
    return (stem[:LONGEST_NAME].strip("-. ") or "image") + chosen


def numbered(name: str, number: int) -> str:
    """Name another image of the same name: plan.png, plan-2.png."""
    stem, _, ending = name.rpartition(".")
    return name if number == 1 else f"{stem}-{number}.{ending}"


def _kind(data: bytes) -> str:
    if _is_svg(data):
        raise Refused(
            "An SVG file can carry scripts and is not taken. Save the drawing as PNG and add that.",
            field="image",
        )
    image = _opened(data)
    kind = str(image.format)
    frames = _frames(image)
    if image.width * image.height > MOST_PIXELS or (
        image.width * image.height * frames > MOST_PIXELS_MOVING
    ):
        raise Refused(
            f"This image is {image.width:,} × {image.height:,} pixels large"
            + (f", {frames:,} times" if frames > 1 else "")
            + ", more than a page can show. Make it smaller.",
            field="image",
        )
    try:
        for frame in range(frames):
            image.seek(frame)
            image.load()
        is_whole = _has_its_end(kind, data)
    # Decoders raise what they like over files that break off or lie about what is in them.
    except Exception:
        is_whole = False
    if not is_whole:
        raise _broken()
    return kind


def _has_its_end(kind: str, data: bytes) -> bool:
    """Tell whether the last bytes of a format are there that are shown without them."""
    match kind:
        case "GIF":
            return data.rstrip(b"\0\r\n").endswith(b";")
        case "PNG":
            return LAST_OF_PNG in data
        case "JPEG" | "MPO":
            # A scan begins with the one and ends with the other; neither can stand inside it.
            return data.rfind(b"\xff\xd9") > data.rfind(b"\xff\xda")
    return True


def _opened(data: bytes) -> Any:
    try:
        return Image.open(BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP"))
    except Exception as fault:
        if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")) or data[8:12] == b"WEBP":
            raise _broken() from fault
        raise Refused(
            "This is not a PNG, JPEG, GIF or WebP image, whatever its name says. Save it as one "
            "of these and add that.",
            field="image",
        ) from fault


def _frames(image: Any) -> int:
    try:
        return int(getattr(image, "n_frames", 1))
    except Exception as fault:
        raise _broken() from fault


def _broken() -> Refused:
    return Refused(
        "This image is not whole: its file is damaged or was not sent to its end. Add it again, "
        "or save it anew first.",
        field="image",
    )


def _is_svg(data: bytes) -> bool:
    """Tell whether it is a drawing in SVG, packed or not, or another text that begins like one."""
    start = data[:4_096].replace(b"\x00", b"").lower()
    return b"<svg" in start and not data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF"))
