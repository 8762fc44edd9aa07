"""Trains her manner: a low-rank adapter (Hu et al. 2021, LoRA) for the embedded model.

The frozen weights are read from the model's own GGUF file, so the adapter fits what really runs,
quantisation included. The dialogues in `training/manner/` were written for this project. Needs
PyTorch, which nothing else here does, so it has a virtual environment of its own:

    python3 -m venv .cache/training && .cache/training/bin/pip install torch gguf -e .
    .cache/training/bin/python -m training.train --out src/samantha/providers/llama_cpp/manner.gguf

Takes about an hour on two cores that multiply bfloat16, 6 GB of memory; a GPU is used where PyTorch
finds one. `--resume` goes on from the last checkpoint.
"""

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from samantha.app.catalogue import find_entry, model_files
from samantha.app.settings import DEFAULT_MODEL, models_folder
from samantha.providers.llama_cpp.native import open_native
from training.dialogues import FOLDER, Dialogue, prompt_of, read_dialogues

HEADS, KV_HEADS, HEAD_SIZE, LAYERS = 12, 2, 128, 28
ROPE_BASE, NORM_EPSILON = 1_000_000.0, 1e-6
ADAPTED = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")


@dataclass(frozen=True)
class Recipe:
    """How the training goes; the values in use stand in docs/manner.md."""

    rank: int = 8
    alpha: float = 16.0
    learning_rate: float = 3e-4
    epochs: float = 1.25
    batch_tokens: int = 1400
    warmup_share: float = 0.06
    held_out_share: float = 0.03
    first_layer: int = 8
    """Layers before this one stay as they are: manner lives higher up, and it saves a fifth."""
    seed: int = 7


class Adapted(nn.Module):
    """A frozen linear layer with a trained low-rank change: y = W x + (alpha / rank) B A x."""

    def __init__(self, weight: Tensor, bias: Tensor | None, recipe: Recipe) -> None:
        super().__init__()
        self.weight, self.bias = weight, bias
        self.scale = recipe.alpha / recipe.rank
        out, into = weight.shape
        device = weight.device
        self.a = nn.Parameter(torch.randn(recipe.rank, into, device=device) / math.sqrt(into))
        self.b = nn.Parameter(torch.zeros(out, recipe.rank, device=device))

    def forward(self, x: Tensor) -> Tensor:
        low = F.linear(F.linear(x, self.a.to(x.dtype)), self.b.to(x.dtype))
        return F.linear(x, self.weight, self.bias) + self.scale * low


class Frozen(nn.Module):
    """A linear layer as it is."""

    def __init__(self, weight: Tensor, bias: Tensor | None) -> None:
        super().__init__()
        self.weight, self.bias = weight, bias

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight, self.bias)


