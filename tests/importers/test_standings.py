"""Skills tables of every usual shape: who can do what at which level is read, or a sentence."""

import io
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from kt.errors import Refused
from kt.importers.standings import Known, Layout, StandingsFile, read_standings


def read(text: str, name: str = "skills.csv", **options: object) -> StandingsFile:
    return read_standings(text.encode(), name, **options)


def told(file: StandingsFile) -> list[tuple[str, str, int | None]]:
    """Say what a file says: person, topic, level."""
    levels = file.levels
    return [(said.who.text, said.topic, levels.get(said.word.casefold())) for said in file.said]


def refusal(text: str, name: str = "skills.csv") -> str:
    with pytest.raises(Refused) as refused:
        read(text, name)
    return refused.value.sentence


def messages(file: StandingsFile) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in file.problems]


def a_workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        fill(book)
    return data.getvalue()


# ------------------------------------------------------------------ shapes

WIDE = [("Greta", "Python", 3), ("Greta", "SQL", 1), ("Nell", "SQL", 0)]


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        ("Name,Python,SQL\nGreta,3,1\nNell,,0\n", Layout.TOPICS_ACROSS),
        ("Name;Python;SQL\nGreta;3;1\nNell;;0\n", Layout.TOPICS_ACROSS),
        ("\ufeffEmployee\tPython\tSQL\r\nGreta\t3\t1\r\nNell\t\t0\r\n", Layout.TOPICS_ACROSS),
        ("Person,Skill,Level\nGreta,Python,3\nGreta,SQL,1\nNell,SQL,0\n", Layout.LIST),
        ("Mitarbeiter;Kompetenz;Stufe\nGreta;Python;3\nGreta;SQL;1\nNell;SQL;0\n", Layout.LIST),
        ("Collaborateur;Compétence;Niveau\nGreta;Python;3\n;SQL;1\nNell;SQL;0\n", Layout.LIST),
        ("Skills matrix 2026,,\n\nName,Python,SQL\nGreta,3,1\nNell,,0\n", Layout.TOPICS_ACROSS),
        (
            "Name,Skill,Team,0,1,2,3,4\nGreta,Python,A,,,,x,\nGreta,SQL,A,,x,,,\nNell,SQL,,x,,,,\n",
            Layout.LIST,
        ),
        (
            "Trained by 2026\n,Python,,,SQL,,\nName,None,Aware,Alone,None,Aware,Alone\n"
            "Greta,,,✓,,✓,\nNell,,,,✓,,\n",
            Layout.LIST,
        ),
        (
            ",Greta,,,,,Nell,,,,\nSkill,0,1,2,3,4,0,1,2,3,4\n"
            "Python,,x,x,x,,,,,,\nSQL,,x,,,,x,,,,\n",
            Layout.LIST,
        ),
        ("| Who | Python | SQL |\n|--|:-:|--|\n| Greta | 3 | 1 |\n| Nell | | 0 |\n", "md"),
        (
            "Name,Team,Job title,Level,Python,SQL,Average,Notes\n"
            "Greta,Blue,Clerk,5,3,1,2,quick\nNell,Red,Lead,4,,0,0,\nAverage,,,,3,0.5,,\n",
            Layout.TOPICS_ACROSS,
        ),
        (
            "Employee,Languages,\n,Python,SQL\nGreta,3,1\nNell,,0\nRequired level,3,3\n",
            Layout.TOPICS_ACROSS,
        ),
        (",Languages,\nName,Python,SQL\nGreta,3,1\nNell,,0\n", Layout.TOPICS_ACROSS),
    ],
)
def test_the_same_is_read_from_every_shape(text: str, layout: str) -> None:
    name = "skills.md" if layout == "md" else "skills.csv"
    file = read(text, name)
    assert sorted(told(file)) == WIDE
    assert file.grids[0].layout == (Layout.TOPICS_ACROSS if layout == "md" else layout)


