"""Real pages of other organisations, and every way in which texts arrive."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from kt.importers.documents import Reading, as_json, read_document, read_documents
from kt.models import OutputKind, OutputState

INPUTS = Path(__file__).parent.parent / "inputs"
PAGES = [INPUTS / folder for folder in ("faq_manual", "mentoring", "process_change")]
PEOPLE_OPS = INPUTS / "faq_manual/sourcegraph__handbook__people-ops-faqs.md"
ENGINEERING = INPUTS / "faq_manual/Financial-Times__engineering-progression__faq.md"

# Title, first line and last line of each page that stays whole, as they stand in the file.
WHOLE = {
    "18F__handbook__github.md": ("GitHub", "GitHub is a closed-source platform for"),
    "CivicActions__guidebook__document-management.md": (
        "Document Management Guidelines",
        "This guidance outlines best practices for managing documents within CivicActions.",
    ),
    "alphagov__govuk-developer-docs__request-fastly-tls-certificate.html.md": (
        "Request Fastly TLS certificate",
        "When transitioning HTTPS domains, these are the steps",
    ),
    "kubernetes__community__mailing-list-guidelines.md": (
        "Mailing List Guidelines",
        "<!-- omit in toc -->",
    ),
    "sourcegraph__handbook__bamboohr.md": ("Internal BambooHR use", "## How to create a profile"),
    "CivicActions__guidebook__buddy-program.md": ("Buddy program", "## The Role of the Buddy"),
    "alan-turing-institute__REG-handbook__buddy_system.md": (
        "Buddy System",
        "It can be daunting starting a new job,",
    ),
    "alphagov__govuk-developer-docs__how-to-be-a-good-buddy.html.md": (
        "How to be a good buddy",
        "When a new joiner starts on GOV.UK,",
    ),
    "meltano__handbook__onboarding.md": (
        "New-Hire Onboarding",
        "## New-Hire Onboarding Procedures",
    ),
    "PostHog__meta__launch-plan.md": (
        "Launch Plan: [Product Name]",
        "_Start by saying what is launching, when and who is involved._",
    ),
    "bcgov__entity__OCM_Task.md": ("Bcgov entity OCM task", "## Activities for all releases"),
    "kubernetes__community__default-branch-migration.md": (
        "Default Branch Migration",
        "This document outlines steps needed to migrate the default branch",
    ),
    "ministryofjustice__cloud-platform__cloud-platform-k8s-upgrade-template.md": (
        "Cloud Platform Kubernetes Upgrade Template ticket",
        "## Issue 1:",
    ),
}


def words(reading: Reading) -> str:
    return "\n".join(map(str, reading.problems))


def zipped(parts: dict[str, bytes], **options) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


@pytest.mark.parametrize("name", WHOLE)
def test_a_manual_stays_whole(name):
    (path,) = (folder / name for folder in PAGES if (folder / name).exists())
    (row,) = read_documents([path]).documents
    title, begins = WHOLE[name]
    assert (row.title, row.kind, row.source) == (title, OutputKind.MANUAL, name)
    assert row.text.startswith(begins)
    source = path.read_text().rstrip()
    assert source.endswith(row.text[-200:])
    assert row.text.count("|") == source.count("|") - source.partition(begins)[0].count("|")
    assert row.text.count("{{") + row.text.count("{%") == source.count("{{") + source.count("{%")


def test_every_question_heading_of_people_ops_is_an_entry():
    rows = read_documents([PEOPLE_OPS]).documents
    entries = [row for row in rows if row.kind == OutputKind.FAQ_ENTRY]
    asked = re.findall(r"^#+ Q\. (.*)$", PEOPLE_OPS.read_text(), re.MULTILINE)
    assert [row.title for row in entries] == asked
    assert len(entries) == 24
    assert [row.position for row in entries] == list(range(1, 25))
    assert entries[0].group == "US work authorization: I-9 verification"
    assert entries[8].group == "Immigration support"
    assert entries[-1].text.endswith("- **All other swag:**\n  - Please post in #swag.")


def test_what_answers_no_question_of_people_ops_is_one_manual():
    *_, rest = reading = read_documents([PEOPLE_OPS]).documents
    assert len(reading) == 25
    assert (rest.title, rest.kind) == ("People Ops frequently asked questions", OutputKind.MANUAL)
    assert rest.text.startswith("This page is meant as a resource")
    assert rest.text.count("\n\n") == 3
    assert "## Health benefits\n\n**Looking for health benefits FAQ?**" in rest.text


def test_every_question_heading_of_the_engineering_faq_is_an_entry():
    rows = read_documents([ENGINEERING]).documents
    asked = re.findall(r"^### (.*)$", ENGINEERING.read_text(), re.MULTILINE)
    assert [row.title for row in rows] == [question.replace("_", "") for question in asked]
    assert len(rows) == 30
    assert {row.kind for row in rows} == {OutputKind.FAQ_ENTRY}
    assert {row.group for row in rows} == {
        "Update to Engineering Career Pathway & Progression Framework"
    }
    assert rows[24].title.startswith("How can I provide feedback")
    assert '<a href="{{site.data.contact.slack.url}}"' in rows[24].text


@pytest.mark.parametrize("path", [path for folder in PAGES for path in sorted(folder.iterdir())])
def test_no_line_of_a_real_page_is_lost(path):
    rows = read_documents([path]).documents
    kept = "\n".join(f"{row.title}\n{row.group}\n{row.text}" for row in rows)
    kept = re.sub(r"\s+", " ", re.sub(r"[*_`#]", "", kept)).casefold()
    _, _, body = path.read_text().removeprefix("---").rpartition("\n---\n")
    body = body if path.name != "bcgov__entity__OCM_Task.md" else path.read_text()
    for line in body.split("\n"):
        bare = re.sub(r"\s+", " ", re.sub(r"[*_`#]", "", line)).strip().removeprefix("Q. ")
        if "{{page.title}}" not in bare and bare.strip("- "):
            assert bare.casefold() in kept


def test_the_json_says_title_kind_source_and_words():
    shown = json.loads(json.dumps(as_json(read_documents([PEOPLE_OPS]))))
    assert shown["documents"][1] == {
        "title": "How do I have Sourcegraph verify my employment?",
        "kind": "faq",
        "source": "sourcegraph__handbook__people-ops-faqs.md:20",
        "words": 17,
    }
    assert shown["documents"][-1]["kind"] == "manual"
    assert shown["problems"][0].startswith("sourcegraph__handbook__people-ops-faqs.md, line 3: ")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"]
)
def test_letters_arrive_in_every_encoding_and_line_end(encoding):
    text = "---\r\ntitle: Café\r\n---\r\n\r\n# Größe\r\n\r\nÜber\u00a0uns\r\n"
    (row,) = read_document("a.md", text.encode(encoding)).documents
    assert (row.title, row.text) == ("Café", "# Größe\n\nÜber\u00a0uns")


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("---\ntitle: A\n---\n# B\n\nc", "A", "# B\n\nc"),
        ("---\ntitle: A\n---\n\n# *a*\n\nc", "A", "c"),
        ("---\ntitle: A\n---\n# {{ page.title }}\nc", "A", "c"),
        ("+++\ntitle = 'A'\n+++\nc", "A", "c"),
        ("---\ntitle: 'It''s: \"A\"'\n---\nc", "It's: \"A\"", "c"),
        ("---\ntitle: >\n  A\n  B\n---\nc", "A B", "c"),
        ("---\ntitle: A\n\nc", "A", "c"),
        ("---\ntitle: A: B\n---\nc", "A: B", "c"),
        ("---\n---\nc", "My page", "c"),
        ("---\n\nAn essay: long.\n\n---\n\nc", "My page", "---\n\nAn essay: long.\n\n---\n\nc"),
        ("# A\n\n## B\n\nc", "A", "## B\n\nc"),
        ("A\n===\n\nc", "A", "c"),
        ("![logo](https://x.org/y.png)\n\n# A\n\nc", "A", "![logo](https://x.org/y.png)\n\n\nc"),
        ("# A\n\nb\n\n# C\n\nd", "A", "# A\n\nb\n\n# C\n\nd"),
        ("## B\n\nc", "My page", "## B\n\nc"),
        ("<%= partial 'x' %>\n\n{% y %}\n", "My page", "<%= partial 'x' %>\n\n{% y %}"),
        ("```{note}\nMyST\n```", "My page", "```{note}\nMyST\n```"),
    ],
)  # fmt: skip
def test_the_title_comes_from_the_fields_the_heading_or_the_name(text, title, body):
    (row,) = read_document("my-page.html.md.erb", text.encode()).documents
    assert (row.title, row.text, row.kind) == (title, body, OutputKind.MANUAL)


def test_fields_above_the_text_are_read_and_others_named():
    text = (
        "---\ntitle: A\nkind: How-To\nstate: published\ntopic: Payroll\ndue: 2026-03-31\n"
        "owner: ana@example.org\nposition: 3\npublished: 2026-01-02\nlayout: wide\ntags: [a]\n"
        "---\nb"
    )
    reading = read_document("a.md", text.encode())
    (row,) = reading.documents
    assert (row.kind, row.state, row.topic) == (
        OutputKind.HOW_TO,
        OutputState.PUBLISHED,
        "Payroll",
    )
    assert (str(row.due), str(row.published)) == ("2026-03-31", "2026-01-02")
    assert (row.owner, row.position) == ("ana@example.org", 3)
    assert (
        words(reading) == "a.md, line 1: These fields above the text were not kept: layout, tags."
    )


def test_fields_that_make_no_sense_are_named_with_their_line():
    text = "---\nkind: poem\nstate: sleeping\ndue: soon\nowner: Ana\nposition: top\n---\nb"
    found = words(read_document("a.md", text.encode()))
    assert "a.md, line 2: “poem” is no kind of a document and was left out." in found
    assert "a.md, line 3: “sleeping” is no state of a document" in found
    assert "a.md, line 4: “soon” is not a day such as 2026-03-31" in found
    assert "a.md, line 5: The owner “Ana” is not an e-mail address" in found
    assert "a.md, line 6: The position “top” is not a whole number" in found


def test_invalid_yaml_is_read_line_by_line_and_said():
    text = "---\ntitle: A [b\ntags: [x\nkind: manual\n---\n## Who pays?\n"
    reading = read_document("a.md", text.encode())
    assert [(row.title, row.text) for row in reading.documents] == [("A [b", "## Who pays?")]
    assert "a.md, line 1: The fields above the text are not valid YAML" in words(reading)


def test_a_folder_is_walked_in_order_and_hidden_files_are_passed_by(tmp_path):
    for name in ["b/2.md", "b/1.markdown", "a.txt", ".git/x.md", "b/.draft.md", "c.docx", "z.mdx"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Text of {name}")
    reading = read_documents([tmp_path])
    assert [row.source for row in reading.documents] == [
        "a.txt",
        "z.mdx",
        "b/1.markdown",
        "b/2.md",
    ]
    assert words(reading).endswith(
        "One file is not Markdown or plain text and was left out: c.docx."
    )


def test_pictures_beside_a_text_come_with_it_and_none_from_outside(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/a b.png").write_bytes(b"\x89PNG picture")
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "docs/link.png").symlink_to(tmp_path / "secret.png")
    text = (
        "![a](../assets/a%20b.png 'T') ![b](https://x.org/b.png) ![c](gone.png)\n"
        '<img alt="x" src="link.png"> ![d](../../secret.png) ![e](/etc/passwd)'
    )
    (tmp_path / "docs/page.md").write_text(text)
    (tmp_path / "docs/notes.md").write_text("![s](/../../secret.png)")
    whole = read_documents([tmp_path]).documents
    assert dict(whole[1].attachments) == {
        "../assets/a%20b.png": b"\x89PNG picture",
        "link.png": b"secret",
    }
    alone = read_documents([tmp_path / "docs/page.md"])
    assert alone.documents[0].attachments == ()
    assert "The picture ../assets/a%20b.png and 3 more were not found" in words(alone)
    assert alone.documents[0].text == text


def test_a_zip_is_read_like_a_folder():
    parts = {
        "docs/faq.md": b"## Who pays?\n\n![a](img/a.png)\n\n## When is it?\n\nNow.\n",
        "docs/img/a.png": b"\x89PNG",
        "__MACOSX/docs/._faq.md": b"x",
        ".hidden.md": b"x",
        "other.pdf": b"%PDF",
        "docs/empty.md": b"",
    }
    reading = read_document("all.zip", zipped(parts))
    assert [row.source for row in reading.documents] == [
        "all.zip/docs/faq.md:1",
        "all.zip/docs/faq.md:5",
    ]
    assert reading.documents[0].attachments == (("img/a.png", b"\x89PNG"),)
    assert "all.zip/docs/empty.md: This file is empty." in words(reading)
    assert "One file is not Markdown or plain text and was left out: other.pdf." in words(reading)
