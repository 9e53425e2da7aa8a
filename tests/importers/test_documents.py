"""Pages of questions become FAQ entries, in whatever way they mark a question."""

import pytest

from kt.importers.documents import Reading, read_document
from kt.models import OutputKind


def read(text: str, name: str = "page.md") -> Reading:
    return read_document(name, text.encode())


def questions(text: str, name: str = "faq.md") -> dict[str, str]:
    rows = read(text, name).documents
    return {row.title: row.text for row in rows if row.kind == OutputKind.FAQ_ENTRY}


def sentences(text: str, name: str = "page.md") -> str:
    return "\n".join(map(str, read(text, name).problems))


@pytest.mark.parametrize(
    "heading",
    [
        "# How do I start?",
        "###### How do I start?",
        "## How do I start? ##",
        "## 1. How do I start?",
        "## 1.2) How do I start?",
        "## Q: How do I start?",
        "## Q. How do I start?",
        "## Q1. How do I start?",
        "## Question 3 - How do I start?",
        "## 🚀 How do I start?",
        "## ❓ Q2: How do I start?",
        "## :question: How do I start?",
        "## How do I start? {#start}",
        '## <a name="start"></a>How do I start?',
        "## **How do I start?**",
        "## How do I\u200b start?",
        "How do I start?\n---------------",
        "How do I start?\n===============",
        "<h3>How do I start?</h3>\n",
        "**How do I start?**",
        "**How do I start**?",
        "__How do I start?__",
        "**1. How do I start?**",
        "1. **How do I start?**\n",
        "<b>How do I start?</b>",
        "**Q: How do I start?**",
        "<details>\n<summary>How do I start?</summary>\n",
        "<details open><summary><h3>How do I start?</h3></summary>\n",
        "<details>\n  <summary><strong>How do I start?</strong></summary>\n",
        "How do I start?",
    ],
)
def test_a_question_is_found_however_it_is_marked(heading):
    answer = "   Press the button." if heading.startswith("1.") else "Press the button."
    end = "\n\n</details>" if heading.startswith("<details") else ""
    assert questions(f"{heading}\n\n{answer}{end}\n") == {"How do I start?": "Press the button."}


@pytest.mark.parametrize(
    "question",
    [
        "¿Cómo empiezo?",
        "Wie fange ich an?",
        "Comment commencer ?",
        "どうやって始めますか？",
        "كيف أبدأ العمل؟",
        "Πώς ξεκινώ τώρα;",
        "Where is it (in Berlin)?",
        "Can I leave early? (contractors)",
        "What does it mean for me? Is my job changing?",
        "Do I say “hello?”",
    ],
)
def test_questions_are_asked_in_many_writings(question):
    assert questions(f"## {question}\n\nYes.\n") == {question: "Yes."}


def test_pairs_of_q_and_a_need_no_blank_line_between_them():
    text = (
        "Q: Who pays?\nA: We do.\nAlways.\nQ: When\nis it paid?\nA: On Friday.\n\n**Q1:** Why?\n\n"
    )
    assert questions(text + "**A1:** Because.\n") == {
        "Who pays?": "We do.\nAlways.",
        "When is it paid?": "On Friday.",
        "Why?": "Because.",
    }


def test_a_definition_answers_its_question():
    text = "Who pays?\n: We do.\n\n    Always.\n\nWhen is that?\n\n:   On Friday.\n"
    assert questions(text) == {"Who pays?": "We do.\n\nAlways.", "When is that?": "On Friday."}


def test_one_line_in_bold_may_go_on_with_its_answer():
    text = "**Who pays?** We do.\n\n**When is it?**<br>On Friday.\n"
    assert questions(text) == {"Who pays?": "We do.", "When is it?": "On Friday."}


def test_details_inside_an_answer_stay_in_it():
    inner = "<details><summary>Who else?</summary>Nobody</details>"
    text = f"<details><summary>Who pays?</summary>\n\nWe do.\n\n{inner}\n</details>\n"
    assert questions(text) == {"Who pays?": f"We do.\n\n{inner}"}


