# `make demo` and `make test` need python3 (3.11 or later, with venv), pip and make; uv is used when it is there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

ifeq ($(UV),)
  NEW_VENV = $(PYTHON) -m venv $(VENV)
  INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
else
  NEW_VENV = $(UV) venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" $(VENV)
  INSTALL = $(UV) pip install --quiet --python $(BIN)/python
endif

.PHONY: help demo test test-long check format lock clean looks bench bench-send bench-import bench-content bench-render bench-serve bench-tokens bench-cluster

help:
	@echo "make demo      install into .venv and watch a whole newsletter being made and sent, here on this machine"
	@echo "make test      install what the tests need and run them"
	@echo "make check     format, lint, types, import contracts, unit tests"
	@echo "make looks     pictures of every theme, letter and public page, on contact sheets (needs Chromium, node and npm)"
	@echo "make bench     time the main jobs, each beside a plain yardstick"
	@echo "make bench-send    time a whole send beside what else sends mail (a quarter of an hour)"
	@echo "make bench-import  time the import of a million readers beside bare csv and sqlite3"
	@echo "make bench-content time reading, merging, collecting and drafting (a few minutes)"
	@echo "make bench-render  time and weigh each theme's mail beside npm's mjml compiling the same MJML (needs node and npm)"
	@echo "make bench-serve   time the public pages while a send runs on the same database (two cores, a few minutes)"
	@echo "make bench-cluster the same send on SQLite and PostgreSQL, by one process and by several (PostgreSQL, half an hour)"
	@echo "make bench-tokens  time refusing links that are wrong in one place or another (seconds)"
	@echo "make lock      write requirements/*.txt anew (needs uv)"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "digest needs Python 3.11 or later; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(NEW_VENV)

$(VENV)/.main: requirements/main.txt pyproject.toml | $(BIN)/python
	@echo "Installing digest into $(VENV) ..."
	@$(INSTALL) --require-hashes -r requirements/main.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.main
	@echo "Installing what the tests need ..."
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

# The browser's tools, the validators and npm's mjml come from npm; without it the tests that need them say so.
WEB := tests/web/node_modules
ifneq ($(shell command -v npm 2>/dev/null),)
  WEB_READY := $(WEB)/.stamp
endif

$(WEB)/.stamp: tests/web/package-lock.json tests/web/package.json
	@echo "Installing what looks at the mail into $(WEB) ..."
	@(cd tests/web && npm ci --ignore-scripts --silent) && touch $@ \
	  || echo "npm could not install it; the tests that need it are skipped."

demo: $(VENV)/.main
	@$(BIN)/digest demo demo-publication

test: $(VENV)/.dev $(WEB_READY)
	$(BIN)/python -m pytest -q -n 4 --dist loadfile tests

test-long: $(VENV)/.dev $(WEB_READY)
	$(BIN)/python -m pytest -q -n 4 --dist load -m long --long tests

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n 4 --dist loadfile tests/unit

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench

MESSAGES ?= 20000
ROUNDS ?= 5
ROWS ?= 1000000
bench-send: $(VENV)/.dev
	$(BIN)/python -m tests.bench.sending --messages $(MESSAGES) --rounds $(ROUNDS)

bench-import: $(VENV)/.dev
	$(BIN)/python -m tests.bench.importing --rows $(ROWS) --rounds $(ROUNDS)

bench-content: $(VENV)/.dev
	$(BIN)/python -m tests.bench.content

bench-render: $(VENV)/.dev $(WEB_READY)
	$(BIN)/python -m tests.bench.themes

bench-serve: $(VENV)/.dev
	$(BIN)/python -m tests.bench.serving

bench-tokens: $(VENV)/.dev
	$(BIN)/python -m tests.bench.tokens

READERS ?= 200000
bench-cluster: $(VENV)/.dev
	$(BIN)/python -m tests.bench.cluster --readers $(READERS) --rounds $(ROUNDS)

looks: $(VENV)/.dev $(WEB_READY)
	$(BIN)/python -m tests.looks

LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock:
	$(LOCK) pyproject.toml --extra web --group build -o requirements/main.txt
	$(LOCK) pyproject.toml --extra cluster --extra fast --extra web --group build --group dev -c requirements/main.txt -o requirements/dev.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis demo-publication $(WEB) looks
