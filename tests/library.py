"""The documents of tests/inputs, imported and published as a team would do it."""

from pathlib import Path

import make

from kt.importers.documents import read_document
from kt.models import Output, Person
from kt.operations.importing_documents import Place, import_documents, plan_documents

INPUTS = Path(__file__).parent / "inputs"
FOLDERS = ("faq_manual", "mentoring", "process_change")


def fill(by: Person, folders: tuple[str, ...] = FOLDERS) -> dict[int, str]:
    """Publish every file on a topic of its own; answer with the file of each document."""
    files: dict[int, str] = {}
    for folder in folders:
        for path in sorted((INPUTS / folder).iterdir()):
            topic = make.a_topic(path.name, process="")
            plan = plan_documents(
                read_document(path.name.removesuffix(".erb"), path.read_bytes()),
                by=by,
                place=Place(topic=topic),
            )
            import_documents(plan, by=by, today=make.TODAY, publish=True)
            for output in Output.select().where(Output.topic == topic):
                files.setdefault(output.id, path.name)
    return files
