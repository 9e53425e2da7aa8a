"""Links between documents by title, and pictures by name."""

import re

import pytest
from markupsafe import Markup

from kt.markup import (
    MOST_BRACKETS,
    badged,
    inline,
    keeping_places,
    key_of,
    named_in,
    plain,
    render,
    spelt_link,
    to_html,
)

IMAGES = "/outputs/12/images/"


def links(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', html)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[[Cut-off FAQ]]", [("/outputs/titled?title=Cut-off%20FAQ", "Cut-off FAQ")]),
        ("[[Cut-off FAQ|the FAQ]]", [("/outputs/titled?title=Cut-off%20FAQ", "the FAQ")]),
        (
            "[[Über & uns?]]",
            [("/outputs/titled?title=%C3%9Cber%20%26%20uns%3F", "Über &amp; uns?")],
        ),
        (
            "[[How to [restart] it]]",
            [("/outputs/titled?title=How%20to%20%5Brestart%5D%20it", "How to [restart] it")],
        ),
        ("[[[EU] rules]]", [("/outputs/titled?title=%5BEU%5D%20rules", "[EU] rules")]),
        ("[[a]][[b]]", [("/outputs/titled?title=a", "a"), ("/outputs/titled?title=b", "b")]),
        ("**[[a|*b*]]**", [("/outputs/titled?title=a", "*b*")]),
        (
            "[[https://x.example/y]]",
            [("/outputs/titled?title=https%3A%2F%2Fx.example%2Fy", "https://x.example/y")],
        ),
        ("[[1]](https://x.example)", [("https://x.example", "[1]")]),
        ("[see [[a]] there](/x)", [("/outputs/titled?title=a", "a")]),
        ("| a |\n|---|\n| [[b\\|c]] |", [("/outputs/titled?title=b", "c")]),
        ("`[[a]]`", []),
        ("\\[[a]]", []),
        ("[[ -f x ]] && [[a", []),
        ("[[]] [[|]] [[|a]] [[\u200b]] [[a\nb]]", []),
    ],
)
def test_a_title_in_two_brackets_is_a_link_to_the_document_of_that_title(text, found):
    assert links(to_html(text)) == found


def test_a_title_in_a_block_of_code_stays_as_it_was_typed():
    assert to_html("    [[a]]\n\n```\n[[b]]\n```\n").count("[[") == 2


def test_one_line_links_to_titles_too_and_its_words_are_its_words():
    assert links(inline("Read [[Cut-off FAQ]]")) == [
        ("/outputs/titled?title=Cut-off%20FAQ", "Cut-off FAQ")
    ]
    assert plain("Read [[Cut-off FAQ|the *FAQ*]] first") == "Read the *FAQ* first"


def test_two_hundred_links_in_a_paragraph_are_links_and_as_many_loose_brackets_are_not():
    assert len(links(to_html("[[a]] " * 200))) == 200
    assert links(to_html("[[a]] " * 200 + "[" * (MOST_BRACKETS + 1))) == []


@pytest.mark.parametrize("title", ["Cut-off FAQ", "How to [restart]", "Über uns", "a: *b*"])
def test_a_link_to_a_title_can_be_spelt_and_leads_there(title):
    ((address, words),) = links(to_html(f"See {spelt_link(title)}."))
    assert words == title
    assert key_of(address) == title.lower().replace("ü", "u")


@pytest.mark.parametrize("title", ["a]] b", "a|b", " a", "\u200b", "a\nb", "[[a"])
def test_a_link_that_would_lead_elsewhere_is_not_spelt(title):
    assert spelt_link(title) == ""


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("/outputs/titled?title=%C3%9Cber%20%20UNS", "uber uns"),
        ("/outputs/12", "#12"),
        ("/outputs/12?version=3#doc-a", "#12"),
        ("/outputs/12/edit", None),
        ("/outputs/titled", None),
        ("/outputs/012", None),
        ("https://x.example/outputs/12", None),
        ("http://[x/outputs/12", None),
        ("#doc-a", None),
    ],
)
def test_an_address_of_ours_names_its_document(address, key):
    assert key_of(address) == key


def test_a_text_tells_which_documents_it_links_to():
    html = to_html(
        "[[Über uns]] [[über  UNS|us]] [x](/outputs/3?version=2) <a href=/outputs/4>y</a>"
    )
    assert set(named_in(html)) == {"uber uns", "#3", "#4"}


def test_a_badge_stands_behind_each_link_to_its_document_and_its_words_are_only_words():
    kept, named = keeping_places(to_html("[[Cut-off FAQ]], [[other]] and [it](/outputs/3)"))
    html = badged(kept, {"cut-off faq": ("trusted", "done"), "#3": ("<b>", '"x')})
    assert isinstance(kept, Markup)
    assert named == {"cut-off faq", "other", "#3"}
    assert 'FAQ</a> <span class="badge tone-done">trusted</span>, ' in html
    assert 'it</a> <span class="badge tone-&quot;x">&lt;b&gt;</span>' in html
    assert html.count("<span") == 2
    assert "<!--" not in html


def test_nobody_can_write_the_place_of_a_badge_into_a_text():
    for text in ("<!--badge %233-->", "`<!--badge %233-->`", "[x](/a?<!--badge %233-->)"):
        html = to_html(text)
        assert badged(html, {"#3": ("trusted", "done")}) == html


@pytest.mark.parametrize(
    ("text", "image"),
    [
        ("![Plan](plan.png)", '<img src="/outputs/12/images/plan.png" alt="Plan">'),
        (
            "![Plan](der%20Plän.JPG)",
            '<img src="/outputs/12/images/der%20Pl%C3%A4n.JPG" alt="Plan">',
        ),
        ("![](a.webp)", '<img src="/outputs/12/images/a.webp" alt="a.webp">'),
        ("<img src='a.gif' alt='A & B'>", '<img src="/outputs/12/images/a.gif" alt="A &amp; B">'),
        ("![Plan](/outputs/3/images/a.png)", '<img src="/outputs/3/images/a.png" alt="Plan">'),
    ],
)
def test_a_picture_called_by_its_name_alone_is_one_of_the_document(text, image):
    assert image in render(text, images=IMAGES).html


@pytest.mark.parametrize(
    "text",
    [
        "![Plan](img/plan.png)",
        "![Plan](../plan.png)",
        "![Plan](..%2Fplan.png)",
        "![Plan](plan.svg)",
        "![Plan](plan)",
        "![Plan](data:image/png;base64,x.png)",
        "![Plan](https://x.example/plan.png)",
        "![Plan](<a?b.png>)",
    ],
)
def test_any_other_picture_is_named_and_not_loaded(text):
    html = render(text, images=IMAGES).html
    assert "<img" not in html
    assert "Image: Plan" in html


def test_where_no_document_is_a_picture_by_name_is_named():
    assert to_html("![Plan](plan.png)") == "<p>Image: Plan</p>\n"


def test_a_picture_without_words_is_told_of():
    page = render(
        "![](a.png) ![  ](b.png) ![A plan](c.png) ![](https://x.example/d.png)", images=IMAGES
    )
    assert page.unnamed == ("a.png", "b.png")
    assert page.images == ("a.png", "b.png", "c.png")
