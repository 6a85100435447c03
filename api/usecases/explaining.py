"""Grades whose feedback a chat model writes; all else about them stays."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from api.lazy import Lazy
from api.services import GradeAll, Services
from api.usecases import chatting
from graders.explain import NO_FEEDBACK, Explainer
from graders.grader import Submission
from questions.records import FreeText, Grade, Scored


@dataclass(frozen=True, slots=True)
class Explained:
    """Grades with *grade*, then has the feedback of each answer in free words written by *explainer*.

    *missed* is told why a feedback could not be had; then the offline one stays.
    """

    services: Services
    grade: GradeAll
    explainer: Explainer
    missed: Callable[[str], None]

    def __call__(self, items: Sequence[Submission], /) -> tuple[Grade, ...]:
        """The grades of *items*.  Raises ServiceUnavailable when the encoder fails, never for a chat model."""
        given = self.grade(items)
        return self.services.converse().run(self._all(items, given))

    async def _all(self, items: Sequence[Submission], given: Sequence[Grade]) -> tuple[Grade, ...]:
        limit = asyncio.Semaphore(self.services.settings.judge_concurrency)
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self._one(item, grade, limit))
                for item, grade in zip(items, given, strict=True)
            ]
        return tuple(task.result() for task in tasks)

    async def _one(self, item: Submission, grade: Grade, limit: asyncio.Semaphore) -> Grade:
        if not isinstance(item.question, FreeText) or not isinstance(grade, Scored):
            return grade
        async with limit:
            after = await self.explainer(item.question, item.answer, grade, item.flags)
        why = after.opinions[-1].why if after is not grade else ""
        if why.startswith(NO_FEEDBACK):
            self.missed(why.removeprefix(NO_FEEDBACK))
        return after


def with_explanations(services: Services, missed: Callable[[str], None], *, reveal: bool = False) -> Services:
    """*services* whose grades carry a chat model's feedback; *reveal* allows it to tell all of the reference.

    Raises BadSetting when no model is set.
    """
    writer = Explainer(chatting.chat(services, "explain"), chatting.model_name(services))
    explainer = replace(writer, most=1.0) if reveal else writer
    offline = services.grade
    return replace(services, grade=Lazy(lambda: Explained(services, offline(), explainer, missed)))
