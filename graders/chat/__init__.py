"""Chat models, of any provider: asked through litellm, patiently, within a budget, and never paid for twice."""

from graders.chat.asking import ask_json, plain_chat
from graders.chat.types import (
    ChatRequest,
    Converse,
    Failure,
    FailureKind,
    Finish,
    Message,
    ModelsFailed,
    ModelSpec,
    Price,
    Replies,
    Reply,
    Structure,
    TokenChoice,
)

__all__ = [
    "ChatRequest",
    "Converse",
    "Failure",
    "FailureKind",
    "Finish",
    "Message",
    "ModelSpec",
    "ModelsFailed",
    "Price",
    "Replies",
    "Reply",
    "Structure",
    "TokenChoice",
    "ask_json",
    "plain_chat",
]
