"""Markdown as people write it, and as people attack with it."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from kt.markup import (
    LINE_CLEANER,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_TAGS,
    TEXT_CLEANER,
    Heading,
    inline,
    plain,
    render,
    stored,
    strung,
    to_html,
    without_front_matter,
    without_title,
)

INPUTS = Path(__file__).parent / "inputs"
FILES = sorted([*INPUTS.glob("faq_manual/*.md"), *INPUTS.glob("mentoring/*.md")])

TAGS = set(
    "a abbr b blockquote br caption code del details div em figcaption figure h2 h3 h4 h5 h6 hr i "
    "img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot "
    "th thead tr u ul".split()
)
ATTRIBUTES = {
    "a": {"href", "rel", "title"},
    "abbr": {"title"},
    "details": {"open"},
    "div": {"aria-label", "class", "role", "tabindex"},
    "img": {"alt", "src"},
    "li": {"class"},
    "ol": {"start"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan"},
} | {heading: {"id"} for heading in ("h2", "h3", "h4", "h5", "h6")}
VALUES = {
    "href": r"(?i:https?://|mailto:|tel:)\S+|/(?![/\\])\S*|#doc-\S+",
    "src": r"/(?![/\\])\S*",
    "rel": r"noopener noreferrer",
    "id": r"doc-\S+",
    "class": r"table|task",
    "role": r"group",
    "aria-label": r"Table",
    "tabindex": r"0",
    "align": r"left|center|right",
    "colspan": r"\d{1,4}",
    "rowspan": r"\d{1,4}",
    "start": r"\d{1,9}",
    "open": r"",
}


class Faults(HTMLParser):
    """Lists what a browser would find in a text that is not on the lists above."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()) or not re.fullmatch(
                VALUES.get(name, ".*"), value or "", re.DOTALL
            ):
                self.found.append(f"<{tag} {name}={value!r}>")

    def handle_comment(self, data):
        self.found.append(f"<!--{data}-->")

    def handle_decl(self, decl):
        self.found.append(f"<!{decl}>")

    def handle_pi(self, data):
        self.found.append(f"<?{data}>")


