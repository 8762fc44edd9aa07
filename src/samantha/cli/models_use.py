"""`samantha models use` and `servers`: another language model, after it has really answered."""

import asyncio
import sys
from urllib.parse import urlsplit

import click

from samantha.app.choosing import PRESETS, choose, found_servers, keep_key, try_model
from samantha.app.settings import DEFAULT_MODEL, ModelKind, ModelSettings, find_home
from samantha.domain.errors import SettingsInvalid
from samantha.domain.servers import is_loopback


@click.command()
@click.argument("where")
@click.argument("model", required=False)
@click.option("--base-url", help="Where the server listens, e.g. http://127.0.0.1:11434/v1.")
@click.option("--key", default="", help="env:NAME or keyring:NAME; never the key itself.")
@click.option("--window", type=int, default=0, help="How many tokens the model can hold.")
@click.option("--no-fallback", is_flag=True, help="Do not answer with the embedded model instead.")
@click.option("--yes", is_flag=True, help="Do not ask whether words may leave this machine.")
def use(
    where: str,
    model: str | None,
    *,
    base_url: str | None,
    key: str,
    window: int,
    no_fallback: bool,
    yes: bool,
) -> None:
    """Let another language model speak: MODEL at WHERE.

    WHERE is embedded, anthropic, a server's name (ollama, lmstudio, llamacpp, vllm, openai,
    openrouter) or “server” with --base-url. The model is asked for a hello first; if it does not
    answer, nothing is changed.

    \b
      samantha models use embedded                      the model in her own process
      samantha models use embedded ~/models/mine.gguf   a GGUF file of yours
      samantha models use ollama qwen2.5:7b
      samantha models use openai gpt-4.1-mini --key env:OPENAI_API_KEY
      samantha models use server my-model --base-url http://192.168.1.5:8080/v1
    """  # noqa: D301 - for click
    chosen = _named(where.lower(), model, base_url)
    chosen = ModelSettings(
        kind=chosen.kind,
        name=chosen.name,
        base_url=chosen.base_url,
        key=key,
        window_tokens=window,
        fall_back=not no_fallback,
    )
    _ask_leave(chosen, yes=yes)
    home = find_home()
    home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    trial = asyncio.run(try_model(home, chosen))
    choose(home, chosen, trial)
    click.echo(
        f"{trial.identity.name} at {trial.identity.place} answered “{trial.words}” (first word"
        f" after {trial.first_token_s:.1f} s). It speaks from the next start."
    )


@click.command()
@click.argument("name")
def key(name: str) -> None:
    """Keep a model server's key in the system keyring, under NAME; it is asked for unseen.

    Afterwards say --key keyring:NAME to `samantha models use`.
    """
    if sys.stdin.isatty():
        secret = click.prompt("The key (not shown)", hide_input=True)
    else:
        secret = sys.stdin.readline()
    reference = keep_key(name, secret)
    click.echo(f"It is kept in the system keyring. Name it with --key {reference}")


@click.command()
def servers() -> None:
    """Show the model servers on this machine and what they have."""
    found = asyncio.run(found_servers())
    if not found:
        click.echo("No model server answers on the usual ports of this machine.")
    for server in found:
        click.echo(f"{server.kind.value} at {server.base_url}")
        for name in server.models:
            click.echo(f"  samantha models use server {name} --base-url {server.base_url}")


def _named(where: str, model: str | None, base_url: str | None) -> ModelSettings:
    if where == "embedded":
        return ModelSettings(name=model or DEFAULT_MODEL)
    if model is None:
        raise SettingsInvalid(
            f"Which model at {where}?", "Name it: samantha models use " + where + " MODEL"
        )
    if where == "anthropic":
        return ModelSettings(kind=ModelKind.ANTHROPIC, name=model, base_url=base_url or "")
    address = base_url or PRESETS.get(where)
    if address is None:
        raise SettingsInvalid(
            f"There is no place called “{where}”.",
            f"Use embedded, anthropic, {', '.join(PRESETS)}, or server with --base-url.",
        )
    return ModelSettings(kind=ModelKind.OPENAI, name=model, base_url=address)


def _ask_leave(chosen: ModelSettings, *, yes: bool) -> None:
    """Words leave the machine only after a yes to exactly that."""
    if chosen.kind is ModelKind.EMBEDDED or yes:
        return
    host = urlsplit(chosen.base_url).hostname or "api.anthropic.com"
    if is_loopback(host):
        return
    if not sys.stdin.isatty():
        raise SettingsInvalid(
            f"With this model, what you say is sent to {host}.", "Say --yes to allow it."
        )
    click.confirm(
        f"With this model, everything you two say is sent to {host}. Allow it?", abort=True
    )
