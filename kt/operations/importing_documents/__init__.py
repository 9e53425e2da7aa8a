"""Importing documents from files: looked at first, then written, all or none of them."""

from .planning import MOST_DOCUMENTS, Change, DocumentPlan, Line, Place, plan_documents
from .writing import ImportedDocuments, NewTopics, import_documents

__all__ = [
    "MOST_DOCUMENTS",
    "Change",
    "DocumentPlan",
    "ImportedDocuments",
    "Line",
    "NewTopics",
    "Place",
    "import_documents",
    "plan_documents",
]
