"""Her loudspeaker at a page: what is played there is counted by the page's own reports."""

from collections.abc import Callable
from typing import Final, Protocol

from samantha.domain.audio import SPEAKING_HZ, Samples
from samantha.server.wire import Flush, FromHer, Gain, her_sound

CHUNK: Final = SPEAKING_HZ // 5
"""Sound goes out in pieces of at most 0.2 s."""
MOST_AHEAD_S: Final = 0.05
"""A report says no more than this about the time after it."""
SILENT_AFTER_S: Final = 2.0
"""A page that is to play and reports nothing for so long does not play."""


class Output(Protocol):
    """A page that plays."""

    def send(self, message: FromHer) -> None:
        """Send a message after all that waits to be sent."""
        ...

    def send_sound(self, frame: bytes) -> None:
        """Send a binary frame after all that waits to be sent."""
        ...


class RemoteLoudspeaker:
    """A `Loudspeaker` whose sound is played at the page that holds it.

    Where no page does, she is read: what is given counts as heard at once. When the page that
    plays is gone, nothing more is played until `stop`: what was not played was not said.
    """

    def __init__(self, now_s: Callable[[], float]) -> None:
        """`now_s` is a clock that only goes forward, in seconds."""
        self._now_s = now_s
        self._output: Output | None = None
        self._wanted: Output | None = None
        self._broken = False
        self._stream = 1
        self._before = 0
        """What was played of all streams before this one."""
        self._given = 0
        """What was given of this stream."""
        self._reported = 0
        self._reported_s = 0.0
        self._furthest = 0
        """The most that `played` has said of this stream."""

    @property
    def output(self) -> Output | None:
        """The page where she is heard from her next sound on."""
        return self._wanted

    @property
    def audible(self) -> bool:
        """Whether what she says next is played somewhere."""
        return self._wanted is not None

    @property
    def played(self) -> int:
        """How many of the samples given to `play` have been heard."""
        return self._before + self._played_of_stream()

    @property
    def queued(self) -> int:
        """How many samples wait to be played."""
        return self._given - self._played_of_stream()

    @property
    def stuck(self) -> bool:
        """Whether sound waits at a page that has reported nothing for too long."""
        waits = self._output is not None and self.queued > 0
        return waits and self._now_s() - self._reported_s > SILENT_AFTER_S

    def play(self, sound: Samples) -> None:
        """Play `sound` after all that waits."""
        if not len(sound):
            return
        if not self.queued:
            self._change_over()
            self._reported_s = self._now_s()
        self._given += len(sound)
        if self._broken:
            return
        if self._output is None:
            self._furthest = self._reported = self._given
            return
        for begin in range(0, len(sound), CHUNK):
            self._output.send_sound(her_sound(self._stream, sound[begin : begin + CHUNK]))

    def stop(self) -> int:
        """Throw away what waits; returns `played`."""
        played = self.played
        if self._given and self._output is not None:
            self._output.send(Flush(self._stream))
        self._begin_stream(played)
        self._change_over()
        return played

    def gain(self, decibels: float) -> None:
        """Set how loud the page plays from now on."""
        if self._output is not None:
            self._output.send(Gain(decibels))

    def move_to(self, output: Output | None) -> None:
        """Be heard at `output` from the next reply on; with None, be read from now on."""
        self._wanted = output
        if output is None and self._output is not None:
            heard = self._before + self._given
            self._output.send(Flush(self._stream))
            self._begin_stream(heard)
            self._change_over()
        elif not self.queued:
            self._change_over()

    def gone(self, output: Output) -> bool:
        """The page `output` is gone; returns whether that broke off what she was saying."""
        if self._wanted is output:
            self._wanted = None
        if self._output is not output:
            return False
        self._broken = self.queued > 0
        self._furthest = self._played_of_stream()
        self._output = None
        return self._broken

    def report(self, output: Output, stream: int, samples: int) -> None:
        """The page has played so many samples of a stream."""
        if output is self._output and stream == self._stream:
            self._reported = max(self._reported, min(samples, self._given))
            self._reported_s = self._now_s()

    def _played_of_stream(self) -> int:
        if self._output is not None and self._reported:
            since_s = min(self._now_s() - self._reported_s, MOST_AHEAD_S)
            likely = self._reported + int(since_s * SPEAKING_HZ)
            self._furthest = max(self._furthest, min(likely, self._given))
        return self._furthest

    def _begin_stream(self, played: int) -> None:
        self._stream += self._given > 0
        self._before = played
        self._given = self._reported = self._furthest = 0
        self._broken = False

    def _change_over(self) -> None:
        """Let the page that is wanted be the one that plays; nothing waits now."""
        if self._output is self._wanted:
            return
        self._begin_stream(self.played)
        self._output = self._wanted
