"""Words as they are compared: whatever their case, their accents and the spaces between them."""

import unicodedata


def folded(text: str) -> str:
    """Fold a title so that all the ways to write it are one: “Über  uns” and “uber uns”."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (sign for sign in plain if not unicodedata.combining(sign) and _is_seen(sign))
    return " ".join("".join(kept).split())


def _is_seen(sign: str) -> bool:
    """Tell whether a sign takes part in a word: zero-width spaces and marks of direction do not."""
    return unicodedata.category(sign) != "Cf"