TALL = [("Ana Ruiz", "Python", 3), ("Ana Ruiz", "SQL", 1), ("Ben Chen", "SQL", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "Skill,Ana Ruiz,Ben Chen\nPython,3,\nSQL,1,2\n",
        "Fähigkeit;Ana Ruiz;Ben Chen;Summe\nPython;3;;3\nSQL;1;2;3\nDurchschnitt;2;2;\n",
        "Category,Skill,Ana Ruiz,Ben Chen\nLanguages,Python,3,\n,SQL,1,2\n# people,,2,1\n",
        "Skill \\ Person,Ana Ruiz,Ben Chen\nPython,3,\nSQL,1,2\n",
    ],
)
def test_people_may_stand_across(text: str) -> None:
    file = read(text)
    assert file.grids[0].layout is Layout.PEOPLE_ACROSS
    assert sorted(told(file)) == TALL


def test_e_mails_across_are_people_without_a_word_in_the_corner() -> None:
    file = read(",ana@example.com,ben@example.com\nPython,3,\nSQL,1,2\n")
    assert file.grids[0].layout is Layout.PEOPLE_ACROSS
    assert {said.who.email for said in file.said} == {"ana@example.com", "ben@example.com"}


def test_the_best_level_that_nobody_has_tells_the_scale_too() -> None:
    file = read(",Python,,,,,SQL,,,,\nName,1,2,3,4,5,1,2,3,4,5\nGreta,,,,x,,x,,,,\n")
    assert told(file) == [("Greta", "Python", 3), ("Greta", "SQL", 0)]


def test_what_is_known_tells_which_side_is_which() -> None:
    text = "Name,Ana Ruiz,Ben Chen\nPython,3,\nSQL,1,2\n"
    assert read(text).grids[0].layout is Layout.TOPICS_ACROSS
    by_people = Known(is_person=lambda name: name in ("Ana Ruiz", "Ben Chen"))
    by_topics = Known(is_topic=lambda name: name == "SQL")
    for known in (by_people, by_topics):
        assert sorted(told(read(text, known=known))) == TALL


def test_a_person_can_say_what_columns_hold() -> None:
    text = "Thing,Ana Ruiz,Ben Chen,Room\nPython,3,,1\nSQL,1,2,2\n"
    file = read(text, columns={"Thing": "topic", "Room": None})
    assert sorted(told(file)) == TALL


def test_several_sheets_with_titles_and_merged_cells() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for team, person in (("Blue", "Greta"), ("Red", "Nell")):
            sheet = book.add_worksheet(team)
            sheet.merge_range(0, 0, 0, 4, f"Skills of team {team}")
            sheet.merge_range(2, 0, 3, 0, "Name")
            sheet.merge_range(2, 1, 2, 2, "Languages")
            sheet.merge_range(2, 3, 2, 4, "Tools")
            sheet.write_row(3, 1, ["Python", "SQL", "Git", "Excel"])
            sheet.write_row(4, 0, [person, 3, 2, 1])
        key = book.add_worksheet("Legend")
        key.write_row(0, 0, ["Level", "Meaning"])
        key.write_row(1, 0, [3, "Expert"])
        book.add_worksheet("Plan").write_row(0, 0, ["Week", "Room"])

    file = read_standings(a_workbook(fill), "teams.xlsx")
    assert [(said.source, said.who.name, said.topic) for said in file.said] == [
        (f"{team}, line 5", person, topic)
        for team, person in (("Blue", "Greta"), ("Red", "Nell"))
        for topic in ("Python", "SQL", "Git")
    ]
    # The legend says that three is the best there.
    assert file.levels == {"1": 1, "2": 2, "3": 4}
    assert [message for _, message in messages(file)] == [
        "The sheet “Legend” was left out: it explains the levels.",
        "The sheet “Plan” was left out: it has neither people nor levels of what they can do.",
    ]


def test_a_person_in_cells_merged_over_their_topics() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Skills")
        sheet.write_row(0, 0, ["Name", "Skill", "Level"])
        sheet.merge_range(1, 0, 2, 0, "Greta")
        sheet.write_row(1, 1, ["Python", "Expert"])
        sheet.write_row(2, 1, ["SQL", "Beginner"])

    assert told(read_standings(a_workbook(fill), "s.xlsx")) == [
        ("Greta", "Python", 4),
        ("Greta", "SQL", 1),
    ]


