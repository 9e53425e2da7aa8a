"""What a reviewer needs: the difference to what readers see, and the whole text."""

from dataclasses import dataclass

from ...markup import Rendered, stored, without_title
from ...models import Output, Person, Review, ReviewAnswer, Version
from .comparing import Comparison, comparison_of


@dataclass(frozen=True)
class ReviewPage:
    """A version that waits for its review; `comparison` is None where it is the first one.

    It is compared with the version that was approved, or with the one that readers see.
    """

    review: Review
    comparison: Comparison | None
    rendered: Rendered
    is_newest: bool
    may_be_minor: bool


def waiting_review_of(output: Output) -> Review | None:
    """Find what waits for a review of a document, with its version and who asked (one query)."""
    author = Person.alias()
    return (
        Review.select(Review, Version, author, Person)
        .join(Version)
        .join(author, on=(Version.by == author.id))
        .join_from(Review, Person, on=(Review.asked_by == Person.id))
        .where(Version.output == output, Review.answer == ReviewAnswer.WAITING)
        .order_by(Review.id.desc())
        .first()
    )


def newest_answer_of(person: Person, output_id: int) -> Review | None:
    """Find how somebody last answered a review of a document, also of one they see no more."""
    return (
        Review.select(Review, Version)
        .join(Version)
        .where(Version.output == output_id, Review.answered_by == person)
        .order_by(Review.id.desc())
        .first()
    )


def review_page(output: Output, review: Review) -> ReviewPage:
    """Gather what is read before a version is approved or returned (two queries)."""
    number = review.version.number
    earlier = (output.approved_number, output.published_number)
    before = next((each for each in earlier if each and each != number), None)
    newer = output.versions.where(Version.number > number)
    return ReviewPage(
        review=review,
        comparison=comparison_of(output, before, number) if before else None,
        rendered=stored(without_title(review.version.html, output.title)),
        is_newest=not newer.exists(),
        may_be_minor=output.approved_number is not None,
    )
