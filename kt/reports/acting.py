"""Say for whom somebody acted who judged or signed in place of one who was absent (rule 17)."""


def and_acted_for(whom: str) -> str:
    """End the sentence of a history; "" where nobody was absent."""
    return f", and acted for {whom}" if whom else ""


def you_acted_for(whom: str) -> str:
    """Say it to whoever has just done so; "" where nobody was absent."""
    return f" You acted for {whom}." if whom else ""
