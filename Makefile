# `make run` opens the sample project, `make test` runs everything; both set up what they need.
SHELL := /bin/sh
BIN := .venv/bin
# What we are tested on comes first; pyenv and others leave commands that do not run.
ifndef PYTHON
PYTHON := $(shell for p in $(BIN)/python python3.13 python3.12 python3.11 python3 python; do \
  if $$p -IS -c 'import sys, ssl, sqlite3; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
  then echo $$p; break; fi; done)
endif
say = @echo "== $(1)"
.PHONY: help check-python run setup lint types test format wheel bench torture audit clean

help:
	@echo "make run     set up and open the sample project"
	@echo "make test    set up and run everything"
	@echo "make setup   set up for developing"
	@echo "make lint    style, and who imports whom"
	@echo "make types   mypy, strict"
	@echo "make format  put the style right"
	@echo "make wheel   build dist/*.whl"
	@echo "make bench   measure"
	@echo "make torture kill it 10,000 times, cut the power 2,000 times, damage 300 projects"
	@echo "make audit   known faults in what it is built on, and the licences of what is shipped"
	@echo "make clean   remove all that make made"

check-python:
	@test -n "$(PYTHON)" || { \
	  echo "Annotator needs Python 3.11 or later (with ssl and sqlite3); none was found." >&2; \
	  exit 1; }

run: check-python
	@$(PYTHON) packaging/bootstrap.py
	@if [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ] && [ "$$(uname)" = Linux ]; then \
	  echo "There is no display here, so the same job is done without one:" >&2; \
	  $(BIN)/annotator demo; \
	else $(BIN)/annotator --sample; fi

setup: check-python
	@$(PYTHON) packaging/bootstrap.py dev

lint: setup
	$(call say,ruff check)
	@$(BIN)/ruff check .
	$(call say,ruff format --check)
	@$(BIN)/ruff format --check .
	$(call say,import-linter: who may import whom)
	@$(BIN)/lint-imports

types: setup
	$(call say,mypy --strict)
	@$(BIN)/mypy

# pytest comes last and speaks last: its summary is what a reader and CI look for.
# It ends with 5 when it found no test, which make takes for the failure that it is.
test: lint types
	$(call say,pytest)
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2

format: setup
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

wheel: setup
	@$(BIN)/python -m hatchling build -t wheel

bench: setup
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks

# TORTURE=0.01 runs a hundredth of it.
torture: setup
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.torture --share $(or $(TORTURE),1)

# Where the advisories cannot be reached it says so and fails, having looked at nothing.
audit: setup
	@$(BIN)/python packaging/licences.py
	@$(BIN)/python packaging/audit.py

clean:
	rm -rf .venv build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	  .import_linter_cache
