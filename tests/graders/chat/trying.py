"""Models that do what a script says, without a socket."""

from collections.abc import Callable, Sequence

from graders.chat.client import ChatClient, client
from graders.chat.failing import Backoff, TryFailed
from graders.chat.line import Patience
from graders.chat.types import ChatRequest, FailureKind, Finish, ModelSpec, Price, Replies, Reply, Structure
from tests.fakes import FakeTime

Said = str | Finish | FailureKind | TryFailed
PRICE = Price(1e-6, 2e-6)
ASKED = ChatRequest.of("Be brief.", "What is conduction?", purpose="judge")


class Scripted:
    """Obeys `TryModel`: each model says the next of its lines; *asked* holds (model, form)."""

    def __init__(self, **lines: Sequence[Said]) -> None:
        self._lines = {name: list(said) for name, said in lines.items()}
        self.asked: list[tuple[str, Structure]] = []
        self.before: Callable[[], object] = lambda: None

    async def __call__(self, spec: ModelSpec, _: ChatRequest, structure: Structure, /) -> Reply:
        """The next line, the last one again and again."""
        self.asked.append((spec.name, structure))
        self.before()
        lines = self._lines[spec.name]
        said = lines.pop(0) if len(lines) > 1 else lines[0]
        if isinstance(said, FailureKind):
            raise TryFailed(said)
        if isinstance(said, TryFailed):
            raise said
        finish = said if isinstance(said, Finish) else Finish.STOP
        cost = spec.price.of(100, 20) if spec.price else None
        return Reply(str(said), spec.name, 100, 20, cost, 0.1, finish, structure)

    @property
    def names(self) -> list[str]:
        """Who was asked, in order."""
        return [name for name, _ in self.asked]


def asking(
    tried: Scripted, *names: str, time: FakeTime | None = None, replies: Replies | None = None
) -> ChatClient:
    """A client of the models *names*, with a clock that moves only when it sleeps."""
    moved = time or FakeTime()
    patience = Patience(Backoff(tries=3, jitter=lambda: 0.5), clock=moved.clock, sleep=moved.sleep)
    specs = [ModelSpec(name, price=PRICE) for name in names]
    return client(specs, replies=replies, try_model=tried, patience=patience)
