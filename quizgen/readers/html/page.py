"""Lines of Markdown with the lines of the source that they come from."""

from dataclasses import dataclass, field

# Deeper nesting is shown at this depth, so that a hostile page costs linear time.
_DEEPEST = 12


@dataclass(slots=True)
class Container:
    """A list item or a quote that is open: what stands before its first line and before the others."""

    first: str
    rest: str
    used: bool = False


@dataclass(slots=True)
class Page:
    """What was written so far.  ``origins[i]`` are the first and last source line (from 1) of ``lines[i]``."""

    lines: list[str] = field(default_factory=list)
    origins: list[tuple[int, int]] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)

    def write(self, words: str, first: int, last: int) -> None:
        """Add a line inside the containers that are open."""
        front = "".join(self._front(container) for container in self.containers[:_DEEPEST])
        self.lines.append((front + words).rstrip())
        self.origins.append((first, max(first, last)))

    def gap(self) -> None:
        """Make sure that a blank line stands between what was written and what comes."""
        if not self.lines or not self.lines[-1].strip("> "):
            return
        quotes = [container.rest for container in self.containers[:_DEEPEST] if container.rest == "> "]
        fresh = any(not container.used for container in self.containers)
        self.lines.append("" if fresh else "".join(quotes).rstrip())
        self.origins.append((self.origins[-1][1], self.origins[-1][1]))

    def _front(self, container: Container) -> str:
        if container.used:
            return container.rest
        container.used = True
        return container.first