def every_html_of(text: str) -> list[str]:
    return [render(text, images="/outputs/1/images/").html, to_html(text), inline(text)]


ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "<div><script>alert(1)</script></div>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math href='javascript:alert(1)'>x</math>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror = 'alert(1)'>",
    '<img """><script>alert(1)</script>">',
    "<img src=`x` onerror=alert(1)>",
    "<img src=/x.png onload=alert(1) alt='\" onload=alert(1)'>",
    "<img src='/x.png\" onerror=\"alert(1)' alt='x'>",
    '<img src="javascript:alert(1)">',
    "<img src='http://evil.example/x.png' alt='\"><script>alert(1)</script>'>",
    "<img src='https://evil.example/\"onmouseover=alert(1)//'>",
    "<img src='//evil.example/x.png'><img src='/\\evil.example/x.png'>",
    "<img src='/\t/evil.example/x.png'>",
    "<img srcset='//evil.example/x.png 1x' src=/a.png>",
    "<body onload=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='javascript:alert(1)'>",
    "<form action='javascript:alert(1)'><input type=submit></form>",
    "<form><button formaction='javascript:alert(1)'>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<textarea autofocus onfocus=alert(1)></textarea>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<style><!--</style><script>alert(1)//--></script>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='//evil.example/'>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<title><img src=x onerror=alert(1)></title>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='blob:https://evil.example/1'>x</a>",
    "<a href='//evil.example'>x</a><a href='/\\evil.example'>x</a>",
    "<a href=https://ok.example onclick=alert(1) style=color:red id=main target=_blank>x</a>",
    "<a id=main name=forms>x</a><p id=main class=button>x</p>",
    "<a href='https://ok.example' hx-get='/x' hx-trigger='load' data-hx-post='/x'>x</a>",
    "<p hx-on:click='alert(1)' hx-get=/sign-out>x</p>",
    "<div class='dialog' role=alert aria-label=x tabindex=5>x</div>",
    "<table background='javascript:alert(1)'><tr><td background=x onclick=alert(1)>x",
    "<table><tr><td colspan=999999999 rowspan=-1>x",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](javascript&#58;alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:alert(1))",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](https://ok.example 'x\" onmouseover=\"alert(1)')",
    '[x](https://ok.example/"onmouseover="alert(1))',
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[x]\n\n[x]: data:text/html,1 'title'",
    "<javascript:alert(1)>",
    '<https://ok.example/"onmouseover=alert(1)>',
    'https://ok.example/"onmouseover=alert(1)',
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '![x" onerror="alert(1)](https://evil.example/x.png)',
    "![<script>alert(1)</script>](/x.png)",
    '![x](/x.png"onerror="alert(1))',
    "[![x](/a.png)](javascript:alert(1))",
    "# <script>alert(1)</script>",
    '# x" onmouseover="alert(1)',
    "<h1 id=main onclick=alert(1)>x</h1>",
    '```html" onmouseover="alert(1)\n<script>alert(1)</script>\n```',
    "`<script>alert(1)</script>`",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "- [ ] <script>alert(1)</script>\n- [x] <img src=x onerror=alert(1)>",
    "<!-- --><script>alert(1)</script>-->",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- <img src='x' alt='--><script>alert(1)</script>'> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo '<script>alert(1)</script>' ?>",
    "<!DOCTYPE html><!ENTITY x 'y'>",
    "<</p>script>alert(1)<</p>/script>",
    "\x00<scr\x00ipt>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<a title='<img src=x onerror=alert(1)>' href=https://ok.example>x</a>",
    "<a title='\n\n<script>alert(1)</script>'>x</a>",
    "<table><tr><td><table></table><script>alert(1)</script>",
    "</div></main></body><script>alert(1)</script>",
    "---\nx: <script>alert(1)</script>\n",
    '<p title="</p><script>alert(1)</script>">x',
    "<span/onclick=alert(1)>x</span>",
    "<b\x0bonclick=alert(1)>x</b>",
    "[[<script>alert(1)</script>]]",
    "[[<img src=x onerror=alert(1)>|<svg onload=alert(1)>]]",
    '[[x" onmouseover="alert(1)]]',
    "[[javascript:alert(1)]]",
    "[[x|javascript:alert(1)]] [[//evil.example]] [[/\\evil.example|x]]",
    "[[x]](javascript:alert(1))",
    '![x](x.png"onerror="alert(1).png)',
    "![x](javascript:alert(1).png) ![x](..%2f..%2fx.png) ![x](//evil.example/x.png)",
    '![" onerror="alert(1)](a.png) <img src=a.png alt=\'" onload="alert(1)\'>',
    "＜script＞alert(1)＜/script＞",
    "<ſcript>alert(1)</ſcript>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_executable_survives(attack):
    for html in every_html_of(attack):
        assert isinstance(html, Markup)
        assert Faults(html).found == []


def test_the_cleaners_do_not_rely_on_what_the_writer_lets_through():
    written = '<img src="//evil.example/x.png"><h2 id="main"><a href="#main">x</a></h2><script>'
    assert TEXT_CLEANER.clean(written) == '<img><h2><a rel="noopener noreferrer">x</a></h2>'
    assert LINE_CLEANER.clean(written) == '<a rel="noopener noreferrer">x</a>'


@pytest.mark.parametrize(
    "unsafe",
    [
        "<script>alert(1)</script>",
        "<p onclick=x>",
        '<a href="javascript:x">',
        '<a href="//evil.example">',
        '<img src="https://evil.example/x.png">',
        '<p style="color: red">',
        '<h2 id="main">',
        "<h1>x</h1>",
        "<!-- x -->",
    ],
)
def test_the_search_for_faults_finds_them(unsafe):
    assert Faults(unsafe).found


@given(st.lists(st.sampled_from([*ATTACKS, "\n\n", "- ", "> ", "    ", "|", "`", "*"]), max_size=6))
def test_nothing_executable_comes_of_attacks_joined_together(parts):
    for html in every_html_of("".join(parts)):
        assert Faults(html).found == []


@given(st.text() | st.text(alphabet="<>/!-=\"'`[]()#*_~|:\\&; \n\tabhimgprstx0", max_size=120))
def test_any_text_can_be_rendered_and_comes_out_safe(text):
    for html in every_html_of(text):
        assert Faults(html).found == []
    assert "\n" not in plain(text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_real_documents_come_out_safe_and_keep_their_words(file):
    text = file.read_text(encoding="utf-8")
    page = render(text)
    assert Faults(page.html).found == []
    words = set(re.findall(r"[A-Za-z]{4,}", plain(text)))
    body = re.sub(
        r"<!--.*?-->|\]\([^)]*\)|^\[.*\]:.*$|https?://\S+|</?(?:a|br|code)\b[^>]*>",
        " ",
        without_front_matter(text),
        flags=re.DOTALL | re.MULTILINE,
    )
    assert set(re.findall(r"[A-Za-z]{4,}", body)) <= words


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_contents_of_real_documents_lead_to_their_headings(file):
    page = render(file.read_text(encoding="utf-8"))
    assert [h.anchor for h in page.contents] == re.findall(r'<h\d id="([^"]*)">', page.html)
    assert len({heading.anchor for heading in page.contents}) == len(page.contents)
    levels = [1, *(heading.level for heading in page.contents)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def document(name: str) -> str:
    return (INPUTS / "faq_manual" / name).read_text(encoding="utf-8")


def test_tables_inside_list_items_stay_tables():
    html = render(document("kubernetes__community__mailing-list-guidelines.md")).html
    assert html.count("<table>") == html.count("</table>") == 7
    assert "kubernetes-sig-&lt;foo&gt;-leads</code><br>WGs" in html


def test_rows_shorter_than_their_header_are_filled_up():
    html = render(document("sourcegraph__handbook__bamboohr.md")).html
    row = html.partition('<td align="left">Employee #</td>')[2].partition("</tr>")[0]
    assert row.count("<td") == 3


def test_template_tags_are_shown_and_links_made_of_them_are_text():
    html = render(document("18F__handbook__github.md")).html
    assert '[introduction]({% page "/intro-to-github/" %})' in html
    assert '{% slack_channel "admins-github" %}' in html
    assert '<a href="#doc-archiving" rel="noopener noreferrer">Archiving</a>' in html
    assert (
        "{{page.title}}"
        in render(document("Financial-Times__engineering-progression__faq.md")).html
    )
    shown = plain('See the [page]({{< relref "/docs" >}}) and <%= link %>, `{{ x | y }}`')
    assert shown == 'See the [page]({{< relref "/docs" >}}) and <%= link %>, {{ x | y }}'


def test_fenced_templates_are_shown_as_they_are():
    html = to_html("```liquid\n{% if x %}<b>{{ y }}</b>\n```")
    assert html == "<pre><code>{% if x %}&lt;b&gt;{{ y }}&lt;/b&gt;\n</code></pre>\n"


def test_a_foreign_picture_becomes_a_link_with_its_words():
    html = render(document("sourcegraph__handbook__bamboohr.md")).html
    assert "<img" not in html
    assert ">Image: Steps to creating a Job Title</a>" in html
    assert inline("![Plan](https://x.example/p.png)") == (
        '<a href="https://x.example/p.png" rel="noopener noreferrer">Image: Plan</a>'
    )


def test_a_picture_of_our_own_is_shown_and_one_that_we_do_not_have_is_named():
    assert to_html("![Plan](/attachments/3)") == '<p><img src="/attachments/3" alt="Plan"></p>\n'
    assert to_html("![](../img/the%20plan.png)") == "<p>Image: the plan.png</p>\n"
    assert to_html('See <img alt="Plan" src=../p.png>') == "<p>See Image: Plan</p>\n"


def test_a_picture_inside_a_link_lends_it_its_words():
    html = '<p><a href="https://x.example" rel="noopener noreferrer">build</a></p>\n'
    assert to_html("[![build](https://x.example/b.svg)](https://x.example)") == html


def test_a_link_to_a_file_that_only_stood_beside_the_original_is_text():
    assert to_html("see [the guide](../guide.md)") == "<p>see the guide</p>\n"
    assert to_html("see [the guide](#guide)") == "<p>see the guide</p>\n"


def test_a_link_without_words_shows_where_it_leads():
    assert ">https://x.example</a>" in to_html("[](https://x.example)")


def test_a_page_can_be_linked_to_by_its_headings():
    page = render(
        "# One & two\n\n[down](#three-1)\n\n### Three\n\n### Three\n\n## *Four* <five>\n\n#"
    )
    assert page.contents == (
        Heading(2, "One & two", "doc-one--two"),
        Heading(3, "Three", "doc-three"),
        Heading(3, "Three", "doc-three-1"),
        Heading(3, "Four <five>", "doc-four-five"),
    )
    assert '<a href="#doc-three-1" rel="noopener noreferrer">down</a>' in page.html
    assert page.html.count("<h") == 4


def test_a_link_finds_its_heading_in_any_alphabet():
    html = render("## Über uns\n\n[wir](#Über-uns)").html
    assert '<a href="#doc-über-uns" rel="noopener noreferrer">wir</a>' in html


def test_texts_that_share_a_page_have_no_anchors():
    assert to_html("## One") == "<h2>One</h2>\n"


def test_a_task_shows_its_box_whatever_follows_it():
    html = to_html("- [ ]\tone\n- [x]  two\n* [X] three\n- [y] four\n- [ ](/five)")
    assert re.findall(r"<li[^>]*>(.*)</li>", html) == [
        "☐\ufe0e one",
        "☑\ufe0e two",
        "☑\ufe0e three",
        "[y] four",
        '<a href="/five" rel="noopener noreferrer"> </a>',
    ]


def test_a_table_aligns_without_styles_and_an_empty_head_is_a_cell():
    html = to_html("| | n |\n|---|--:|\n| a | 1 |")
    assert '<td></td>\n<th align="right">n</th>' in html
    assert '<td align="right">1</td>' in html
    assert html.startswith(
        '<div class="table" role="group" aria-label="Table" tabindex="0"><table>'
    )


@pytest.mark.parametrize(
    ("line", "html"),
    [
        ("Ask `ops`, **now**", "Ask <code>ops</code>, <strong>now</strong>"),
        ("Replace <name> and {name}", "Replace &lt;name&gt; and {name}"),
        ("<upgrade-version> is out", "&lt;upgrade-version&gt; is out"),
        ("1. First, # not a heading", "1. First, # not a heading"),
        ("a <p>b</p><br>c", "a &lt;p&gt;b&lt;/p&gt;<br>c"),
        ("read README.md, a < b", "read README.md, a &lt; b"),
        ("hidden <!-- note --> here", "hidden  here"),
        ("", ""),
    ],
)
def test_one_line_keeps_what_it_cannot_mean(line, html):
    assert inline(line) == html


def test_addresses_are_links():
    html = inline("https://x.example/a?b=1&c=2, <https://y.example> and ana@x.org")
    assert re.findall('href="([^"]*)"', html) == [
        "https://x.example/a?b=1&amp;c=2",
        "https://y.example",
        "mailto:ana@x.org",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Set up\n\n- [x] *your* `accounts`<br>now\n", "Set up your accounts now"),
        ("|a|b|\n|-|-|\n|c|d|", "a b c d"),
        ("<table><tr><td>a</td><td>b</td></tr></table>\n\nc", "a b c"),
        ("zero\u200bwidth\n\nand <name> & more", "zerowidth and <name> & more"),
        ("1. First, ask Ana", "1. First, ask Ana"),
        ("[the guide](../guide.md) ![plan](/a.png)", "the guide Image: plan"),
    ],
)
def test_the_words_of_a_text_stand_on_one_line(text, words):
    assert plain(text) == words


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\ntitle: x\n# note\nlist:\n  - a\n\n---\nbody", "body"),
        ("---\n# note\n'a b': x\n...\nbody", "body"),
        ("---\n**First week**\n---\nbody", "---\n**First week**\n---\nbody"),
        ("---\n---\nbody", "---\n---\nbody"),
        ("---\ntitle: x\nbody", "---\ntitle: x\nbody"),
    ],
)
def test_front_matter_is_left_out_and_a_text_between_rules_is_not(text, body):
    assert without_front_matter(text) == body


