"""The order of a check-up: from the machine to her voice."""

import asyncio
from collections.abc import Mapping

from samantha.app.doctor import answering, belongings, machine, senses
from samantha.app.doctor.finding import Finding
from samantha.app.settings import Home, Settings, models_folder
from samantha.domain.clock import Clock
from samantha.providers.system_clock import SystemClock


async def examine(
    home: Home,
    environ: Mapping[str, str],
    *,
    deep: bool = False,
    with_model: bool = True,
    clock: Clock | None = None,
) -> list[Finding]:
    """Look at everything she needs, changing nothing of it.

    `deep` hashes the models' files again even if they were right before; without `with_model` the
    model is not asked. Asks this machine, and the host of the model that is set; nobody else.
    """
    valid, chosen = belongings.of_settings(home)
    settings = chosen or Settings()
    models = models_folder(environ)
    findings = [
        machine.of_python(),
        machine.of_processor(settings.model),
        machine.of_memory(settings.model),
        machine.of_home_disk(home),
        machine.of_models_disk(settings.model, models),
        machine.of_sqlite(),
        valid,
        belongings.of_persona(home),
        await asyncio.to_thread(machine.of_key, settings.model, environ),
        *await belongings.of_models(settings.model, models, deep=deep),
        belongings.of_recall(models),
        *await belongings.of_home(home),
        *await senses.of_senses(settings.voice, home, models),
        await answering.of_local_servers(),
    ]
    if chosen is not None:
        findings += await answering.of_remote_host(chosen, home)
        if with_model:
            findings.append(await answering.of_answer(chosen, home, clock or SystemClock()))
    return findings
