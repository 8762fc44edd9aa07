"""A language model that takes no time, for what is measured around one."""

from collections.abc import AsyncGenerator, Callable, Sequence

from samantha.domain.language import Message, ModelIdentity, Sampling


class InstantModel:
    """Answers at once with what `says` makes of the messages."""

    def __init__(self, says: Callable[[Sequence[Message]], str], name: str = "a script") -> None:
        """`says` is called once a reply."""
        self._says = says
        self._name = name

    @property
    def identity(self) -> ModelIdentity:
        """What it is."""
        return ModelIdentity(
            self._name, "this machine, in a script", on_this_machine=True, window_tokens=4096
        )

    def count_tokens(self, text: str) -> int:
        """A token a word."""
        return len(text.split())

    async def prepare(self, messages: Sequence[Message]) -> None:
        """Nothing to think ahead of."""

    async def stream(
        self, messages: Sequence[Message], sampling: Sampling
    ) -> AsyncGenerator[str, None]:
        """Its words, one by one."""
        for word in self._says(messages).split(" "):
            yield word + " "

    async def aclose(self) -> None:
        """Nothing to let go of."""