def test_a_file_from_windows_loses_its_front_matter_too():
    assert to_html("\ufeff---\r\ntitle: x\r\n---\r\n\r\n*body*\r\n") == "<p><em>body</em></p>\n"


def test_a_placeholder_alone_on_its_line_is_a_text_like_any_other():
    assert to_html("<name>\n*now*") == "<p>&lt;name&gt;\n<em>now</em></p>\n"


def test_html_that_documents_use_is_kept():
    html = to_html(
        "<details><summary>More</summary>\n\n**x**\n\n</details>\n\n<h1 align=center>Hi</h1>"
    )
    assert "<details><summary>More</summary>\n<p><strong>x</strong></p>\n</details>" in html
    assert "<p><strong>Hi</strong></p>" in html
    table = to_html("<table><tr><td>x</td></tr></table>")
    assert table.startswith(
        '<div class="table" role="group" aria-label="Table" tabindex="0"><table>'
    )
    assert table.endswith("</table></div>\n")


@pytest.mark.parametrize(
    "piece",
    [
        "> ",
        "- ",
        "[",
        "![",
        "<div>",
        "<b>",
        "*a **b ",
        "http://a.b/(",
        "<table><tr><td>",
        "&#",
        "|a",
        "[[",
        "[[a",
        "[[a|",
        "[[a]]",
        "[[a]",
        "\u200b" * 46,
    ],
)
def test_deep_nesting_and_endless_repetition_are_shown_in_the_end(piece):
    text = piece * (40_000 // len(piece))
    assert render(text).html
    assert isinstance(plain(text), str)


def test_what_is_too_long_is_shown_as_it_was_typed():
    long_text = "*word* " * (LONGEST_TEXT // 7 + 1)
    assert to_html(long_text) == f"<pre>{long_text}</pre>"
    long_line = "*word* " * (LONGEST_LINE // 7 + 1)
    assert inline(long_line) == long_line


@pytest.mark.parametrize("piece", ["[a](/b) ", "https://x.example "])
def test_a_paragraph_with_too_many_links_is_shown_as_it_was_typed(piece):
    assert to_html(f"{piece * 301}\n\n{piece}").count("<a ") == 1


def test_tags_beyond_what_a_document_needs_are_shown_as_text():
    assert to_html("<div>" * (MOST_TAGS + 9)).count("&lt;div&gt;") == 9


def test_a_dozen_lists_inside_one_another_are_all_shown():
    html = to_html("".join(f"{'  ' * depth}- level {depth}\n" for depth in range(12)))
    assert html.count("<ul>") == 12


def test_text_that_no_encoding_knows_is_shown_with_a_question_mark():
    assert inline("a \ud800 b") == "a ? b"


def test_a_heading_that_is_the_title_of_the_page_is_left_out_and_those_below_move_up():
    text = "# Cut-off *FAQ*\n\nHello\n\n## Late\n\n### How late\n\n# More\n\n## Even more\n"
    page = stored(without_title(str(render(text).html), "Cut-off FAQ"))
    assert [(heading.level, heading.text) for heading in page.contents] == [
        (2, "Late"),
        (3, "How late"),
        (2, "More"),
        (3, "Even more"),
    ]
    assert page.html.startswith("<p>Hello</p>")
    other = str(render(text).html)
    assert without_title(other, "Another title") == other
    assert without_title("<p>Hello</p>", "Hello") == "<p>Hello</p>"


def test_only_what_is_html_already_is_strung_together_as_it_is():
    cells = {True: Markup("<td>yes</td>"), None: Markup("<td></td>")}
    assert strung([True, None, True], cells) == Markup("<td>yes</td><td></td><td>yes</td>")
    with pytest.raises(TypeError):
        strung([True], {True: Markup("<td>yes</td>"), None: "<script>"})
