"""When she may speak first, put together from the settings and what is kept."""

from collections.abc import Callable
from datetime import time, timedelta

from samantha.agenda.looking import standing
from samantha.app.assembly import Household
from samantha.app.settings import InitiativeSettings
from samantha.conversation.speaking_first import Occasions
from samantha.mind.initiative.gates import Rules
from samantha.providers.sqlite.initiative import SqliteInitiative


async def occasions_for(household: Household, *, aloud: Callable[[], bool]) -> Occasions:
    """What decides it; `aloud` is whether she would be heard and not only read.

    Raises:
        StoreUnavailable: what is kept cannot be read.
    """

    async def busy() -> bool:
        now = household.doing.now()
        return any(
            each.busy and not each.all_day and each.span.starts <= now < each.span.ends
            for each in standing(await household.doing.soon(timedelta(minutes=1)))
        )

    return Occasions(
        kept=SqliteInitiative(household.memory),
        log=household.memory,
        clock=household.clock,
        busy=busy,
        rules=rules_of(household.settings.initiative),
        since=(await household.memory.lifetime()).born_at,
        aloud=aloud,
    )


def rules_of(settings: InitiativeSettings) -> Rules:
    """The settings as the gates read them."""
    return Rules(
        on=settings.on,
        check_ins=settings.check_ins,
        quiet_from=time.fromisoformat(settings.quiet_from),
        quiet_to=time.fromisoformat(settings.quiet_to),
    )
