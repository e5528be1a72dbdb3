"""Fit the model for text without markup, and write it with its card.

It is fitted on what extractors leave of the labelled pages, and on the seen part of the labelled texts in fixtures/collection.

    python -m training.text [--data DIR] [--report-only]

First one model a fold, fitted without the fold's sites, for the figures; then the one that ships, on all of them. The
same command on the same machine gives the same bits.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Label
from benchmarks.folds import FOLDED, FOLDS, fold_of
from benchmarks.languages import parts
from benchmarks.pages import TOOLS, Page, extracted, find_data, load
from dechaff import Cleaner
from dechaff.features import LEARNED_LINES, Columns, judged_lines, learned_lines, line_columns
from dechaff.model import Document
from dechaff.read import read
from dechaff.write.gutter import read_gutter, source_of
from training.forests import TREES, Pair, Plan, save
from training.labels import inside
from training.pages import Labelled

__all__ = ["main"]

SETS = ("aeb", "fundusfix", "wcxb", "daniel")
MODELS = Path(__file__).resolve().parent.parent / "src" / "dechaff" / "models"
#: So many tools' texts of each page are fitted on, another choice for each page: they differ little, and the sets are large.
TAKEN = {"aeb": 6, "fundusfix": 6, "wcxb": 3, "daniel": 2}
#: The body itself, as a person marked it, is a text too: one of which nothing goes.
GOLD = "gold"
#: What a set and a tool count. Many labels of daniel end early; the whole text of a page is another trade than an article with strays.
SET_WEIGHT = {"daniel": 0.5}
TOOL_WEIGHT = {"bs4text": 0.3}
#: Lines of a page's whole text that stand so far before the article or behind it are surroundings that look alike on every page: this
#: share of them is fitted on, with the weight of all.
FAR_BEFORE, FAR_BEHIND, FAR_SHARE = 12, 20, 0.2
#: The set of the invented texts, and what each counts beside a page, of which several texts are fitted on.
COLLECTION, COLLECTION_WEIGHT = "collection", 1.0
#: Lines count by their words to this power, texts by the root of their lines.
WORDS_POWER = 0.5
#: What the model is known to get wrong, for its card.
WEAKNESSES = (
    "Lists that are the article itself (dates of a tour, tables of points, names of donors) look like menus; long rows are spared by caution.",
    "Captions and subheadings between paragraphs are seldom told apart.",
    "Lines that some labels keep and others do not: author's addresses, disclosures, notes on first publication, standfirsts.",
    "The whole text of a page (bs4text): up to five per cent of the article are lost where inline links broke sentences into lines.",
    "A headline of more than 16 words, or of two sentences, above the article is not taken for its title and may stay in the text.",
)
#: Columns that describe a text as a whole (words in all, median line) are left out: with 700 sites they tell pages apart, no more; and
#: those of pages that say the same of a line as another one.
LEFT_OUT = {"is_title", "kept_words", "place"}
LINES = Plan(
    LEARNED_LINES,
    lambda doc, odds, columns: _fitted_on(learned_lines(doc, odds, Columns.of(columns))),
    lambda doc, columns, scores: _fitted_on(judged_lines(doc, Columns.of(columns), scores)),
    first={"num_iterations": 80},
    second={"num_iterations": 130, "feature_fraction": 0.3},
    seeds=2,
    sites=6,
    least=0.3,
)


def main(argv: list[str] | None = None) -> int:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--report-only", action="store_true", help="write the models of the folds, not the one that ships")
    chosen = parser.parse_args(argv)
    data = find_data(chosen.data)
    if data is None:
        raise SystemExit("training: no labelled pages found; name their folder with --data DIR or $DECHAFF_BENCH.")
    texts = list(_texts(data))
    print(f"{len(texts)} texts, {sum(int(text.used.sum()) for text in texts)} lines", flush=True)
    losses = []
    for fold in range(FOLDS):
        pair = Pair([text for text in texts if fold_of(text.domain) != fold], plan=LINES)
        save(FOLDED / f"text-{fold}.npz", pair)
        losses.append(_losses(pair, [text for text in texts if fold_of(text.domain) == fold]))
        print(f"fold {fold + 1} of {FOLDS}: loss {losses[-1][0]:.4f}, {losses[-1][1]:.4f}", flush=True)
    if not chosen.report_only:
        _write(texts, losses)
    return 0


def _texts(data: Path) -> Iterator[Labelled]:
    """Yield the texts that are fitted on."""
    cleaner = Cleaner(main="none")
    for name in SETS:
        pages = load(data, name)
        for number, tool in enumerate((*TOOLS, GOLD)):
            kept = {page.id: page.label.body or "" for page in pages} if tool == GOLD else extracted(data, name, tool)
            for page in pages:
                chance = (number + zlib.crc32(page.id.encode())) % len(TOOLS)
                if (tool == GOLD or chance < TAKEN[name]) and (found := _labelled(cleaner, page, tool, kept.get(page.id, ""))):
                    yield found
    for language, part, path in parts():
        if part == "seen" and (found := _collected(cleaner, language, path)):
            yield found


def _collected(cleaner: Cleaner, language: str, path: Path) -> Labelled | None:
    """Return a labelled text of the collection; none when it is not read line by line."""
    lines = read_gutter(path.read_text(encoding="utf-8"))
    doc = read(source_of(lines), "text")
    if len(doc.blocks) != len(lines):
        return None
    doc, claims = cleaner.titled(doc)
    bare = Document(blocks=doc.blocks, title_block=doc.title_block)
    labels = np.array([int(line.mark == "cut") for line in lines], dtype=np.int8)
    name = f"{language}/{path.stem}"
    page = Page(COLLECTION, name, f"{COLLECTION}/{name}", "article", language, "", Label(None), path)
    weights, used = _weights(page, GOLD, doc, labels)
    return Labelled(page, bare, dict(line_columns(bare, claims)), labels, weights, used)


def _labelled(cleaner: Cleaner, page: Page, tool: str, text: str) -> Labelled | None:
    doc = read(text, "text")
    if not doc.blocks:
        return None
    doc, claims = cleaner.titled(doc)
    bare = Document(blocks=doc.blocks, title_block=doc.title_block)
    columns = _fitted_on(line_columns(bare, claims))
    labels = np.array([1 - int(flag) for flag in inside([block.text for block in doc.blocks], page.label.body or "")], dtype=np.int8)
    if tool == GOLD:
        labels[:] = 0
    weights, used = _weights(page, tool, doc, labels)
    return Labelled(page, bare, columns, labels, weights, used)


def _fitted_on(columns: Columns) -> dict[str, Any]:
    """Return the columns that the model may ask about."""
    return {name: column for name, column in columns.items() if name not in LEFT_OUT}


def _weights(page: Page, tool: str, doc: Document, labels: NDArray[np.int8]) -> tuple[Any, Any]:
    """Return a weight a line, and which lines are fitted on: the title's is not."""
    words = np.array(doc.words, dtype=np.float64)
    share = COLLECTION_WEIGHT if page.set == COLLECTION else SET_WEIGHT.get(page.set, 1.0) * TOOL_WEIGHT.get(tool, 1.0) / TAKEN[page.set]
    weights = (words**WORDS_POWER + 0.1) / np.sqrt(max(1, len(words))) * share
    index = np.arange(len(labels))
    used = index != doc.title_block
    stays = np.flatnonzero(labels == 0)
    if stays.size and tool == "bs4text":
        far = (index < stays[0] - FAR_BEFORE) | (index > stays[-1] + FAR_BEHIND)
        chance = np.random.default_rng(zlib.crc32(page.id.encode())).random(len(labels))
        used &= ~far | (chance < FAR_SHARE)
        weights = np.where(far, weights / FAR_SHARE, weights)
    return weights, used


