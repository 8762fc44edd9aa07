"""One setting for every test: the laws try the same examples on every machine.

`pytest --hypothesis-profile=default tests/properties` draws new ones each time, to hunt with.
"""

from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.load_profile("same")
