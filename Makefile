# `make run` opens the sample project, `make test` runs everything; both set up what they need.
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
  if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
    echo $$p; break; fi; done)
BIN := .venv/bin
.PHONY: run test setup lint types format wheel bench check-python clean help

help:
	@echo "make run     set up and open the sample project"
	@echo "make test    set up and run everything"
	@echo "make setup lint types format wheel bench clean"

check-python:
	@test -n "$(PYTHON)" || { echo "Annotator needs Python 3.11 or later; none was found." >&2; exit 1; }

run: check-python
	@$(PYTHON) packaging/bootstrap.py
	@if [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ] && [ "$$(uname)" = Linux ]; then \
	  echo "There is no display here, so the same job is done without one:" >&2; \
	  $(BIN)/annotator demo; \
	else $(BIN)/annotator --sample; fi

setup: check-python
	@$(PYTHON) packaging/bootstrap.py dev

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup
	$(BIN)/mypy

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: lint types
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2

bench: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks

wheel: setup
	$(BIN)/python -m hatchling build -t wheel

clean:
	rm -rf .venv build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
