# `make` lists the commands. A fresh machine needs only `make run` or `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup run test lint bench clean

help:            ## this list
	@grep -E '^[a-z]+: .*##|^[a-z]+:  *##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## */  make \1\t/'

setup: .venv/.installed ## install into .venv and bring the index up to the corpus; does nothing twice
	@$(BIN)/assistant build

run: setup       ## serve the chat on http://127.0.0.1:8000/
	$(BIN)/assistant serve

test: setup .venv/.developed ## run the tests
	$(BIN)/python -m pytest $(ARGS)

lint: .venv/.installed .venv/.developed ## linter and type checker
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup .venv/.developed ## measure answering, searching and building
	$(BIN)/python bench/answers.py

clean:           ## remove the environment and the index
	rm -rf .venv index/CURRENT index/generation-* index/building-* index/.lock

.venv/.installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet torch==2.13.0
	$(BIN)/python -m pip install --quiet -e '.[build,fetch]'
	@touch $@

.venv/.developed: .venv/.installed
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	@touch $@