def test_a_sheet_may_be_named_after_the_person_it_is_of() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Greta Lind")
        sheet.write_row(0, 0, ["Skill", "Level", "Last assessed"])
        sheet.write_row(1, 0, ["Python", "Expert", "2025-03-01"])
        sheet.write_row(2, 0, ["SQL", "Beginner"])

    data = a_workbook(fill)
    file = read_standings(data, "s.xlsx", known=Known(is_person=lambda name: name == "Greta Lind"))
    assert [(said.who.name, said.topic, said.on) for said in file.said] == [
        ("Greta Lind", "Python", date(2025, 3, 1)),
        ("Greta Lind", "SQL", None),
    ]
    assert file.problems == ()
    with pytest.raises(Refused, match="nobody who can do them"):
        read_standings(data, "s.xlsx")


def test_tables_one_below_the_other() -> None:
    text = "Team Blue,,\nName,Python,SQL\nGreta,3,1\n\nTeam Red,,\nName,Excel,Word\nNell,,2\n"
    assert told(read(text)) == [("Greta", "Python", 3), ("Greta", "SQL", 1), ("Nell", "Word", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "E-mail,Python level,Python date,SQL level,SQL date\na@x.org,3,2025-03-01,2,2024-01-05\n",
        "Who,Python,,SQL,\n,Level,Date,Level,Date\na@x.org,3,2025-03-01,2,2024-01-05\n",
        "Who,Python,Date,SQL,Date\na@x.org,3,01.03.2025,2,05.01.2024\n",
        "Who,Skill,Level,Assessed on\na@x.org,Python,3,1 March 2025\na@x.org,SQL,2,2024-01-05\n",
        "Who,Python,SQL\na@x.org,3 (2025-03-01),2 (2024-01-05)\n",
    ],
)
def test_days_stand_beside_levels(text: str) -> None:
    file = read(text)
    assert [(said.topic, said.word, said.on) for said in file.said] == [
        ("Python", "3", date(2025, 3, 1)),
        ("SQL", "2", date(2024, 1, 5)),
    ]


def test_a_matrix_of_training_days_asks_what_a_day_means() -> None:
    file = read("Operator,Crane,Forklift\nGreta,2024-03-01,\nNell,,2023-01-09\n")
    assert [(said.topic, said.on) for said in file.said] == [
        ("Crane", date(2024, 3, 1)),
        ("Forklift", date(2023, 1, 9)),
    ]
    assert [(word.text, word.decided) for word in file.words] == [("a date", False)]
    known = read("Operator,Crane\nGreta,2024-03-01\n", levels={"a date": 3})
    assert told(known) == [("Greta", "Crane", 3)]


def test_a_day_that_reads_both_ways_is_asked_about() -> None:
    text = "Name,Skill,Level,Date\nGreta,Python,3,03/04/2025\n"
    assert read(text).asks_day_first
    assert [said.on for said in read(text, day_first=True).said] == [date(2025, 4, 3)]


def test_people_by_number_e_mail_and_names_in_two_columns() -> None:
    file = read(
        "Matricule;Nom;Prénom;E-mail;Soudure\n0042;Lind;Greta;g@x.org;Débutant\n;Ito;Nell;;Expert\n"
    )
    first, second = (said.who for said in file.said)
    assert (first.employee_id, first.email, first.name) == ("0042", "g@x.org", "Greta Lind")
    assert (second.employee_id, second.email, second.name) == ("", "", "Nell Ito")


def test_the_answers_of_a_survey_are_named_by_what_was_asked_about() -> None:
    file = read(
        "Timestamp,Email Address,How well do you know [Python],How well do you know [SQL]\n"
        "2025/03/01 9:12:44,g@x.org,Advanced,\n2025/03/02 10:00:00,n@x.org,Beginner,Expert\n"
    )
    assert told(file) == [("g@x.org", "Python", 3), ("n@x.org", "Python", 1), ("n@x.org", "SQL", 4)]
    assert [said.on for said in file.said] == [date(2025, 3, 1), *[date(2025, 3, 2)] * 2]


