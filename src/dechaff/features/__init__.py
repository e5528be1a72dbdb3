"""Features: what can be told of each block from the page alone, one column a feature.

Everything here is a number a person can read: a share, a count, a distance. Columns, not rows, so that a model looks a
whole page up at once; numpy arrays, so that a column costs microseconds.
"""

from __future__ import annotations

from dechaff.features.columns import Columns, columns_of
from dechaff.features.learned import LEARNED, learned_columns
from dechaff.features.lines import LEARNED_LINES, judged_lines, learned_lines, line_columns
from dechaff.features.sequence import beside, judged
from dechaff.features.whole import whole_page

__all__ = [
    "LEARNED", "LEARNED_LINES", "Columns", "beside", "columns_of", "judged", "judged_lines", "learned_columns", "learned_lines", "line_columns", "whole_page",
]  # fmt: skip
