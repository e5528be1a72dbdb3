# Everything runs in a virtual environment of its own, made on first use.
PYTHON ?= python3.11
VENV ?= .venv
BIN = $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# What an installation is made of: it is made anew when one of these changes.
BUILT = pyproject.toml setup.py $(wildcard src/dechaff/*.p[yx][xd] src/dechaff/*/*.p[yx][xd])

.PHONY: demo test check ratchet verdicts texts benchmark ceiling fit tables clean

# The main job on a bundled page: the article, then what went and why.
demo: $(VENV)/.stamp-run
	$(BIN)/dechaff fixtures/pages/donation-form.html
	@echo
	@echo "---- and what went, with the reason:"
	@$(BIN)/dechaff --explain fixtures/pages/donation-form.html | grep '^- ' | head -n 30

test: $(VENV)/.stamp-dev
	$(BIN)/python -m pytest -q -n auto

check: $(VENV)/.stamp-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n auto

ratchet: $(VENV)/.stamp-dev
	$(BIN)/python -m benchmarks.ratchet

verdicts: $(VENV)/.stamp-dev
	$(BIN)/python -m benchmarks.verdicts

texts: $(VENV)/.stamp-dev
	$(BIN)/python -m benchmarks.texts

benchmark: $(VENV)/.stamp-peers
	$(BIN)/python -m benchmarks.compare

ceiling: $(VENV)/.stamp-dev
	$(BIN)/python -m benchmarks.ceiling

# Compile the rule tables; after any change of one.
tables: $(VENV)/.stamp-run
	$(BIN)/python -W ignore -m dechaff.stages._compiled

# Fit the models from labelled pages; five minutes on two cores.
fit: $(VENV)/.stamp-fit
	$(BIN)/python -m training.fit
	$(BIN)/python -m training.fit --name trafilatura --extractor trafilatura
	$(BIN)/python -m training.fit --across
	$(BIN)/python -m training.verdict
	$(BIN)/python -m training.text
	$(BIN)/python -m benchmarks.texts --note

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade pip

$(VENV)/.stamp-run: $(VENV)/bin/python $(BUILT)
	$(BIN)/python -m pip install -q -e .
	@touch $@

$(VENV)/.stamp-dev: $(VENV)/bin/python $(BUILT)
	$(BIN)/python -m pip install -q -e '.[dev]'
	@touch $@ $(VENV)/.stamp-run

$(VENV)/.stamp-peers: $(VENV)/bin/python $(BUILT)
	$(BIN)/python -m pip install -q -e '.[dev,peers]'
	@touch $@

$(VENV)/.stamp-fit: $(VENV)/bin/python $(BUILT)
	$(BIN)/python -m pip install -q -e '.[dev,training]'
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis dist build
