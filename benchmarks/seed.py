"""Outputs of peers that were kept from an earlier run, so that a look at dechaff's quality need not wait for them.

Laid out as the labelled data lays out its own: DIR/<set>/extracted/<tool>.jsonl.xz. dechaff's output is never kept.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.child import Run
from benchmarks.pages import Page, extracted
from benchmarks.peers import PEERS

__all__ = ["read_seed", "write_seed"]


def read_seed(folder: Path | None, tool: str, pages: Mapping[str, Sequence[Page]]) -> Run | None:
    """Return the kept output of a peer, without CPU time; None when it does not hold every page asked for."""
    if folder is None or tool not in PEERS:
        return None
    texts: dict[str, str] = {}
    for name, some in pages.items():
        kept = extracted(folder, name, tool)
        if any(page.id not in kept for page in some):
            return None
        texts |= {f"{name}/{page.id}": kept[page.id] for page in some}
    return Run(tool, texts)


def write_seed(folder: Path | None, run: Run, pages: Mapping[str, Sequence[Page]]) -> None:
    """Keep the output of a peer; a run that was given up is not kept."""
    if folder is None or run.tool not in PEERS or run.broken:
        return
    for name, some in pages.items():
        rows = (json.dumps({"id": page.id, "text": run.texts.get(f"{name}/{page.id}", "")}) for page in some)
        file = folder / name / "extracted" / f"{run.tool}.jsonl.xz"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(lzma.compress(("\n".join(rows) + "\n").encode()))
