"""The sentences of what is done to questions; their words stay in their own rows."""

from .words import Sentence

QUESTIONS: dict[str, Sentence] = {
    "question.asked": "{by} asked a question on {topic}",
    "question.withdrawn": "{by} took a question on {topic} back",
    "question.asked-again": "{by} asked a question on {topic} after all",
    "question.passed-on": "{by} had the next one asked on {topic}",
    "question.answered": "{by} answered a question on {topic}",
    "question.answer-edited": "{by} changed an answer on {topic}",
    "question.answer-taken-back": "{by} took an answer on {topic} back",
    "question.reopened": "{by} asked back on {topic}",
    "question.heard": "{by} read the answer",
    "question.unheard": "{by} keeps the answer in view",
    "question.merged": "{by} joined a question on {topic} with another",
    "question.unmerged": "{by} took a question on {topic} apart again",
    "question.in-faq": "{by} put an answer into the FAQ of {topic}: {output}",
    "question.out-of-faq": "{by} took an answer out of the FAQ of {topic}: {output}",
    "faq.ordered": "{by} moved “{output}” in the FAQ of {topic}",
}
