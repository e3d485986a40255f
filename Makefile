# make run, make test: all the set-up is done here. See README.md.

VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
REPORT := report
WHEEL := $(VENV)/.lawful-installed
RUST_SOURCES := $(shell find laws py/src py/Cargo.toml -name '*.rs' -o -name '*.toml' -o -path 'laws/templates/*' 2>/dev/null) Cargo.toml Cargo.lock
PYTHON_SOURCES := $(shell find py/python -name '*.py' -o -name '*.pyi' 2>/dev/null) py/pyproject.toml
NEXTEST := $(shell command -v cargo-nextest 2>/dev/null)

.PHONY: run test test-rust test-compile test-python test-page lint invariants bench clean help

help:
	@echo "make run      check every registered model, report in $(REPORT)/index.html"
	@echo "make test     everything"
	@echo "make bench    the limits, beside their peers"
	@echo "make lint     formatting, clippy, what must not depend on what"

run: $(WHEEL)
	@mkdir -p $(REPORT)
	$(BIN)/lawful check --html $(REPORT)/index.html

test: lint test-rust test-compile test-python test-page

test-rust:
ifdef NEXTEST
	cargo nextest run --workspace --exclude compile-tests --exclude lawful-py
else
	cargo test --workspace --exclude compile-tests --exclude lawful-py --all-targets
endif
	cargo test --workspace --exclude lawful-py --doc

test-compile:
	cargo test -p compile-tests

test-python: $(WHEEL)
	$(BIN)/python -m pytest py/tests
	$(BIN)/python -m mypy --strict py/python/lawful
	cd $(VENV) && ./bin/python -m mypy.stubtest lawful

test-page: $(WHEEL)
	$(PYTHON) laws/tests/browser/report_page.py

lint: invariants
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

# The kernel stays free of Python, async runtimes and databases.
invariants:
	@! cargo tree -q -p lawful -e normal --prefix none | grep -E '^(pyo3|tokio|redb|tokio-postgres|rusqlite) '
	@for crate in $$(cargo metadata --no-deps --format-version 1 | grep -o '"name":"lawful[a-z-]*","version"' | cut -d'"' -f4); do \
	  [ $$crate = lawful-py ] || ! cargo tree -q -p $$crate -e normal --prefix none | grep -E '^pyo3 ' || exit 1; done

bench: $(WHEEL)
	cargo bench -p lawful --bench limits
	$(BIN)/python py/benches/checker.py

# The virtual environment. Debian has `venv` in a package of its own.
$(BIN)/python:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q && apt-get install -qy --no-install-recommends python3-venv; } || { \
	  echo "error: python3 has no venv; install the package python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade pip

$(WHEEL): $(BIN)/python $(RUST_SOURCES) $(PYTHON_SOURCES) py/requirements-dev.txt
	$(BIN)/python -m pip install -q -r py/requirements-dev.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pip install -q --no-build-isolation --no-deps --force-reinstall ./py
	@touch $@

clean:
	rm -rf $(VENV) $(REPORT) target
