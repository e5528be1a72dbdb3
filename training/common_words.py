"""Count how common words are on news pages, for the listing of phrases: it looks for the rarest word of each.

    python -m training.common_words [--data DIR] > src/dechaff/stages/_common_words.txt

After it, make the tables anew: `make tables`.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter, defaultdict
from pathlib import Path

from benchmarks.pages import SETS, extracted, find_data, nothing_to_measure
from dechaff.fold import fold, words_of

__all__ = ["common_words", "main"]

#: The whole text of a page, menus included.
TOOL = "bs4text"
#: So many characters of a page are counted; of sets with many pages every second page.
CHARS = 30_000
LARGE = 200
#: Words that stand less often than two to this power times in 1000 pages count as rare; so do longer ones.
RAREST, LONGEST = 5, 16
HEAD = """\
# How common words are on news pages: each line holds the words that stand on average two to the power of its number
# times in 1000 pages, counted over the whole text of {pages} labelled pages. Asked only
# when the listing of the phrases is made; a word that is not here is rare."""


def common_words(data: Path) -> tuple[int, dict[int, list[str]]]:
    """Return how many pages were counted, and power of two -> the words that stand so often in 1000 pages, sorted."""
    count: Counter[str] = Counter()
    pages = 0
    for name in SETS:
        texts = list(extracted(data, name, TOOL).values())
        for text in texts[:: 2 if len(texts) > LARGE else 1]:
            pages += 1
            count.update(words_of(fold(text[:CHARS])))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for word, times in sorted(count.items()):
        power = int(math.log2(1000 * times / pages))
        if power >= RAREST and not word.isdigit() and word.isprintable() and len(word) <= LONGEST:
            found[power].append(word)
    return pages, dict(found)


def main(argv: list[str] | None = None) -> int:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    folder = find_data(parser.parse_args(argv).data)
    if folder is None:
        print(nothing_to_measure(), file=sys.stderr)
        return 1
    pages, words = common_words(folder)
    print(HEAD.format(pages=pages))
    for power in sorted(words, reverse=True):
        print(power, *words[power])
    return 0


if __name__ == "__main__":
    sys.exit(main())
