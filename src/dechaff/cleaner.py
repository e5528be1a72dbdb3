"""The cleaner: read, ask every stage, settle. Options are values, so a cleaner pickles and never changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dechaff.errors import OptionError
from dechaff.model import Claim, Document, Kind, Stage
from dechaff.one_line import Together, runs_together, taken_apart
from dechaff.read import SourceKind, read
from dechaff.read.text import is_title
from dechaff.result import Account, Result
from dechaff.rounds import Later, MainContent, left_of, said_again
from dechaff.settle import PRIOR, Decision, going, matches, settle
from dechaff.structure import prose_flags

if TYPE_CHECKING:
    from dechaff.stages.main_content import Judge

__all__ = ["Cleaner", "clean"]

#: Files, or one; kept as the texts of their paths.
Files = Sequence[str | Path] | str | Path

#: Cleaning is repeated on what is left until nothing more goes; it settles in two rounds, this only bounds it.
MOST_ROUNDS = 5
#: A text is also judged anew each time, so that what it is cleaned to would be left alone.
MOST_TEXT_ROUNDS = 50
#: A text's title stands among its first blocks and has at least this many words.
TITLE_BLOCKS = 12
TITLE_WORDS = 4
#: It is among so many blocks that stay.
TITLE_LOOK = 5


@dataclass(frozen=True)
class Cleaner:
    """Cleans one input or many, always with the same options.

    main           how the main content of a page is found: "model", "trafilatura" (slower: its verdict is evidence too),
                   "none" to keep every block that no stage claims, or a judge of your own, called as stages.main_content.FittedJudge is.
    only           rule prefixes: only stages and rules below these run ("donation", "related/en").
    skip           rule prefixes that do not run at all.
    keep           rule prefixes whose blocks stay, even when something else claims them.
    cut            rule prefixes that are matters of taste and stay by default, but shall go.
    fill_metadata  let trafilatura look for what the page's metadata leaves open (slow).
    rules          files of rules of your own, as docs/rules.md describes them: further stages, or what is known of single sites.
    phrases        files of phrases of your own, one a line: a block that holds one goes, as "phrases/own/line".
    reasons        name the strongest parts of the fitted model's sum as the evidence of its claims (a little slower).

    Raises OptionError when an option names something that does not exist, RuleError when a file of rules is malformed.
    """

    main: str | Judge = "model"
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    fill_metadata: bool = False
    rules: Files = ()
    phrases: Files = ()
    reasons: bool = False

    def __post_init__(self) -> None:
        """Take lists as tuples and refuse what does not exist."""
        from dechaff.stages.main_content import MAINS

        if isinstance(self.main, str) and self.main not in MAINS:
            raise OptionError(f"main={self.main!r} does not exist; it can be {', '.join(sorted(MAINS))}.")
        for name in ("rules", "phrases", "only", "skip", "keep", "cut"):
            value = getattr(self, name)
            object.__setattr__(self, name, (str(value),) if isinstance(value, (str, Path)) else tuple(map(str, value)))
        own = [stage.name for stage in self._own_stages]
        for name in ("only", "skip", "keep", "cut"):
            for prefix in getattr(self, name):
                from dechaff.stages.registry import known_prefix, prefixes

                if prefix.partition("/")[0] not in own and not known_prefix(prefix):
                    raise OptionError(f"{name}: there is no stage or rule {prefix!r}; stages are {', '.join(sorted({*prefixes(), *own}))}.")

    def __call__(self, data: Any, *, kind: SourceKind = "auto", url: str | None = None) -> Result:
        """Clean one input: bytes, str, or a BeautifulSoup object. Raises InputError for anything else."""
        return self.clean_document(read(data, kind, url))

    def map(self, inputs: Iterable[Any], *, kind: SourceKind = "auto") -> Iterator[Result]:
        """Clean each input as it comes."""
        return (self(data, kind=kind) for data in inputs)

    def clean_document(self, doc: Document) -> Result:
        """Clean a document that was read before (or put together by the caller)."""
        return self._one_line(doc) if runs_together(doc) else self._in_rounds(doc)

    def _one_line(self, doc: Document) -> Result:
        """Clean a text that runs together by its sentences; the rules alone judge them, since the model was fitted on lines."""
        parts, places = taken_apart(doc)
        found = (replace(self, main="none") if isinstance(self.main, str) else self)._in_rounds(parts)
        title = places[found.title_block] if found.title_block >= 0 else None
        account = Account((Together(doc, places, found.account),))
        return replace(found, document=doc, account=account, title_block=title.block if title and title.span is None else -1)

    def _in_rounds(self, doc: Document) -> Result:
        """Clean a document, and what is left of it, until nothing more goes."""
        is_text = doc.origin == "text"
        claims = self._stage_claims(doc)
        here, main = self._lines(doc, claims) if is_text else (doc, self._main_content(doc, claims))
        decision = verdict = self._settled(here, claims, main, here.title_block)
        whole = self._page_model(doc)
        if whole:
            decision, main = self._judged(doc, decision, claims, main)
            verdict = decision
        title_block, rounds = doc.title_block, [decision]
        indexes = tuple(range(len(doc.blocks)))
        later: list[Later] = []
        most = MOST_TEXT_ROUNDS if is_text else MOST_ROUNDS
        for number in range(most):
            if title_block < 0 and is_text:
                found = here.title_block if here.title_block >= 0 else _text_title(here, set(decision.gone))
                title_block = indexes[found] if found >= 0 else -1
            if not decision.gone or number + 1 == most:
                break
            left = left_of(here, decision.gone)
            indexes = tuple([indexes[index] for index in left])
            here = here.only(left, indexes.index(title_block) if title_block in indexes else -1)
            before, claims = claims, self._stage_claims(here)
            if decision.at_rest and not is_text and said_again(before, claims, decision.gone):
                break
            here, said = self._lines(here, claims) if is_text else (here, main.only(indexes))
            decision = self._settled(here, claims, said, here.title_block)
            later.append(Later(decision, indexes))
            if decision.verdict == "no article" or (decision.verdict == "doubtful" and not whole):
                verdict = decision
        return Result(
            document=doc,
            account=Account((rounds[0], *later)),
            title_block=title_block,
            verdict=verdict.verdict,
            confidence=verdict.confidence,
            doubts=verdict.doubts,
            filled=_filled(doc) if self.fill_metadata else {},
        )

    def decide(self, doc: Document) -> Decision:
        """Return what is decided at first sight, before a page is judged as a whole: what that judgement is fitted on."""
        claims = self._stage_claims(doc)
        return self._settled(doc, claims, self._main_content(doc, claims), doc.title_block)

    def titled(self, doc: Document) -> tuple[Document, list[Claim]]:
        """Return a text with its title, as far as the rules alone find it, and what the category stages claim about it."""
        claims = self._stage_claims(doc)
        return self._by_rules(doc, claims)[0], claims

    def _by_rules(self, doc: Document, claims: list[Claim]) -> tuple[Document, set[int]]:
        """Return a text with the title that the rules alone find, and which blocks they take: those need no other judgement."""
        taken, scraps = going(doc, claims, keep=self.keep, title_block=doc.title_block)
        found = _text_title(doc, taken - scraps) if doc.title_block < 0 else -1
        return doc.titled(found) if found >= 0 else doc, taken

    def _lines(self, doc: Document, claims: list[Claim]) -> tuple[Document, MainContent]:
        """Return a text with its title, and what the main content's judge says of the lines that the rules do not take."""
        doc, taken = self._by_rules(doc, claims)
        judge = self._judge
        if judge is None or not self._may_run(judge.name):
            return doc, MainContent()
        judge = judge.with_reasons() if self.reasons else judge
        return doc, MainContent(None, [claim for claim in judge(doc, claims, PRIOR) if claim.start not in taken and self._counts(claim.rule)])

    def _settled(self, doc: Document, claims: list[Claim], main: MainContent, title_block: int) -> Decision:
        return settle(doc, [*claims, *self._own_claims(doc), *main.claims], opinion=main.opinion, keep=self.keep, title_block=title_block)

    def _judged(self, doc: Document, decision: Decision, claims: list[Claim], main: MainContent) -> tuple[Decision, MainContent]:
        """Judge a page as a whole; a doubtful one is settled anew, with the main content's model speaking less against its blocks."""
        from dechaff.verdict import is_signed_article, judged, lenient

        found = judged(doc, decision, self._page_model(doc))
        if found.verdict != "doubtful" or is_signed_article(doc.metadata):
            return found, main
        main = lenient(main)
        again = self._settled(doc, claims, main, doc.title_block)
        return replace(again, verdict=found.verdict, confidence=found.confidence, doubts=found.doubts), main

    def _stage_claims(self, doc: Document) -> list[Claim]:
        """Return the claims of all category stages that the options let run."""
        claims = [claim for stage in _stages(self.only, self.skip) for claim in stage(doc)]
        silent = {rule for rule in {claim.rule for claim in claims} if not self._counts(rule)}
        return [claim for claim in claims if claim.rule not in silent] if silent else claims

    def _own_claims(self, doc: Document) -> list[Claim]:
        """Return the claims of the user's own stages: no model, which was fitted without them, is told of these."""
        return [claim for stage in self._own_stages if self._may_run(stage.name) for claim in stage(doc) if self._counts(claim.rule)]

    def _main_content(self, doc: Document, claims: list[Claim]) -> MainContent:
        """Return what the main content's judge says of the whole source, given what the stages say; it is asked once."""
        judge = self._judge
        if judge is None or not self._may_run(judge.name):
            return MainContent()
        judge = judge.with_reasons() if self.reasons else judge
        if not hasattr(judge, "opinion"):
            return MainContent(None, [claim for claim in judge(doc, claims, PRIOR) if self._counts(claim.rule)])
        opinion = judge.opinion(doc, claims, PRIOR)
        if opinion is None or all(map(self._counts, opinion.rules())):
            return MainContent(opinion)
        return MainContent(None, [claim for claim in opinion.claims() if self._counts(claim.rule)])

    @property
    def _own_stages(self) -> tuple[Stage, ...]:
        """The stages that the user's own files make."""
        if not self.rules and not self.phrases:
            return ()
        from dechaff.stages.own import own_stages

        return own_stages(tuple(map(str, self.rules)), tuple(map(str, self.phrases)))  # type: ignore[arg-type]  # a single one became a tuple

    @property
    def _judge(self) -> Judge | None:
        from dechaff.stages.main_content import MAINS

        return MAINS[self.main] if isinstance(self.main, str) else self.main

    def _page_model(self, doc: Document) -> str:
        """Return the model that judges the page as a whole; empty for plain text, and where no judge of the main content runs."""
        main = self._judge
        return getattr(main, "whole", "") if main is not None and doc.origin == "html" and self._may_run(main.name) else ""

    def _may_run(self, stage: str) -> bool:
        return _may_run(stage, self.only, self.skip)

    def _counts(self, rule: str) -> bool:
        return _counts(rule, self.only, self.skip, self.cut)


