"""Changing a setting: only what can be read back is written, the rest of the file is left alone."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TypeAlias

import tomlkit
from tomlkit import TOMLDocument

from samantha.app.assembly import open_model
from samantha.app.settings import Home, ModelKind, Settings, load_settings
from samantha.domain.errors import SettingsInvalid
from samantha.providers.system_clock import SystemClock

Value: TypeAlias = str | int | float | bool
Tree: TypeAlias = Mapping[str, Mapping[str, Value]]
"""Settings by section and name."""


def tree_of(settings: Settings) -> Tree:
    """Every setting with its value now."""
    return asdict(settings)


async def change(home: Home, changes: Tree) -> Settings:
    """Write `changes` into the settings file, if she can live with them; the settings then.

    Raises:
        SettingsInvalid: there is no such setting, it cannot have that value, or a model elsewhere
            is chosen while nothing may leave this machine. Nothing was changed.
        ModelUnavailable: the model that was chosen cannot be reached.
    """
    text = home.settings_file.read_text(encoding="utf-8") if home.settings_file.exists() else ""
    load_settings(home.settings_file)
    document = tomlkit.parse(text)
    for section, values in changes.items():
        _put(document, section, values)
    scratch = home.settings_file.with_suffix(".tmp")
    scratch.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    scratch.write_text(tomlkit.dumps(document), encoding="utf-8")
    try:
        changed = load_settings(scratch)
        if changed.model.kind is not ModelKind.EMBEDDED:
            model = await open_model(changed, home, None, SystemClock())
            await model.aclose()
    except SettingsInvalid as error:
        scratch.unlink()
        message = error.message.replace(str(scratch), "the settings")
        raise SettingsInvalid(message, error.remedy) from error
    scratch.replace(home.settings_file)
    return changed


def _put(document: TOMLDocument, section: str, values: Mapping[str, Value]) -> None:
    if section not in document:
        document[section] = tomlkit.table()
    table: Any = document[section]
    for name, value in values.items():
        table[name] = value
