"""The chat model of a run, for those who want its text alone."""

from api.services import Services
from graders.chat import plain_chat
from graders.grader import Chat


def chat(services: Services, purpose: str) -> Chat:
    """The chat model; *purpose* names its calls in the accounts.  Raises BadSetting when none is set."""
    return plain_chat(services.converse(), purpose)


def model_name(services: Services) -> str:
    """What the chat model is called, for who reads who said it."""
    return services.settings.judge_model or "chat"
