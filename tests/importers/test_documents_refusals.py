"""Files that are no documents get a sentence; nothing of a text is lost; every reading ends."""

import io
import re
import stat
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kt.importers.documents import as_json, read_document, read_documents

PIECES = st.sampled_from(
    "# |## |### |How do I? |Who is it? |**|__|Q: |A: |: |- |1. |  |    |> |---|===|```|~~~|"
    "<!--|-->|<details>|</details>|<summary>|</summary>|<h2>|</h2>|[a]|[a]: b|[^1]|[^1]: c|"
    "![x](y.png)|(|)||a|b|\n|-|-|\n|{#id}|"
    "{{ x }}|<%= y %>|¿|？|؟|?|FAQ|title: x|kind: faq|kind: |+++|...|\n|\n\n|"
    "\t|é|🎉|\u200b|\0|\r\n|\x0c|\u2028|\x85".split("|")
)
junk = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=300)
names = st.sampled_from(["a.md", "faq.md", "", "a.txt", "a.zip", "b.html.md.erb"])


@settings(max_examples=400, deadline=None)
@given(junk, names)
def test_any_text_is_read_or_answered_with_a_sentence(text, name):
    reading = read_document(name, text.encode())
    assert reading.documents or reading.problems
    assert all(row.title.strip() for row in reading.documents)
    for problem in reading.problems:
        assert problem.sentence.endswith(".")
        assert problem.line is None or 1 <= problem.line <= text.count("\n") + text.count("\r") + 1
    assert set(as_json(reading)) == {"documents", "problems"}


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04"]), names)
def test_any_bytes_are_read_or_answered_with_a_sentence(data, start, name):
    reading = read_document(name, start + data)
    assert reading.documents or reading.problems


word = st.sampled_from("alpha beta gamma delta omega pay leave Müller 価格 x1".split())
sentence = st.lists(word, min_size=1, max_size=6).map(" ".join)
block = st.one_of(
    sentence,
    sentence.map("**{}**".format),
    sentence.map("**{} how?**".format),
    sentence.map("- {}\n- more".format),
    sentence.map("> {}".format),
    sentence.map("```\n# {}\n```".format),
    sentence.map("Q: who {}?\nA: it is".format),
    sentence.map("<details><summary>who {}?</summary>\n\nyes\n\n</details>".format),
    sentence.map("how {}?\n: it is".format),
    sentence.map("1. **how {}?** so".format),
    st.tuples(st.integers(1, 5), sentence, st.sampled_from(["", "?", " how?"])).map(
        lambda parts: f"{'#' * parts[0]} {parts[1]}{parts[2]}"
    ),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(block, min_size=1, max_size=14), st.sampled_from(["faq.md", "page.md"]))
def test_no_word_of_a_text_is_lost(blocks, name):
    text = "\n\n".join(blocks)
    reading = read_document(name, text.encode())
    kept = "".join(f"{row.group}{row.title}{row.text}" for row in reading.documents)
    kept += "".join(problem.sentence for problem in reading.problems)
    kept = re.sub(r"[\s*?]", "", kept)
    page_title = next((line for line in text.split("\n") if line.startswith("#")), "")
    for line in text.replace(page_title if page_title.startswith("# ") else "#", "", 1).split("\n"):
        bare = re.sub(r"^(Q:|A:|:|1\.)|</?\w+>|[*#>`?-]|\s", "", line)
        assert bare in kept


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"%PDF-1.7 rest", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"a\x00b", "not text"),
        (b"\x81\x8d", "letters"),
        (b"a" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
        (b"a\n" * 400_000, "500,000 characters"),
        (b"PK\x03\x04rest", "zip cannot be read"),
        (b"PK\x05\x06" + b"\0" * 18, "no documents in here"),
    ],
)
def test_what_is_no_document_is_named(data, sentence):
    reading = read_document("a.md", data)
    assert reading.documents == ()
    assert sentence in reading.problems[0].sentence
    assert str(reading.problems[0]).startswith("a.md: ")


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return target.getvalue()