def test_one_rating_counts_where_several_stand_side_by_side() -> None:
    text = "Person,Skill,Self rating,Manager rating,Target level\nGreta,Python,4,3,4\n"
    assert told(read(text)) == [("Greta", "Python", 3)]


def test_names_of_one_letter_are_topics() -> None:
    assert told(read("Name,C,R\nGreta,3,1\n")) == [("Greta", "C", 3), ("Greta", "R", 1)]


# ------------------------------------------------------------------ levels


@pytest.mark.parametrize(
    ("cells", "levels"),
    [
        ("0 1 2 3 4", [0, 1, 2, 3, 4]),
        ("1 2 3 4 5", [0, 1, 2, 3, 4]),
        ("0 1 2 3 4 5", [0, 1, 2, 3, 3, 4]),
        ("1 2 3 4", [1, 2, 3, 4]),
        ("0 2 4 5 8 10", [0, 1, 1, 2, 3, 4]),
        ("0% 20% 50% 75% 100%", [0, 1, 2, 3, 4]),
        ("0 0.25 0.5 0.75 1", [0, 1, 2, 3, 4]),
        ("0 25 50 75 100", [0, 1, 2, 3, 4]),
        ("1/5 3/5 5/5", [1, 2, 4]),
        ("★☆☆☆☆ ★★★☆☆ ★★★★★", [1, 2, 4]),
        ("○ ◔ ◑ ◕ ●", [0, 1, 2, 3, 4]),
        ("🌑 🌒 🌓 🌔 🌕", [0, 1, 2, 3, 4]),
        ("◯ ◔ ◐ ◕ ⬤", [0, 1, 2, 3, 4]),
        ("0️⃣ 1️⃣ 2️⃣ 3️⃣ 4️⃣", [0, 1, 2, 3, 4]),
        ("⓪ ① ② ③ ④", [0, 1, 2, 3, 4]),
        ("⚫⚫⚪⚪ ⚪⚪⚪⚪", [2, 0]),
        ("I L U O", [1, 2, 3, 4]),
        ("T A E", [2, 3, 4]),
        ("N B I A E", [0, 1, 2, 3, 4]),
        ("N A W P E", [0, 1, 2, 3, 4]),
        ("none aware working practitioner expert", [0, 1, 2, 3, 4]),
        ("Beginner INTERMEDIATE Advanced Expert", [1, 2, 3, 4]),
        ("Novice|Advanced beginner|Competent|Proficient|Expert", [1, 2, 3, 3, 4]),
        ("not yet|knows about it|does it with help|does it alone|coaches others", [0, 1, 2, 3, 4]),
        ("Anfänger|Unter Anleitung|Fortgeschritten|Experte", [1, 2, 3, 4]),
        ("Débutant|Intermédiaire|Confirmé|Expert", [1, 2, 3, 4]),
        ("Principiante|Intermedio|Avanzado|Experto", [1, 2, 3, 4]),
        ("1 - Beginner|2: Intermediate|3 (Advanced)|Expert (4)", [1, 2, 3, 4]),
        ("L1|Level 2|Stufe 3", [1, 2, 3]),
        ("Novice (needs help)|Proficient – works alone|Expert: can teach others", [1, 3, 4]),
        ("1 = heard of it somewhere|2 = did it once|3 = does it weekly", [1, 2, 3]),
        ("x ✓ ✔ yes ja Oui TRUE", [3] * 7),
        ("no ✗ nein", [0] * 3),
        ("Trained|Fully trained|Can train others|In training", [3, 3, 4, 1]),
    ],
)
def test_levels_are_proposed_for_words_numbers_signs_and_ticks(
    cells: str, levels: list[int]
) -> None:
    words = cells.split("|") if "|" in cells else cells.split()
    rows = [f'P{at},"{word}"' for at, word in enumerate(words)]
    file = read("\n".join(["Name,Welding", *rows]))
    assert [level for *_, level in told(file)] == levels
    assert all(word.decided for word in file.words)