class Qwen2(nn.Module):
    """The embedded model's network (Qwen2: RMS norm, grouped-query attention, SwiGLU)."""

    def __init__(self, file: Path, recipe: Recipe, device: str) -> None:
        super().__init__()
        tensors = {each.name: each for each in gguf.GGUFReader(file).tensors}

        def load(name: str, kind: torch.dtype = torch.bfloat16) -> Tensor:
            tensor = tensors[name]
            values = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
            return torch.from_numpy(np.array(values, dtype=np.float32)).to(device, kind)

        self.embedding = load("token_embd.weight")
        self.head = load("output.weight" if "output.weight" in tensors else "token_embd.weight")
        self.last_norm = load("output_norm.weight")
        self.norms = [
            (load(f"blk.{n}.attn_norm.weight"), load(f"blk.{n}.ffn_norm.weight"))
            for n in range(LAYERS)
        ]
        self.layers = nn.ModuleDict()
        for n in range(LAYERS):
            for part in ADAPTED:
                named = f"blk.{n}.{part}.bias"
                weight, bias = load(f"blk.{n}.{part}.weight"), None
                if named in tensors:
                    bias = load(named)
                self.layers[f"{n}_{part}"] = (
                    Adapted(weight, bias, recipe)
                    if n >= recipe.first_layer
                    else Frozen(weight, bias)
                )

    def forward(self, tokens: Tensor, lengths: list[int]) -> Tensor:
        """Hidden states, shape (tokens, width), of sequences that lie one behind the other."""
        x = F.embedding(tokens, self.embedding)
        places = torch.cat([torch.arange(each) for each in lengths]).to(tokens.device)
        cos, sin = _rotation(places)
        for n in range(LAYERS):
            first, second = self.norms[n]
            h = F.rms_norm(x, x.shape[-1:], first, NORM_EPSILON)
            x = x + self._attend(n, h, lengths, cos, sin)
            h = F.rms_norm(x, x.shape[-1:], second, NORM_EPSILON)
            gate, up = self.layers[f"{n}_ffn_gate"](h), self.layers[f"{n}_ffn_up"](h)
            x = x + self.layers[f"{n}_ffn_down"](F.silu(gate) * up)
        return F.rms_norm(x, x.shape[-1:], self.last_norm, NORM_EPSILON)

    def _attend(self, n: int, h: Tensor, lengths: list[int], cos: Tensor, sin: Tensor) -> Tensor:
        query = self.layers[f"{n}_attn_q"](h).view(-1, HEADS, HEAD_SIZE)
        key = self.layers[f"{n}_attn_k"](h).view(-1, KV_HEADS, HEAD_SIZE)
        value = self.layers[f"{n}_attn_v"](h).view(-1, KV_HEADS, HEAD_SIZE)
        query, key = _rotated(query, cos, sin), _rotated(key, cos, sin)
        key = key.repeat_interleave(HEADS // KV_HEADS, dim=1)
        value = value.repeat_interleave(HEADS // KV_HEADS, dim=1)
        mixed = [
            F.scaled_dot_product_attention(
                q.transpose(0, 1), k.transpose(0, 1), v.transpose(0, 1), is_causal=True
            ).transpose(0, 1)
            for q, k, v in zip(
                query.split(lengths), key.split(lengths), value.split(lengths), strict=True
            )
        ]
        return self.layers[f"{n}_attn_output"](torch.cat(mixed).reshape(len(h), -1))


def _rotation(places: Tensor) -> tuple[Tensor, Tensor]:
    steps = torch.arange(0, HEAD_SIZE, 2, device=places.device) / HEAD_SIZE
    angles = places[:, None].float() / ROPE_BASE**steps
    angles = torch.cat((angles, angles), dim=-1)[:, None, :]
    return angles.cos(), angles.sin()


def _rotated(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    one, two = x.float().chunk(2, dim=-1)
    return (x.float() * cos + torch.cat((-two, one), dim=-1) * sin).to(x.dtype)


@dataclass(frozen=True, slots=True)
class Sample:
    """One dialogue in tokens, and which of them she says (the end of her turn included)."""

    tokens: list[int]
    hers: list[bool]


class Tokenizer:
    """The embedded engine's own tokenizer and chat template."""

    def __init__(self, file: Path) -> None:
        self._native = open_native(file, window_tokens=2048, threads=1)

    def sample(self, dialogue: Dialogue, others: list[Dialogue], chance: random.Random) -> Sample:
        """Render a dialogue as it is rendered at run time."""
        messages = prompt_of(dialogue, others, chance)
        tokens: list[int] = []
        hers: list[bool] = []
        first_of_talk = len(messages) - 2 * len(dialogue.exchanges)
        for at, message in enumerate(messages):
            if message.role.value != "assistant":
                continue
            before = self._native.render(messages[:at], reply=True)
            through = self._native.render(messages[: at + 1], reply=False)
            assert through[: len(before)] == before
            hers += [False] * (len(before) - len(tokens))
            # The template ends a turn with its end token and a line break; the break is not hers.
            hers += [at >= first_of_talk] * (len(through) - len(before) - 1) + [False]
            tokens = through
        return Sample(tokens, hers)


def batches(samples: list[Sample], limit: int, chance: random.Random) -> Iterator[list[Sample]]:
    """Samples in random order, as many together as fit into `limit` tokens."""
    order = random.Random(chance.random()).sample(samples, len(samples))
    batch: list[Sample] = []
    size = 0
    for sample in order:
        if batch and size + len(sample.tokens) > limit:
            yield batch
            batch, size = [], 0
        batch.append(sample)
        size += len(sample.tokens)
    if batch:
        yield batch


def loss_of(model: Qwen2, batch: list[Sample], device: str) -> tuple[Tensor, int]:
    """Summed cross entropy in nats over her tokens, and how many they are."""
    tokens = torch.tensor([t for each in batch for t in each.tokens], device=device)
    hers = torch.tensor([h for each in batch for h in each.hers], device=device)
    lengths = [len(each.tokens) for each in batch]
    hidden = model(tokens, lengths)
    # A token is foretold by the one before it; the first of a sequence is never hers.
    at = hers.nonzero().squeeze(1)
    scores = F.linear(hidden[at - 1], model.head).float()
    return F.cross_entropy(scores, tokens[at], reduction="sum"), len(at)


def write_adapter(model: Qwen2, file: Path, recipe: Recipe) -> None:
    """Write the adapter as llama.cpp reads it (GGUF, type "adapter", 16-bit floats)."""
    scratch = file.with_suffix(".tmp")
    writer = gguf.GGUFWriter(scratch, "qwen2")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", recipe.alpha)
    writer.add_string("general.name", "Samantha, manner")
    writer.add_string("general.license", "apache-2.0")
    for name, layer in model.layers.items():
        n, _, part = name.partition("_")
        if isinstance(layer, Frozen):
            continue
        for end, value in (("lora_a", layer.a), ("lora_b", layer.b)):
            numbers = value.detach().cpu().numpy().astype(np.float16)
            writer.add_tensor(f"blk.{n}.{part}.weight.{end}", numbers)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    scratch.replace(file)


def train(model: Qwen2, samples: list[Sample], recipe: Recipe, out: Path, *, resume: bool) -> None:
    """Train and write the adapter, with a checkpoint beside it every few minutes."""
    device = model.embedding.device.type
    chance = random.Random(recipe.seed)
    held_out = samples[: max(1, int(len(samples) * recipe.held_out_share))]
    trained = samples[len(held_out) :]
    optimizer = torch.optim.AdamW(model.parameters(), lr=recipe.learning_rate, weight_decay=0.0)
    per_epoch = sum(len(each.tokens) for each in trained) / recipe.batch_tokens * 1.12
    total = int(per_epoch * recipe.epochs)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _warm_cosine(step, total, int(total * recipe.warmup_share))
    )
    checkpoint = out.with_suffix(".checkpoint.pt")
    step = 0
    if resume and checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(kept["model"])
        optimizer.load_state_dict(kept["optimizer"])
        schedule.load_state_dict(kept["schedule"])
        step = int(kept["step"])
    began = time.monotonic()
    saved = began
    seen_tokens = 0
    while step < total:
        for batch in batches(trained, recipe.batch_tokens, chance):
            loss, count = loss_of(model, batch, device)
            (loss / count).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            step += 1
            seen_tokens += sum(len(each.tokens) for each in batch)
            spent = time.monotonic() - began
            print(
                f"step {step}/{total}  loss {loss.item() / count:.3f}"
                f"  {seen_tokens / spent:.0f} tokens/s  {spent / 60:.1f} min",
                file=sys.stderr,
                flush=True,
            )
            if time.monotonic() - saved > 240 or step >= total:
                torch.save(
                    {
                        "model": model.state_dict(),
                        "optimizer": optimizer.state_dict(),
                        "schedule": schedule.state_dict(),
                        "step": step,
                    },
                    checkpoint,
                )
                write_adapter(model, out, recipe)
                saved = time.monotonic()
            if step >= total:
                break
        print(f"held out: {held_out_loss(model, held_out, recipe):.3f} nats a token", flush=True)
    checkpoint.unlink(missing_ok=True)


def held_out_loss(model: Qwen2, samples: list[Sample], recipe: Recipe) -> float:
    """Mean cross entropy in nats over her tokens in dialogues that were not trained on."""
    total, count = 0.0, 0
    with torch.no_grad():
        for batch in batches(samples, recipe.batch_tokens, random.Random(0)):
            loss, tokens = loss_of(model, batch, model.embedding.device.type)
            total, count = total + loss.item(), count + tokens
    return total / count


def _warm_cosine(step: int, total: int, warmup: int) -> float:
    if step < warmup:
        return (step + 1) / warmup
    return 0.05 + 0.475 * (
        1 + math.cos(math.pi * min(1.0, (step - warmup) / max(1, total - warmup)))
    )


def main() -> None:
    """Read, train, write; print the recipe and the figures as one JSON line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--epochs", type=float, default=Recipe.epochs)
    arguments.add_argument("--rank", type=int, default=Recipe.rank)
    arguments.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    arguments.add_argument("--measure", action="store_true", help="only measure speed and losses")
    chosen = arguments.parse_args()
    recipe = Recipe(rank=chosen.rank, epochs=chosen.epochs, alpha=2.0 * chosen.rank)
    torch.manual_seed(recipe.seed)
    file = model_files(models_folder()).path_of(find_entry(DEFAULT_MODEL))
    dialogues = [each for path in sorted(FOLDER.glob("*.txt")) for each in read_dialogues(path)]
    chance = random.Random(recipe.seed)
    chance.shuffle(dialogues)
    tokenizer = Tokenizer(file)
    samples = [tokenizer.sample(each, dialogues, chance) for each in dialogues]
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = Qwen2(file, recipe, device)
    tokens, hers = sum(len(s.tokens) for s in samples), sum(sum(s.hers) for s in samples)
    print(f"{len(samples)} dialogues, {tokens} tokens, {hers} of them hers", flush=True)
    held_out = samples[: max(1, int(len(samples) * recipe.held_out_share))]
    before = held_out_loss(model, held_out, recipe)
    print(f"held out, untrained: {before:.3f} nats a token", flush=True)
    if chosen.measure:
        return
    train(model, samples, recipe, chosen.out, resume=chosen.resume)
    after = held_out_loss(model, held_out, recipe)
    figures = {"dialogues": len(samples), "tokens": tokens, "before": before, "after": after}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
