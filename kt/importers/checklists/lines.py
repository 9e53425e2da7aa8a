"""Lines and paragraphs: which look like tasks, and where a task's text ends."""

import re

# The same shape the counts of "raw" task lines in published checklists were taken with.
TASK_LINE = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+\[[ xX]\]")
BOX = re.compile(r"\[([ xX])\]\s+(?=\S)")
# Lines that look like a box to people: "[] done", "- [x]done", "☐ done".
NEARLY_TASK = re.compile(
    r"\s*(?:(?:[-*+]|\d+[.)])\s*)?(?:\[ *\]|\[[xX✓✔]\](?![(\[:])|[☐☑☒⬜])\s*[^\s(:\[]"
)
# Boxes of other programs at the start of a list item, which GitHub shows as text.
PLAIN_BOX = re.compile(r"(?:\[ *\]|\[[xX✓✔]\]|[☐☑☒✅⬜]|&#(?:9744|x2610);)\s*(?=\S)", re.IGNORECASE)
TICKED = re.compile(r"[xX✓✔☑☒✅]")
COMMENT = re.compile(r" ?<!--(.*?)(?:-->|\Z)", re.DOTALL)

SENTENCE_END = re.compile(r"""[.!?:;…]["'”’)\]*_`]*$""")
ABBREVIATION = re.compile(r"(?:\be\.g|\bi\.e|\betc|\bincl|\bvs|\bno|\bapprox)\.$", re.IGNORECASE)
UNFINISHED = re.compile(
    r"(?:[,(–—-]|\b(?:a|an|and|as|at|by|for|from|in|into|of|on|or|our|that|the|their|to|via|with|"
    r"your))$",
    re.IGNORECASE,
)
# A text that was wrapped at 80 columns: its line is long and the next word did not fit.
SHORTEST_WRAPPED = 50
LONGEST_WRAPPED = 90
LEAST_WITH_NEXT_WORD = 74
TARGET = re.compile(r"\]\([^()\s]*\)")


def is_task_line(line: str) -> bool:
    """Say whether a line looks like a task, wherever it stands."""
    return TASK_LINE.match(line) is not None


def is_nearly_task(line: str) -> bool:
    """Say whether a person would see a task in a line, whatever GitHub makes of it."""
    return is_task_line(line) or NEARLY_TASK.match(line) is not None


def count_task_lines(source: str) -> int:
    """Count the lines that look like tasks."""
    return sum(map(is_task_line, source.split("\n")))


def comments_in(source: str) -> list[str]:
    """Return what stands inside each comment."""
    return COMMENT.findall(source)


def without_comments(source: str) -> str:
    """Remove what a reader of the rendered page does not see."""
    return COMMENT.sub("", source)


def is_hard_wrapped(lines: list[str]) -> bool:
    """Say whether the author of these lines broke sentences at the edge of the screen."""
    tasks = (TARGET.sub("", line) for line in lines if is_task_line(line))
    return all(len(line.rstrip()) <= LONGEST_WRAPPED for line in tasks)


def split_text(paragraph: str, *, hard_wrapped: bool) -> tuple[str, str]:
    """Split a task's first paragraph into its text and the lines that continue it as detail.

    A line that only wraps a sentence belongs to the text; a line that begins a new statement
    is detail.
    """
    lines = without_comments(paragraph).split("\n")
    text = lines[0]
    for number, line in enumerate(lines[1:], start=1):
        if not (_is_open(text) or _wraps(lines[number - 1], line, hard_wrapped)):
            return text.strip(), "\n".join(part.strip() for part in lines[number:]).strip()
        text = f"{text.rstrip()} {line.strip()}"
    return text.strip(), ""


def _is_open(text: str) -> bool:
    """Say whether a bracket or a code span goes on in the next line."""
    open_brackets = text.count("[") > text.count("]") or text.count("(") > text.count(")")
    return open_brackets or text.count("`") % 2 == 1


def _wraps(line: str, following: str, hard_wrapped: bool) -> bool:
    if line.endswith(("  ", "\\")) or line.rstrip().endswith(("<br>", "<br/>", "<br />")):
        return False
    line, following = line.strip(), following.strip()
    if not line or not following:
        return False
    if SENTENCE_END.search(line) and not ABBREVIATION.search(line):
        return False
    if UNFINISHED.search(line):
        return True
    next_word = following.split()[0]
    if len(line) < SHORTEST_WRAPPED or next_word.endswith(":"):
        return False
    if following[0].islower() or following[0] == "(":
        return True
    return hard_wrapped and LEAST_WITH_NEXT_WORD - len(next_word) <= len(line) <= LONGEST_WRAPPED
