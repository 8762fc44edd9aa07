"""What is his: taken along, or erased."""

from collections.abc import Sequence
from datetime import date

import msgspec
from starlette.responses import Response

from samantha.app import erasure, takeout
from samantha.app.settings import models_folder
from samantha.domain.errors import SettingsInvalid
from samantha.server.house import House
from samantha.server.paths import Asked, Path

WORDS_TO_TYPE = "erase everything"


class Confirmed(msgspec.Struct, frozen=True):
    """The words that say that he means it."""

    confirm: str


def belongings_paths(house: House) -> Sequence[Path]:
    """The paths of what is his."""

    async def export(_asked: Asked) -> Response:
        packed = await takeout.archive(house.home, house.household.memory)
        name = f"samantha-export-{date.today().isoformat()}.zip"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(packed, media_type="application/zip", headers=headers)

    async def erase(asked: Asked) -> None:
        if " ".join(asked.body.confirm.casefold().split()) != WORDS_TO_TYPE:
            raise SettingsInvalid("Nothing was erased.", f"To erase, write “{WORDS_TO_TYPE}”.")
        house.end_with(lambda: erasure.erase(house.home, keep=models_folder()))

    return [
        Path("GET", "/api/export", "Everything of him, in open formats", export,
             media="application/zip"),
        Path("POST", "/api/erase", "Erase everything, and end", erase, body=Confirmed),
    ]  # fmt: skip
