"""Bytes of an uploaded file to text with plain line ends, or a refusal that says why not."""

import codecs

from ..errors import Refused

MAX_BYTES = 10 * 1024 * 1024
# The worst Markdown takes some ten seconds at this length; real checklists stay below 15,000.
MAX_CHARACTERS = 500_000

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
OTHER_FORMATS = (
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"PK\x05\x06", "an empty zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)


def read_text(data: bytes, what: str) -> str:
    """Return the text with `\\n` line ends and no byte order mark; `what` it should be is said.

    UTF-8 with or without a mark, UTF-16 and UTF-32 with one, and otherwise Windows-1252 are
    read. Raises Refused for anything empty, binary, too long or not decodable.
    """
    if len(data) > MAX_BYTES:
        raise Refused(f"This file is larger than 10 MB. Import only the {what} itself.")
    for start, name in OTHER_FORMATS:
        if data.startswith(start):
            raise Refused(f"This is {name}. Save the {what} as text or Markdown, then import it.")
    text = _decoded(data)
    if "\0" in text:
        raise Refused(f"This file is not text. Save the {what} as text or Markdown first.")
    if not text.strip():
        raise Refused(f"This file is empty. Choose the file that holds the {what}.")
    if len(text) > MAX_CHARACTERS:
        raise Refused(
            f"This file is longer than 500,000 characters. Import only the {what} itself."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    marked = next(((mark, name) for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), None)
    mark, encodings = (marked[0], marked[1:]) if marked else (b"", ("utf-8", "windows-1252"))
    for encoding in encodings:
        try:
            return data[len(mark) :].decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("The letters of this file cannot be read. Save it again as UTF-8 text.")
