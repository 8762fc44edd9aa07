"""Where her words come from: what is written for danger, what she knows, and what a model finds."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Final

from samantha.conversation.afterwards import Mindset
from samantha.conversation.company import Company
from samantha.conversation.reply import Wording
from samantha.domain.dialogue import Origin, Speaker, Utterance
from samantha.domain.language import Message
from samantha.memory.passages import Passage, passages, who_said_it
from samantha.memory.recall import (
    Past,
    asks_again,
    asks_his_life,
    asks_of_the_world,
    asks_one_thing,
    recall,
)
from samantha.mind import truth
from samantha.mind.attention import present_moment
from samantha.mind.care.lines import help_lines
from samantha.mind.care.replies import Moment, careful_reply
from samantha.mind.care.watch import weight
from samantha.mind.checks import Hearing, is_farewell, worn_words
from samantha.mind.feeling import Colour, colour_of, reasons_for
from samantha.mind.manner import (
    PARTING,
    WORN_GREETINGS,
    Guidance,
    sampling_for,
    waking_prompt,
)
from samantha.mind.reasons import Reasons
from samantha.mind.thinking import Task, think

TEMPERATURE_OF_FACTS: Final = 0.2
"""What is known, of him or of the world, is to be said as it is."""
SAID_BEFORE: Final = 8
"""How many of her own utterances she takes care not to repeat."""
KNOWN: Final = "what the program knows for certain"
WRITTEN: Final = "what is written down for such a moment"
THREAD: Final = "something that stayed with me"
"""Who found her words, where no model did."""
MANNER_OF_FACTS: Final = 0.2
"""Her manner takes room that knowledge needs: facts of the world come with little of it."""


def at_once(text: str, reasons: Reasons | None = None) -> Wording:
    """Words of the system, which are there already."""
    return Wording(_whole(text), Origin.SYSTEM, reasons=reasons)


def and_then(wording: Wording, words: str) -> Wording:
    """The same reply with `words` after it; unchanged where there are none."""
    if not words:
        return wording

    async def both() -> AsyncGenerator[str, None]:
        async with aclosing(wording.phrases) as phrases:
            async for phrase in phrases:
                yield phrase
        yield f" {words}"

    return replace(wording, phrases=both())


def careful(company: Company, mindset: Mindset, said: Utterance) -> str | None:
    """What is said in danger is written; no model finds those words. None where there is none."""
    lines = help_lines(company.country, said.said_at.date())
    before = [each for each in mindset.attention.view if each.id != said.id]
    moment = Moment(
        said.text,
        weighing=weight([*before, said], said.said_at),
        her_last_words=mindset.her_last_words(SAID_BEFORE),
        lines=lines,
    )
    return careful_reply(moment)


def awakened(company: Company, mindset: Mindset) -> Wording:
    """The first words of her life."""
    persona = company.persona
    task = _task(company, mindset, waking_prompt(persona), avoid=WORN_GREETINGS)
    # How others woke stands in the prompt; what was trained would only talk over it.
    task = replace(task, sampling=replace(task.sampling, manner=0.0))
    words = _introduced(think(company.model, task), persona.her_name)
    return Wording(_frankly(company, words), Origin.MODEL)


async def thought_out(company: Company, mindset: Mindset, said: Utterance, turn: int) -> Wording:
    """She recalls what belongs to his words, and a model finds hers.

    `mindset` is hers once he has said it: how she is by then colours the reply.
    """
    past = Past(mindset.facts, mindset.attention.view)
    recollections = await recall(company.retrieval, past, said)
    if not recollections and asks_one_thing(said.text):
        return at_once(truth.not_told(turn), reasons_of(mindset, said, found_by=KNOWN))
    colour = _colour(company, mindset, said)
    moment = present_moment(
        said, recollections, company.persona,
        count_tokens=company.model.count_tokens, budget=mindset.budget,
        passages=await _passages(company, mindset, said, recalled=bool(recollections)),
        feeling=colour.line,
    )  # fmt: skip
    task = _task(company, mindset, [*mindset.prefix, moment], said=said.text, turn=turn)
    task = _coloured(task, colour)
    if recollections or asks_of_the_world(said.text):
        manner = 1.0 if recollections else MANNER_OF_FACTS
        sampling = replace(task.sampling, temperature=TEMPERATURE_OF_FACTS, manner=manner)
        task = replace(task, sampling=sampling)
    if recollections and (asks_his_life(said.text) or asks_again(said.text)):
        likeliest = recollections[-1]
        quotes = (
            [likeliest.corrected] if likeliest.corrected else [each.quote for each in recollections]
        )
        task = replace(
            task,
            hearing=replace(task.hearing, reminded=quotes),
            instead=truth.you_said([likeliest.corrected or likeliest.quote]),
        )
    why = reasons_of(
        mindset, said, found_by=f"the language model {company.model.identity.name}",
        task=task, colour=colour, recalled=[each.utterance_id for each in recollections],
    )  # fmt: skip
    return Wording(_frankly(company, think(company.model, task)), Origin.MODEL, reasons=why)


def reasons_of(
    mindset: Mindset,
    said: Utterance,
    *,
    found_by: str,
    task: Task | None = None,
    colour: Colour = Colour(),  # noqa: B008 - frozen
    recalled: Sequence[int] = (),
) -> Reasons | None:
    """Why she says what she is about to say; None for her without a heart."""
    if mindset.inner is None:
        return None
    return reasons_for(
        mindset.inner,
        said.said_at,
        colour,
        found_by=found_by,
        temperature=None if task is None else task.sampling.temperature,
        most_words=None if task is None else task.enough_words,
        recalled=recalled,
    )


def _colour(company: Company, mindset: Mindset, said: Utterance) -> Colour:
    if mindset.inner is None:
        return Colour()
    colour = colour_of(mindset.inner, said.said_at, company.persona.his_name)
    # A small model whose manner was trained never saw such a line, and would answer it.
    return replace(colour, line="") if company.guidance is Guidance.TRAINED else colour


def _coloured(task: Task, colour: Colour) -> Task:
    temperature = round(max(task.sampling.temperature + colour.warmer, 0.0), 2)
    return replace(
        task,
        sampling=replace(task.sampling, temperature=temperature),
        enough_words=round(task.enough_words * colour.shorter),
    )


async def _passages(
    company: Company, mindset: Mindset, said: Utterance, *, recalled: bool
) -> Sequence[Passage]:
    """What was said around what she recalls, her own words too, for a model that reads so much."""
    view = mindset.attention.view
    asks = "?" in said.text and (recalled or who_said_it(said.text) is Speaker.SHE)
    if not (mindset.budget.passages and asks):
        return ()
    return await passages(
        company.retrieval,
        said.text,
        before_id=view[0].id if view else said.id,
        count_tokens=company.model.count_tokens,
        budget=mindset.budget.passages,
    )


def _task(
    company: Company,
    mindset: Mindset,
    messages: list[Message],
    *,
    said: str = "",
    turn: int = 0,
    avoid: tuple[str, ...] = (),
) -> Task:
    persona = company.persona
    if persona.her_name and said and company.guidance is not Guidance.TRAINED:
        avoid += (persona.her_name,)
    before = mindset.her_last_words(SAID_BEFORE)
    avoid += tuple(" ".join(each.split()[:2]) for each in before[-1:])
    avoid += worn_words(before, said)
    sampling = sampling_for(persona.traits, avoid=avoid)
    seed = company.seed
    return Task(
        messages=messages,
        sampling=replace(sampling, seed=None if seed is None else seed + 2 * turn),
        hearing=Hearing(
            said=said,
            his_name=persona.his_name,
            her_name=persona.her_name,
            spoken_before=before,
            low=mindset.inner is not None and mindset.inner.belief.is_low(mindset.inner.affect.at),
        ),
        turn=turn,
        long_tokens=mindset.budget.long_reply,
        instead=PARTING[turn % len(PARTING)] if is_farewell(said) else "",
    )


async def _frankly(
    company: Company, phrases: AsyncGenerator[str, None]
) -> AsyncGenerator[str, None]:
    """Before another model's words, say that the chosen one failed."""
    async with aclosing(phrases):
        async for phrase in phrases:
            if trouble := company.trouble():
                yield f"{trouble} Until it is back, the model in this machine finds my words. "
            yield phrase


async def _introduced(
    phrases: AsyncGenerator[str, None], name: str | None
) -> AsyncGenerator[str, None]:
    """Whoever says her first words says her name, too."""
    text = ""
    async with aclosing(phrases):
        async for phrase in phrases:
            text += phrase
            yield phrase
    if name and name not in text:
        yield f" I'm {name}, by the way."


async def _whole(text: str) -> AsyncGenerator[str, None]:
    yield text
