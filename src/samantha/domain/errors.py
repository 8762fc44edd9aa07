"""What can go wrong, named by what the one who catches it can do."""


class SamanthaError(Exception):
    """A failure that a person can read: one sentence, and what to do about it.

    `message` says what happened, `remedy` what to do next; both are whole sentences.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy


class SettingsInvalid(SamanthaError):
    """Something a person wrote down (a setting, an option, a file's name) cannot be used."""


class ModelUnavailable(SamanthaError):
    """The language model gave not one word: another model may be asked instead.

    `retry_after_s` is set where the model itself said when to come back.
    """

    def __init__(self, message: str, remedy: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message, remedy)
        self.retry_after_s = retry_after_s


class ModelBrokeOff(SamanthaError):
    """The language model failed after its first words: what was said stands."""


class VoiceUnavailable(SamanthaError):
    """She cannot speak aloud now: text goes on."""


class HearingUnavailable(SamanthaError):
    """She cannot hear now: typing goes on."""


class DownloadFailed(SamanthaError):
    """A model's file could not be had or is not what it should be."""


class StoreUnavailable(SamanthaError):
    """The data folder cannot be used: held by another process, full, damaged or too new."""