def _may_run(stage: str, only: tuple[str, ...], skip: tuple[str, ...]) -> bool:
    """Tell whether a stage runs with these options."""
    return stage not in skip and (not only or any(prefix.partition("/")[0] == stage for prefix in only))


@lru_cache(maxsize=64)
def _stages(only: tuple[str, ...], skip: tuple[str, ...]) -> tuple[Stage, ...]:
    """Return the category stages that run with these options."""
    from dechaff.stages import discover

    return tuple(stage for stage in discover() if _may_run(stage.name, only, skip))


@lru_cache(maxsize=8192)
def _counts(rule: str, only: tuple[str, ...], skip: tuple[str, ...], cut: tuple[str, ...]) -> bool:
    """Tell whether claims of a rule count with these options; the few rules that pages meet are asked again and again."""
    from dechaff.stages.registry import kept_by_default

    asked = rule.removesuffix("/section") if "/mark/" not in rule else rule.rpartition("/")[0]
    if asked in kept_by_default() and not matches(rule, (*cut, *only)):
        return False
    if skip and matches(rule, skip):
        return False
    return not only or matches(rule, only)


def _text_title(doc: Document, gone: AbstractSet[int]) -> int:
    """Return the index of the first headline with prose below it among the first blocks that stay; else -1.

    Nothing but a few words, a section's name or the author's, stands above it.
    """
    kept = [block for block in doc.blocks[:TITLE_BLOCKS] if block.index not in gone]
    prose = prose_flags(doc)
    for place, block in enumerate(kept[:TITLE_LOOK]):
        if prose[block.index]:
            return -1
        if block.words >= TITLE_WORDS and block.kind is not Kind.ROW:
            titled = block.kind in {Kind.HEADING, Kind.PARAGRAPH} and is_title(block.text)
            return block.index if titled and any(prose[after.index] for after in kept[place + 1 :]) else -1
    return -1


def _filled(doc: Document) -> dict[str, Any]:
    """Ask trafilatura for what the page's own metadata leaves open; nothing for plain text."""
    if doc.origin != "html":
        return {}
    from trafilatura.metadata import extract_metadata

    about = extract_metadata(doc.source)
    authors = tuple(name.strip() for name in (about.author or "").split(";") if name.strip())
    return {"title": about.title or "", "authors": authors, "date": about.date or "", "site": about.sitename or "", "lang": about.language or ""}


def clean(data: Any, *, kind: SourceKind = "auto", url: str | None = None, **options: Any) -> Result:
    """Clean one input and return the article, what was removed, and why.

    data     bytes, str, or a BeautifulSoup object; a page or text that some extractor left behind.
    kind     "html" or "text" when known; "auto" looks.
    url      the page's address when known.
    options  as Cleaner takes them.
    """
    return Cleaner(**options)(data, kind=kind, url=url)
