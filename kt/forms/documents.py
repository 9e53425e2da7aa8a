"""Forms of importing documents: the files, where they go, what is done with them."""

import wtforms

from ..models import Kind
from .base import Form, choice

AS_THE_FILES_SAY = "As the files say"


class DocumentFilesForm(Form):
    place = wtforms.SelectField(
        "Where they go",
        description="The topic that they are about, or a rollout's work on it.",
        choices=list,
        validate_choice=False,
    )
    files = wtforms.MultipleFileField(
        "Files",
        description="Markdown or plain text, with its pictures beside it, or one zip of them: up "
        "to 10 MB.",
        render_kw={"accept": ".md,.markdown,.mdx,.txt,.erb,.zip,.png,.jpg,.jpeg,.gif,.webp"},
    )

    def offer(self, places: list[tuple[str, str]]) -> None:
        self.place.choices = [("", AS_THE_FILES_SAY), *places]


class DocumentPlaceForm(Form):
    place = wtforms.SelectField("Where they go", choices=list, validate_choice=False)
    make_topics = wtforms.BooleanField("Make the topics that are not there yet")

    def offer(self, places: list[tuple[str, str]]) -> None:
        self.place.choices = [("", AS_THE_FILES_SAY), *places]


class DocumentImportForm(Form):
    topic_kind = choice(
        "Kind of the new topics", Kind, empty="As the files say, or else process change"
    )
    open_to_all = wtforms.BooleanField(
        "Everybody may see the new topics",
        description="Otherwise only supervisors, their owners, SMEs and those who sit on them do, "
        "but for those that the files say everybody sees; each topic can be opened later.",
    )
    publish = wtforms.BooleanField(
        "Publish them at once",
        description="Readers then see them; what a file calls a draft or obsolete stays that.",
    )
