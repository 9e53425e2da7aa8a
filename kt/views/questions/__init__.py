"""Questions: asked, answered, joined with others, put into a topic's FAQ."""

from . import answering, asking, faq, joining, lists
from .blueprint import views

__all__ = ["answering", "asking", "faq", "joining", "lists", "views"]
