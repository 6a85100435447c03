"""Questions dealt out among topics that share some of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from questions.records import QuestionId


@dataclass(slots=True)
class Places:
    """*pools*: the questions of each topic, the preferred first.  *topic_of*: those taken, and for which.

    Each question is taken once.  A topic that finds its questions taken gets one back where the other
    topic has another one to take instead: augmenting paths, as for a bipartite matching (Kuhn 1955).
    """

    pools: Sequence[Sequence[QuestionId]]
    topic_of: dict[QuestionId, int] = field(default_factory=dict)
    _at: list[int] = field(init=False)
    _members: list[frozenset[QuestionId]] = field(init=False)

    def __post_init__(self) -> None:
        self._at = [0] * len(self.pools)
        self._members = [frozenset(pool) for pool in self.pools]

    def take(self, topic: int, count: int) -> None:
        """Take *count* questions for *topic*, or as many as there are without taking a place from another."""
        for _ in range(count):
            if not self._one_more(topic):
                return

    def take_spare(self, topic: int, count: int) -> None:
        """Take up to *count* questions of *topic* that nobody has."""
        for _ in range(count):
            free = self.spare(topic)
            if free is None:
                return
            self.topic_of[free] = topic

    def spare(self, topic: int) -> QuestionId | None:
        """The next question of *topic* that nobody has."""
        pool = self.pools[topic]
        # What is taken is never given back to nobody, so the search goes on where it stood.
        while self._at[topic] < len(pool) and pool[self._at[topic]] in self.topic_of:
            self._at[topic] += 1
        return pool[self._at[topic]] if self._at[topic] < len(pool) else None

    def filled(self) -> tuple[int, ...]:
        """How many questions each topic has."""
        taken = list(self.topic_of.values())
        return tuple(taken.count(topic) for topic in range(len(self.pools)))

    def _one_more(self, topic: int) -> bool:
        """Give *topic* one more question, breadth first over the topics that may exchange one."""
        exchanged: dict[int, tuple[int, QuestionId] | None] = {topic: None}
        waiting = [topic]
        for here in waiting:
            free = self.spare(here)
            if free is not None:
                self._pass_on(here, free, exchanged)
                return True
            for question, owner in self.topic_of.items():
                if owner not in exchanged and question in self._members[here]:
                    exchanged[owner] = (here, question)
                    waiting.append(owner)
        return False

    def _pass_on(
        self, topic: int, free: QuestionId, exchanged: dict[int, tuple[int, QuestionId] | None]
    ) -> None:
        self.topic_of[free] = topic
        while (step := exchanged[topic]) is not None:
            topic, given = step
            self.topic_of[given] = topic
