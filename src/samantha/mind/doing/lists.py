"""His lists: put on, taken off, read."""

from functools import partial

from samantha.agenda.telling import listed
from samantha.domain.words import capitalized
from samantha.hands.policy import Act, Effect
from samantha.hands.ports import Errands
from samantha.hands.requests import AddToList, ClearList, ListRequest, ShowList, TakeOffList
from samantha.mind.doing.errand import Done, Outcome, Plan, Told
from samantha.mind.doing.undoing import Items

TOOL = "lists"
NONE_YET = "You have no lists yet."


async def outcome(errands: Errands, asked: ListRequest) -> Outcome:
    """What a request about lists comes to."""
    match asked:
        case AddToList(items, name):
            act = Act(TOOL, Effect.OWN, f"Put {listed(items)} on the {name} list")
            return Plan(act, partial(_added, errands, asked))
        case TakeOffList(items, name):
            act = Act(TOOL, Effect.OWN, f"Take {listed(items)} off the {name} list")
            return Plan(act, partial(_taken, errands, asked))
        case ShowList():
            return await _show(errands, asked)
        case ClearList():
            return await _clear(errands, asked)


async def _show(errands: Errands, asked: ShowList) -> Outcome:
    if asked.name:
        items = await errands.items(asked.name)
        if not items:
            return Told(f"Your {asked.name} list is empty.")
        return Told(f"On your {asked.name} list: {listed(items)}.")
    names = await errands.lists()
    return Told(f"You have {listed([f'a {name} list' for name in names])}." if names else NONE_YET)


async def _clear(errands: Errands, asked: ClearList) -> Outcome:
    items = await errands.items(asked.name)
    if not items:
        return Told(f"Your {asked.name} list is empty already.")
    act = Act(TOOL, Effect.OWN, f"Take everything off the {asked.name} list: {listed(items)}")
    return Plan(act, partial(_taken, errands, TakeOffList(tuple(items), asked.name)))


async def _added(errands: Errands, asked: AddToList) -> Done:
    added = await errands.add_items(asked.name, asked.items)
    if not added:
        verb = "is" if len(asked.items) == 1 else "are"
        return Done(f"{capitalized(listed(asked.items))} {verb} on it already.")
    verb = "is" if len(added) == 1 else "are"
    words = f"{capitalized(listed(added))} {verb} on your {asked.name} list."
    return Done(words, Items(asked.name, take=list(added)))


async def _taken(errands: Errands, asked: TakeOffList) -> Done:
    taken = await errands.take_items(asked.name, asked.items)
    if not taken:
        return Done(f"That's not on your {asked.name} list.")
    if not await errands.items(asked.name):
        words = f"Your {asked.name} list is empty now."
    else:
        words = f"{capitalized(listed(taken))} {'is' if len(taken) == 1 else 'are'} off the list."
    return Done(words, Items(asked.name, put=list(taken)))