def test_code_comments_quotations_and_lists_hold_no_headings():
    answer = (
        "```md\n# Not this\n## Is this one?\n```\n\n    ## Nor this?\n\n<!-- ## Hidden? -->\n\n"
        "> ## Quoted, is it?\n\n- ## In a list, is it?\n\n  | a | b |\n  | - | - |\n  | 1 |"
    )
    assert questions(f"## Who pays?\n\n{answer}\n\n## Who else?\n\nAna.\n") == {
        "Who pays?": answer,
        "Who else?": "Ana.",
    }


def test_headings_below_a_question_belong_to_its_answer():
    text = (
        "## How do I start?\n\n### Windows\n\nPress.\n\n#### Really\n\nYes.\n\n"
        "## Who helps?\n\nAna.\n"
    )
    assert questions(text)["How do I start?"] == "### Windows\n\nPress.\n\n#### Really\n\nYes."


def test_the_headings_above_a_question_are_its_group():
    text = (
        "# FAQ\n\n## Pay\n\n### Bonus\n\n#### Who gets it?\n\nAll.\n\n"
        "## Any questions on leave?\n\n"
    )
    rows = read(text + "### How long is it?\n\nA month.\n").documents
    assert [(row.title, row.group) for row in rows] == [
        ("Who gets it?", "Pay › Bonus"),
        ("How long is it?", "Any questions on leave?"),
    ]


def test_entries_keep_their_order_their_line_and_the_fields_of_their_page():
    text = (
        "---\ntitle: FAQ\ntopic: Payroll\nowner: ana@example.org\n---\n## Who pays?\nWe.\n"
        "## Pay\n## Why so?\nSo.\n"
    )
    rows = [row for row in read(text).documents if row.kind == OutputKind.FAQ_ENTRY]
    assert [(row.title, row.position, row.source) for row in rows] == [
        ("Who pays?", 1, "page.md:6"),
        ("Why so?", 2, "page.md:9"),
    ]
    assert {(row.topic, row.owner) for row in rows} == {("Payroll", "ana@example.org")}


def test_a_forgotten_question_mark_is_forgiven_on_an_faq():
    text = (
        "# Pay FAQ\n\n## How do I get paid\n\nMonthly.\n\n## Who to ask\n\nAna.\n\n"
        "## See also\n\nMore.\n"
    )
    assert list(questions(text)) == ["How do I get paid", "Who to ask"]
    assert questions(text.replace("# Pay FAQ", "# Pay"), "pay.md") == {}


def test_sections_of_an_faq_that_ask_nothing_are_its_entries():
    text = (
        "# FAQ\n\n## Pay\n\n### Bonus\n\nAll.\n\n### Overtime\n\nNone.\n\n## Leave\n\n"
        "### Summer\n\nYes.\n"
    )
    assert list(questions(text)) == ["Bonus", "Overtime", "Summer"]
    assert "each of its 3 sections became an entry. Write “kind: manual”" in sentences(text)


def test_what_stands_below_no_question_is_kept_and_said():
    text = (
        "# Pay FAQ\n\nAsk Ana first.\n\n## Who pays?\n\nWe do.\n\n## See also\n\n"
        "The [law][l].\n\n[l]: /law\n"
    )
    rest = read(text).documents[-1]
    assert (rest.title, rest.kind, rest.source) == ("Pay FAQ", OutputKind.MANUAL, "page.md:3")
    assert rest.text == "Ask Ana first.\n\n## See also\n\nThe [law][l].\n\n[l]: /law"
    assert "page.md, line 3: What stands below no question of this FAQ is kept" in sentences(text)


def test_a_table_of_contents_is_not_repeated_but_other_links_are():
    top = "# FAQ\n\n- [Who pays?](#who-pays)\n- [Elsewhere](#other)\n\n## Who pays?\n\nWe.\n"
    assert read(top).documents[-1].text == "- [Elsewhere](#other)"
    assert len(read(top.replace("- [Elsewhere](#other)\n", "")).documents) == 1


