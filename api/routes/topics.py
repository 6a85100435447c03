"""The topics of the bank, for staff and for learners."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.auth import Staff
from api.errors import responses
from api.routes.parts import Given
from api.usecases import topics

router = APIRouter(prefix="/topics", tags=["questions"], dependencies=[Staff])
learner = APIRouter(prefix="/learner/topics", tags=["learner"])


class LearnerTopic(BaseModel):
    """A topic that can be practised."""

    topic: str = Field(description="The nearest heading above its questions, or else their document.")
    document: str | None = Field(description="The name of the document that it is in.")
    questions: int = Field(description="How many questions can be asked.")


class StaffTopic(LearnerTopic):
    """A topic of the bank."""

    drafts: int = Field(description="How many questions wait for approval.")


class TopicList(BaseModel):
    """All topics, in the order of documents and headings."""

    topics: tuple[StaffTopic, ...]


class LearnerTopicList(BaseModel):
    """All topics with a question to practise, in the order of documents and headings."""

    topics: tuple[LearnerTopic, ...]


@router.get("", summary="List topics", responses=responses(401, 422, 503))
def list_topics(services: Given) -> TopicList:
    """What the headings above questions say; `topic` of other routes looks for such words."""
    found = topics.topics(services)
    return TopicList(
        topics=tuple(
            StaffTopic(topic=one.topic, document=one.document, questions=one.active, drafts=one.drafts)
            for one in found
        )
    )


@learner.get("", summary="List topics to practise", responses=responses(422, 503))
def list_topics_to_practise(services: Given) -> LearnerTopicList:
    """What the headings above active questions say."""
    found = topics.topics(services, active=True)
    return LearnerTopicList(
        topics=tuple(
            LearnerTopic(topic=one.topic, document=one.document, questions=one.active) for one in found
        )
    )
