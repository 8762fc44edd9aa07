"""A wake word heard in the sound itself, by microWakeWord (Apache-2.0); 0.2 % of a core.

It knows the words that its package brings and those that somebody trained for it; it does not know
her name. Where she is to be called by name, the words are recognised instead.
"""

import importlib
from pathlib import Path
from typing import Any, Final

import numpy as np

from samantha.domain.audio import HEARING_HZ, Samples
from samantha.domain.errors import HearingUnavailable, SettingsInvalid

BUILT_IN: Final = ("alexa", "hey_jarvis", "hey_mycroft", "okay_nabu")
_REST_SAMPLES: Final = HEARING_HZ
"""The network goes on seeing a word for a while; only after a second without it is one new."""


class MicroWakeWord:
    """A `WakeWord` by a small network. Use it in one thread."""

    def __init__(self, word: str | Path) -> None:
        """Wait for one of `BUILT_IN`, or for the word of a model's description (a JSON file).

        Raises:
            SettingsInvalid: there is no such word or file.
            HearingUnavailable: the package is not there, or does not run on this machine.
        """
        if isinstance(word, str) and word not in BUILT_IN:
            raise SettingsInvalid(
                f"There is no wake word “{word}”.",
                f"Choose one of {', '.join(BUILT_IN)}, or the JSON file of a model of your own.",
            )
        try:
            package: Any = importlib.import_module("pymicro_wakeword")
            self._features: Any = package.MicroWakeWordFeatures()
            self._network: Any = (
                package.MicroWakeWord.from_config(word)
                if isinstance(word, Path)
                else package.MicroWakeWord.from_builtin(package.Model(word))
            )
        except ImportError as error:
            raise HearingUnavailable(
                "The part that waits for a wake word is not installed.",
                "Install it with `pip install 'samantha[wake]'`, or switch the wake word off.",
            ) from error
        except (OSError, ValueError, KeyError) as error:
            if isinstance(word, str):
                raise HearingUnavailable(
                    f"What waits for a wake word does not run here ({type(error).__name__}).",
                    "Install `samantha[wake]` again, or switch the wake word off.",
                ) from error
            raise SettingsInvalid(
                f"The wake word in {word} cannot be used ({type(error).__name__}).",
                "Name the JSON file that lies beside the network, or one of the built-in words.",
            ) from error
        self._rest_samples = 0

    def heard(self, frame: Samples) -> bool:
        """Take what comes next of the stream, of any length; True once the word was said in it."""
        self._rest_samples = max(0, self._rest_samples - len(frame))
        pcm = np.round(np.clip(frame, -1.0, 1.0) * 32767).astype("<i2").tobytes()
        called = False
        for features in self._features.process_streaming(pcm):
            called = bool(self._network.process_streaming(features)) or called
        if not called:
            return False
        resting = self._rest_samples > 0
        self._rest_samples = _REST_SAMPLES
        return not resting

    def reset(self) -> None:
        """Forget the stream so far."""
        self._features.reset()
        self._network.reset()
        self._rest_samples = 0