def test_empty_headings_and_comments_outside_answers_are_named():
    text = (
        "# FAQ\n\n<!-- todo -->\n\n## Pay\n\n## Leave\n\n### How long?\n\n"
        "### How long is it?\n\nA month.\n"
    )
    found = sentences(text)
    assert "page.md, line 3: A comment answers no question, so it was left out." in found
    assert "page.md, line 5: The heading “Pay” has no text, so it was left out." in found


def test_targets_of_links_and_footnotes_stay_with_each_entry_that_uses_them():
    text = (
        "## Who pays?\n\nThe [office] does[^1].\n\n"
        "## Who else knows?\n\nThe [Office][] too, [b][B c].\n\n"
        "[office]: https://example.org 'Title'\n[b  c]: <x y>\n[^1]: On Fridays.\n    Mostly.\n"
    )
    first, second = questions(text).values()
    assert first.endswith("[office]: https://example.org 'Title'\n[^1]: On Fridays.\n    Mostly.")
    assert second.count("https://example.org") == 1
    assert "[b  c]: <x y>" in second
    assert "[b  c]" not in first


def test_a_link_in_a_question_is_kept_in_the_answer():
    text = "## Who is [Ana](https://example.org)?\n\nThe boss.\n"
    assert questions(text) == {
        "Who is Ana?": "Who is [Ana](https://example.org)?\n\nThe boss.",
    }


def test_a_question_without_an_answer_is_kept_and_named():
    text = "## Who pays?\n\n## Who else pays?\n\nAna.\n"
    assert questions(text)["Who pays?"] == ""
    assert "faq.md, line 1: The question “Who pays?” has no answer." in sentences(text, "faq.md")


def test_the_same_question_twice_is_kept_twice_and_named():
    text = "## Who pays?\n\nAna.\n\n## who  Pays?\n\nBen.\n"
    rows = read(text, "faq.md").documents
    assert [row.text for row in rows] == ["Ana.", "Ben."]
    assert "line 5: “who Pays?” is also the title of what stands in faq.md:1" in sentences(
        text, "faq.md"
    )


def test_a_page_with_little_but_questions_is_an_faq_whatever_it_is_called():
    page = "# Help\n\n" + "".join(f"## Where is room {n}?\n\nUpstairs.\n\n" for n in range(4))
    assert len(questions(page, "help.md")) == 4
    assert questions(page.replace("room 3?", "room 3"), "help.md") == {}


def test_a_few_questions_do_not_make_a_manual_an_faq():
    chapters = "".join(f"## Chapter {n}\n\nText.\n\n" for n in range(6))
    text = (
        f"# Manual\n\n{chapters}## FAQ\n\n### Who pays?\n\nWe.\n\n### Who asks?\n\nYou.\n\n"
        f"{chapters}"
    )
    (row,) = read(text).documents
    assert row.kind == OutputKind.MANUAL
    assert row.text == text.removeprefix("# Manual\n\n").rstrip()
    assert "line 29: The page holds 2 questions and stays whole" in sentences(text)
    asked = read(f"---\nkind: faq\n---\n{text}").documents
    assert [row.title for row in asked] == ["Who pays?", "Who asks?", "Manual"]


def test_an_faq_without_a_question_stays_whole_and_says_so():
    (row,) = read("# FAQ\n\nNothing was asked yet.\n").documents
    assert (row.kind, row.text) == (OutputKind.MANUAL, "Nothing was asked yet.")
    assert "no question was found" in sentences("# FAQ\n\nNothing was asked yet.\n")


def test_a_page_whose_title_is_its_only_question_is_one_entry():
    (row,) = read("# How do I start?\n\nPress.\n\n**Really?** Yes.\n").documents
    assert (row.title, row.kind) == ("How do I start?", OutputKind.FAQ_ENTRY)
    assert row.text == "Press.\n\n**Really?** Yes."
