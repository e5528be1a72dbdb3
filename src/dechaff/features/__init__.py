"""Features: what can be told of each block from the page alone, one column a feature.

Everything here is a number a person can read: a share, a count, a distance. Columns, not rows, so that a model looks a
whole page up at once.
"""

from __future__ import annotations

from dechaff.features._blocks import said_of
from dechaff.features.columns import Columns, columns_of
from dechaff.features.learned import LEARNED, LearnedWords, learned_columns
from dechaff.features.lines import LEARNED_LINES, judged_lines, learned_lines, line_columns
from dechaff.features.sequence import judged
from dechaff.features.whole import whole_page

__all__ = [
    "LEARNED", "LEARNED_LINES", "Columns", "LearnedWords", "columns_of", "judged", "judged_lines", "learned_columns", "learned_lines", "line_columns",
    "said_of", "whole_page",
]  # fmt: skip