@pytest.mark.parametrize("nothing", ["", "-", "–", "n/a", "N/A", "?", "null", "#N/A"])
def test_blanks_say_nothing(nothing: str) -> None:
    assert told(read(f"Name,Python,SQL\nGreta,3,{nothing}\n")) == [("Greta", "Python", 3)]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Legend: 1 = Beginner; 2 = Advanced; 3 = Expert\n", {"1": 1, "2": 3, "3": 4}),
        ("Key,1: Aware,2: Can do with help,3: Trainer\n", {"1": 1, "2": 2, "3": 4}),
        ("Rated on a scale of 0 to 10\n", {"1": 1, "2": 1, "3": 1}),
        ("Rated 1-5\n", {"1": 0, "2": 1, "3": 2}),
    ],
)
def test_a_file_may_explain_its_own_numbers(text: str, levels: dict[str, int]) -> None:
    file = read(text + "Name,Python,SQL,Git\nGreta,1,2,3\n")
    assert file.levels == levels | ({} if "help" not in text else {"2": 2})


def test_words_of_an_organisation_itself_are_asked_about_once() -> None:
    text = "Name,Python,SQL,Git\nGreta,Jedi,Padawan,Jedi\nNell,Padawan,,Jedi\n"
    file = read(text)
    assert [(word.text, word.count, word.decided) for word in file.words] == [
        ("Jedi", 3, False),
        ("Padawan", 2, False),
    ]
    assert [message.partition(" is not")[0] for _, message in messages(file)] == [
        "“Jedi” (3 ×)",
        "“Padawan” (2 ×)",
    ]
    decided = read(text, levels={"jedi": 4, "padawan": None})
    assert decided.levels == {"jedi": 4}
    assert decided.problems == ()


def test_letters_that_several_alphabets_know_are_asked_about() -> None:
    file = read("Name,Python,SQL\nGreta,A,E\n")
    assert {word.text: word.level for word in file.words} == {"A": None, "E": 4}


def test_a_letter_alone_is_asked_about() -> None:
    """In a file of ++, +, o and - it is the middle, not who trains others."""
    file = read("Name,Python,SQL\nGreta,o,++\nNell,++,o\n")
    assert file.levels == {}


@pytest.mark.parametrize(
    "header",
    [
        "Name,Python - current,Python - target,SQL - current,SQL - target\n",
        "Name,Python (actual),Python (required level),SQL (actual),SQL (required level)\n",
        "Name,Python,,SQL,\n,Ist,Soll,Ist,Soll\n",
    ],
)
def test_what_is_so_counts_and_not_what_is_wanted(header: str) -> None:
    assert told(read(f"{header}Greta,1,4,2,3\n")) == [
        ("Greta", "Python", 1),
        ("Greta", "SQL", 2),
    ]


def test_a_topic_may_end_in_a_word_for_what_is_so_now() -> None:
    file = read("Name,Direct current,Alternating current\nGreta,1,2\n")
    assert {said.topic for said in file.said} == {"Direct current", "Alternating current"}


# ------------------------------------------------------------------ what is left out, and why


@pytest.mark.parametrize(
    "legend", ["1,Expert\n2,Advanced\n3,Beginner\n", "Legend:,1 = Expert,2 = Advanced\n"]
)
def test_a_legend_under_the_table_is_nobody(legend: str) -> None:
    file = read(f"Name,Python,SQL,Git\nGreta,1,2,3\nNell,3,2,1\n\n{legend}")
    assert {said.who.name for said in file.said} == {"Greta", "Nell"}
    assert (file.levels["1"], file.levels["2"]) == (4, 3)
    (message,) = [text for _, text in messages(file)]
    assert message.startswith("Rows that explain the levels are no people's: left out (line")