def _losses(pair: Pair, texts: Sequence[Labelled]) -> tuple[float, float]:
    """Return the mean logarithmic loss of the lines by the first forest and by the second."""
    sums, mass = np.zeros(2), 0.0
    for text in texts:
        signs = 2.0 * text.labels[text.used] - 1
        weight = text.weights[text.used]
        sums += [float((weight * np.log1p(np.exp(-signs * odds[text.used]))).sum()) for odds in pair.log_odds(text)]
        mass += float(weight.sum())
    return float(sums[0] / mass), float(sums[1] / mass)


def _write(texts: Sequence[Labelled], losses: Sequence[tuple[float, float]]) -> None:
    """Fit on all texts and write the model with its card; figures by cell are noted by benchmarks.texts."""
    pair = Pair(texts, plan=LINES)
    save(MODELS / "text.npz", pair)
    pages = Counter({(text.page.set, text.page.id): text.page.set for text in texts}.values())
    card = {
        "name": "text", "date": datetime.now(tz=UTC).date().isoformat(), "tools": [*TOOLS, GOLD], "pages": pages, "texts": len(texts),
        "sites": len({text.domain for text in texts}), "lines": sum(len(text.labels) for text in texts),
        "trees": TREES, "first": LINES.first, "second": LINES.second, "learned_words": {kind: len(odds) for kind, odds in pair.words.items()},
        "columns": pair.later_names, "known_weaknesses": WEAKNESSES, "loss_out_of_fold_by_site": [[round(value, 4) for value in pair_] for pair_ in losses],
    }  # fmt: skip
    (MODELS / "text.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
