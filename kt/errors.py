"""The two ways a deed is turned down. Both carry a sentence for the person who tried."""


class Refused(Exception):
    """A rule says no; `field` names the input that would have to change, if there is one."""

    def __init__(self, sentence: str, *, field: str | None = None):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotAllowed(Exception):
    """This person may see the thing but may not do this to it."""

    def __init__(self, sentence: str = "You may not do this. Ask the supervisor of the rollout."):
        super().__init__(sentence)
        self.sentence = sentence