def test_hidden_sheets_are_said_to_be_left_out() -> None:
    def matrix(book: xlsxwriter.Workbook) -> None:
        for name in ("Now", "Before"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Name", "Python", "SQL"])
            sheet.write_row(1, 0, ["Greta", 3, 1])
        sheet.hide()

    file = read_standings(a_workbook(matrix), "skills.xlsx")
    assert {said.sheet for said in file.said} == {"Now"}
    assert messages(file) == [(1, "The sheet “Before” was left out: it is hidden.")]


def test_rows_without_a_person_or_a_topic_are_named_by_their_line() -> None:
    file = read("Name,Skill,Level\n,Git,1\nGreta,Python,3\nNell,,2\n,SQL,2\n")
    assert told(file) == [("Greta", "Python", 3), ("Nell", "SQL", 2)]
    assert messages(file) == [
        (2, "This row has a level, but names nobody: it was left out."),
        (4, "This row has a level, but names no topic: it was left out."),
        (5, "Rows that name nobody were read as of the person above (line 5)."),
    ]


def test_rows_of_totals_are_left_out_and_said() -> None:
    file = read("Name,Python,SQL\nGreta,3,2\nTotal,3,2\nTeam average,3,2\n# trained,1,0\n")
    assert len(file.said) == 2
    assert messages(file) == [
        (3, "Rows of totals and targets are no people's: left out (lines 3, 4, 5).")
    ]


def test_a_name_may_begin_with_a_letter_that_is_a_sign_of_totals_too() -> None:
    file = read("Name,Python\nØyvind Dahl,3\nΣωκράτης Νικολάου,2\nØ Team,2.5\nΣ,5\n")
    assert [person for person, _, _ in told(file)] == ["Øyvind Dahl", "Σωκράτης Νικολάου"]


def test_a_topic_may_have_a_word_of_totals_in_its_name() -> None:
    file = read("Name,Total Quality Management,Target 2 cut-off\nGreta,3,2\n")
    assert {said.topic for said in file.said} == {"Total Quality Management", "Target 2 cut-off"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Name,Python,SQL\nGreta,R,A\nNell,A/R,I\n", "who is responsible, not what somebody can"),
        ("tool,ring\nGit,adopt\nSvn,hold\nHg,trial\n", "it is a technology radar"),
        ("Date,Assignee\n2026-01-01,Ana\n2026-01-08,Ben\n", "neither people nor levels"),
        ("Name,Email,Skill,Years\nGreta,g@x.org,Python,4\n", "no column holds levels"),
        ("Skill,Description\nPython,Writes it\n", "it names topics, but nobody who can do them"),
        ("Name,Python\nGreta,\n", "no column holds levels"),
        ("just a sentence\n", "neither people nor levels"),
        ("", "is empty"),
    ],
)
def test_what_is_no_such_table_is_refused_with_the_reason(text: str, sentence: str) -> None:
    assert sentence in refusal(text)


def test_a_text_with_no_table_is_refused_and_one_with_a_table_is_read() -> None:
    assert "is a text" in refusal("# Competencies\n\n- Communicates well\n", "ae.md")
    assert "is a text" in refusal("<table><tr><td>Greta</td></tr></table>", "matrix.html")


def read_or_refused(data: bytes, name: str) -> tuple[StandingsFile | None, str]:
    try:
        return read_standings(data, name), ""
    except Refused as refused:
        return None, refused.sentence


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.md", "a.xlsx"]))
def test_any_bytes_are_read_or_refused_in_words(data: bytes, name: str) -> None:
    file, sentence = read_or_refused(data, name)
    assert file.said if file else sentence.endswith(".")


WORDS = st.sampled_from(
    "Name Skill Level Python SQL Date Total Greta Nell 3 5 0 x R A 75% ★★☆ 2024-01-02 03/04/2025 "
    "Expert none - a@x.org 421 Notes Python·level = ( #".replace("·", " ").split(" ")
)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.lists(WORDS | st.text(max_size=8), max_size=6), max_size=8))
def test_any_cells_are_read_or_refused_in_words(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(cell.replace(",", " ") for cell in row) for row in rows)
    file, sentence = read_or_refused(text.encode(), "a.csv")
    if file is None:
        assert sentence.endswith(".")
        return
    levels = file.levels
    assert set(levels.values()) <= {0, 1, 2, 3, 4}
    for said in file.said:
        assert said.who.text
        assert said.topic
        assert said.word
    undecided = {word.text.casefold() for word in file.words if not word.decided}
    assert all(said.word.casefold() in {*levels, *undecided} for said in file.said)
