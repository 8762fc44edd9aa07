"""Rearranging a model's weights for this machine, once, so that they are read faster ever after.

The weights stay the same numbers; eight rows are interleaved so that one load of the processor
serves eight sums. Measured on two cores: prompts 55 → 84 tokens a second, generation 20 → 26, while
the file can still be mapped into memory (0.5 s to load instead of 5.8 s when rearranged at each
start).
"""

import importlib
import os
import subprocess
from pathlib import Path
from typing import Any

PACKED_SUFFIX = ".packed.gguf"
TIME_LIMIT_S = 300.0


def packed_file_of(file: Path) -> Path:
    """Where the rearranged copy of `file` lies."""
    return file.with_name(file.stem + PACKED_SUFFIX)


def pack_for_this_machine(file: Path) -> Path:
    """Return the rearranged copy of `file`, made now if need be; `file` itself where that fails.

    Takes about 5 s and as much disk space again as `file`.
    """
    packed = packed_file_of(file)
    if packed.exists() and packed.stat().st_mtime >= file.stat().st_mtime:
        return packed
    try:
        quantize: Any = importlib.import_module("ik_llama_cpp.quantize")
    except (ImportError, OSError):
        return file
    program: Path | None = quantize.find_quantize_bin()
    if program is None:
        return file
    free = os.statvfs(file.parent)
    if free.f_bavail * free.f_frsize < file.stat().st_size * 1.1:
        return file
    scratch = packed.with_suffix(f".{os.getpid()}.tmp")
    library = program.parent.parent / "lib"
    try:
        done = subprocess.run(
            [program, "--repack", file, scratch, "q4_k_r4", str(os.cpu_count() or 1)],
            env={"LD_LIBRARY_PATH": str(library), "PATH": os.environ.get("PATH", "")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TIME_LIMIT_S,
            check=False,
        )
        if done.returncode != 0 or not scratch.exists():
            return file
        scratch.replace(packed)
    except (OSError, subprocess.TimeoutExpired):
        return file
    finally:
        scratch.unlink(missing_ok=True)
    return packed
