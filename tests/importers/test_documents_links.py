"""Links between imported files lead to the documents that those files became."""

import io
import zipfile

import pytest

from kt.importers.documents import Reading, read_document

FAQ = "# FAQ\n\n## How do I restart it?\n\n{}\n\n## Who may do that?\n\nThe operator.\n"


def read(**files: str) -> Reading:
    """Read a zip of these files; `__` in a name is a folder's end."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/") + ".md", text)
    return read_document("docs.zip", data.getvalue())


def text_of(title: str, reading: Reading) -> str:
    return next(row.text for row in reading.documents if row.title == title)


@pytest.mark.parametrize(
    "address",
    ["../guide.md", "../guide.md#step-7", "<../guide.md>", "../guide", '../guide.md "The guide"'],
)
def test_a_link_to_a_file_beside_it_becomes_one_to_its_document(address: str) -> None:
    reading = read(
        guide="# The guide\n\nStep 7.", night__batch=f"# Batch\n\nRead [this]({address})."
    )
    assert text_of("Batch", reading) == "Read [[The guide|this]]."


def test_a_link_that_says_the_title_says_it_once() -> None:
    reading = read(guide="# The guide\n\nStep 7.", batch="# Batch\n\nRead [The guide](guide.md).")
    assert text_of("Batch", reading) == "Read [[The guide]]."


def test_a_folder_is_its_first_page() -> None:
    reading = read(
        night__index="# Nights\n\nAll of them.", batch="# Batch\n\nSee [nights](night/)."
    )
    assert text_of("Batch", reading) == "See [[Nights|nights]]."


def test_a_link_to_a_question_leads_to_its_entry_from_its_own_page_too() -> None:
    reading = read(
        faq=FAQ.format("Ask [them](#who-may-do-that)."),
        batch="# Batch\n\nSee [who](faq.md#who-may-do-that).",
    )
    assert text_of("How do I restart it?", reading) == "Ask [[Who may do that?|them]]."
    assert text_of("Batch", reading) == "See [[Who may do that?|who]]."


def test_the_link_of_a_wiki_names_its_page_last() -> None:
    reading = read(guide="# The guide\n\nStep 7.", batch="# Batch\n\nRead [[this|The guide]].")
    assert text_of("Batch", reading) == "Read [[The guide|this]]."


@pytest.mark.parametrize(
    "text",
    [
        "Read [this](nowhere.md).",
        "Read [this](https://example.com/guide.md).",
        "Read [this](/guide.md).",
        "Read [all](faq.md).",
        "See ![this](guide.md).",
        "Write `[this](guide.md)`.",
        "```\n[this](guide.md)\n```",
        "Go [up](#top) or [here](batch.md#top).",
        "Read [one [two]](guide.md).",
    ],
)
def test_every_other_link_stays_as_it_is_written(text: str) -> None:
    reading = read(
        guide="# The guide\n\nStep 7.", faq=FAQ.format("Press it."), batch=f"# Batch\n\n{text}"
    )
    assert text_of("Batch", reading) == text


def test_an_export_of_ours_stays_as_it_is() -> None:
    ours = "---\nkt: 1\ntitle: Batch\nkind: manual\n---\n\nRead [this](guide.md).\n"
    reading = read(guide="# The guide\n\nStep 7.", batch=ours)
    assert "[this](guide.md)" in text_of("Batch", reading)