def test_a_zip_bomb_gives_a_sentence():
    (problem,) = read_document("a.zip", packed(("a.md", b" " * 60_000_000))).problems
    assert "would unpack to more than 100 MB, or to far more than it holds" in problem.sentence


def test_a_zip_that_lies_about_its_size_is_not_unpacked_further():
    data = bytearray(packed(("a.md", b"a" * 11_000_000 + b"b")))
    for start in (data.find(b"PK\x03\x04") + 22, data.find(b"PK\x01\x02") + 24):
        data[start : start + 4] = (1000).to_bytes(4, "little")
    reading = read_document("a.zip", bytes(data))
    assert reading.documents == ()
    assert "“a.md” is damaged in the zip" in reading.problems[0].sentence


def test_a_zip_of_too_many_files_gives_a_sentence():
    many = packed(*((f"{number}.md", b"a") for number in range(5_001)))
    (problem,) = read_document("a.zip", many).problems
    assert problem.sentence == "This zip holds more than 5,000 files. Pack fewer into each."


def test_paths_that_lead_out_of_a_zip_are_left_out_and_named():
    link = zipfile.ZipInfo("link.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    outside = [(name, b"x") for name in ("../a.md", "/b.md", "C:/c.md")]
    data = packed(*outside, (link, b"/etc/passwd"), ("d.md", b"x"))
    reading = read_document("a.zip", data)
    assert [row.source for row in reading.documents] == ["a.zip/d.md"]
    assert len(reading.problems) == 4
    assert str(reading.problems[0]) == "a.zip: “../a.md” leads out of the zip and was left out."


def test_an_office_file_and_a_locked_zip_are_named():
    office = packed(("[Content_Types].xml", b"x"), ("word/document.xml", b"x"))
    assert "Word, Excel or similar" in read_document("a.docx", office).problems[0].sentence
    locked = bytearray(packed(("a.md", b"a")))
    locked[6] |= 1
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    assert "password" in read_document("a.zip", bytes(locked)).problems[0].sentence


def test_a_missing_path_and_an_empty_folder_are_named(tmp_path):
    reading = read_documents([tmp_path / "gone.md", tmp_path])
    assert [problem.sentence.split(":")[0] for problem in reading.problems] == [
        "There is no such file. Check the path.",
        "There are no documents in here",
    ]


def test_a_file_on_disk_over_ten_megabytes_is_named(tmp_path):
    (tmp_path / "a.md").write_bytes(b"a" * (10 * 1024 * 1024 + 1))
    (problem,) = read_documents([tmp_path / "a.md"]).problems
    assert problem.sentence == "This file is larger than 10 MB. Import only the document itself."


@pytest.mark.parametrize(
    "text",
    [
        "> " * 5_000 + "# Who is it?",
        "- " * 5_000 + "a",
        "# " + "[" * 20_000 + "?",
        "# " + "?" * 200_000 + "a",
        "# " + "*a " * 20_000 + "?",
        "**" * 50_000,
        "** " + " " * 200_000 + "?",
        "Q: " + " " * 200_000 + "x",
        "<details><summary>" * 10_000,
        "<details>\n\n" * 20_000,
        "<details><summary>Who is it?</summary>a</details>\n" * 5_000,
        "# Who is it?\n" * 20_000,
        "## Who is it?\n\n[a]\n\n" * 3_000 + "".join(f"[a{n}]: b\n" for n in range(3_000)),
        "# Who is it?\n" + "\n" * 300_000 + "a",
        "---\ntitle: " + "[" * 20_000 + "\n---\na",
        "how is it?\n: a\n" * 10_000,
        "![" * 50_000,
        "<img " * 50_000,
        "<!--" * 50_000,
        "[^1]: a\n" * 20_000,
        "`" * 200_000,
        "".join("`" * n + " " for n in range(1, 800)),
        "a\n\n" + "~" * 200_000,
        '[a](b "' * 50_000,
        "[a](b " + " " * 200_000,
        "[a](" * 50_000,
    ],
)
def test_hostile_texts_end(text):
    assert read_document("faq.md", text.encode()).documents
