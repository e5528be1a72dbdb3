"""The document that the project began with, and an invented twin of it that is always there."""

from __future__ import annotations

from pathlib import Path

import pytest

from dechaff import Result, clean

ORIGINAL = Path(__file__).resolve().parent.parent.parent / "shared" / "seed" / "article.txt"


def stages_of(result: Result, text: str) -> set[str]:
    """Return the stages whose claims removed the blocks that begin so."""
    return {
        claim.stage
        for removal in result.removed
        for claim in removal.claims
        if claim.weight > 0 and any(block.text.startswith(text) for block in result.blocks[claim.start : claim.stop])
    }


@pytest.mark.skipif(not ORIGINAL.is_file(), reason="the original document is not beside the checkout; its twin among the fixtures is tested")
def test_the_original_gives_exactly_its_paragraphs_and_names_each_removal() -> None:
    data = ORIGINAL.read_bytes()
    result = clean(data)
    lines = [" ".join(line.split()) for line in data.decode("utf-8").split("\n") if line.strip()]
    body = result.text.split("\n\n")
    assert result.title == "Kerry and Lavrov Expected to See Eye to Eye"
    assert body == lines[2:30]
    assert body[0].startswith("Foreign Minister Sergei Lavrov")
    assert body[-1].endswith('through this lens, too."')
    expected = {
        "Support The": "banner", "Contact the author at": "contact", "Related articles:": "related", "\u2026 we have a small favor": "donation",
        "We, the journalists": "donation", "Your support, no matter": "donation", "paiment methods": "payment", "Not ready to support": "payment",
        "Remind me later.": "payment", "Read more": "read_more",
    }  # fmt: skip
    assert {text: stage in stages_of(result, text) for text, stage in expected.items()} == dict.fromkeys(expected, True)
