"""What he asked for as plain lists, proven by the same contract as the real store."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from samantha.hands.ports import Deed
from samantha.hands.reminders import Reminder


class ListErrands:
    """Satisfies `Errands`; nothing outlives the object."""

    def __init__(self) -> None:
        self._reminders: list[Reminder] = []
        self._items: list[tuple[str, str]] = []
        self._deeds: list[Deed] = []
        self._next_id = 1

    async def add_reminder(self, reminder: Reminder) -> Reminder:
        if reminder.id == 0:
            reminder = replace(reminder, id=self._next_id)
            self._next_id += 1
        self._reminders.append(reminder)
        return reminder

    async def reminders(self) -> Sequence[Reminder]:
        return sorted(self._reminders, key=lambda each: (each.due.timestamp(), each.id))

    async def ring(self, reminder: Reminder, goes_on: Reminder | None) -> bool:
        for n, each in enumerate(self._reminders):
            if (each.id, each.due) == (reminder.id, reminder.due):
                self._reminders[n : n + 1] = [] if goes_on is None else [goes_on]
                return True
        return False

    async def drop_reminder(self, reminder_id: int) -> None:
        self._reminders = [each for each in self._reminders if each.id != reminder_id]

    async def add_items(self, name: str, items: Sequence[str]) -> Sequence[str]:
        there = {item.casefold() for item in await self.items(name)}
        added = [item for item in items if item.casefold() not in there]
        self._items += [(name, item) for item in added]
        return added

    async def take_items(self, name: str, items: Sequence[str]) -> Sequence[str]:
        wanted = {item.casefold() for item in items}
        taken = [item for item in await self.items(name) if item.casefold() in wanted]
        self._items = [each for each in self._items if each[0] != name or each[1] not in taken]
        return taken

    async def items(self, name: str) -> Sequence[str]:
        return [item for known, item in self._items if known == name]

    async def lists(self) -> Sequence[str]:
        return list(dict.fromkeys(name for name, _ in self._items))

    async def note(self, deed: Deed) -> Deed:
        kept = replace(deed, id=len(self._deeds) + 1)
        self._deeds.append(kept)
        return kept

    async def deeds(self, count: int) -> Sequence[Deed]:
        return self._deeds[::-1][:count]

    async def deed(self, deed_id: int) -> Deed | None:
        return next((each for each in self._deeds if each.id == deed_id), None)

    async def note_undone(self, deed_id: int, at: datetime) -> None:
        self._deeds[deed_id - 1] = replace(self._deeds[deed_id - 1], undone_at=at)
