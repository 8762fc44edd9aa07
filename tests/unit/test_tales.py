"""Tales wait in their order, bounded, the newest in place of what it makes out of date."""

import asyncio

from samantha.conversation.tales import MOST_WAITING, Tale, Tales, Told
from tests.virtual_time import run


def test_only_the_newest_of_his_words_waits() -> None:
    async def scene() -> None:
        tales = Tales()
        for text in ("my", "my sister", "my sister called"):
            tales.tell(Tale(Told.HIS_WORDS, text, 0))
        tales.tell(Tale(Told.HIS_TURN, "my sister called", 0, 1))
        tales.tell(Tale(Told.HIS_WORDS, "and", 0))
        taken = [tales.take() for _ in range(4)]
        assert [tale and tale.text for tale in taken] == [
            "my sister called",
            "my sister called",
            "and",
            None,
        ]

    run(scene())


def test_who_does_not_take_them_holds_up_who_asks_for_room() -> None:
    async def scene() -> None:
        tales = Tales()
        for n in range(MOST_WAITING):
            tales.tell(Tale(Told.HER_WORDS, str(n), 0))
        waiting = asyncio.create_task(tales.room())
        await asyncio.sleep(1.0)
        assert not waiting.done()
        tales.take()
        await waiting

    run(scene())
