# make run, make test: all the set-up is done here. See README.md.

VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
REPORT := report
WHEEL := $(VENV)/.lawful-installed
RUST_SOURCES := $(shell find laws operad platform/src platform/Cargo.toml trace/src trace/templates trace/Cargo.toml trust/src trust/Cargo.toml covenant/src covenant/Cargo.toml py/src py/Cargo.toml -name '*.rs' -o -name '*.toml' -o -path '*/templates/*' 2>/dev/null) Cargo.toml Cargo.lock
PYTHON_SOURCES := $(shell find py/python py/compat/src -name '*.py' -o -name '*.pyi' 2>/dev/null) py/pyproject.toml py/compat/pyproject.toml
# The wheel has the key stores in devices if their system libraries are here. Asked when it is built:
# `make test` may have installed them.
FEATURES = $(shell pkg-config --exists tss2-esys libudev 2>/dev/null && echo tpm2,fido2)
NEXTEST := $(shell command -v cargo-nextest 2>/dev/null)

# What the tests of real devices, databases, crashes and pages need, as Debian calls it.
PACKAGES := postgresql strace swtpm swtpm-tools tpm2-tools libtss2-dev libudev-dev pkg-config chromium chromium-driver

.PHONY: always run test packages test-rust test-devices test-compile test-python test-page lint invariants bench examples fuzz sdist wheel-aarch64 test-aarch64 clean help

help:
	@echo "make run              check every registered model, report in $(REPORT)/index.html"
	@echo "make test             everything"
	@echo "make bench            the limits, beside their peers"
	@echo "make examples         the examples as pages, in $(REPORT)/examples/index.html"
	@echo "make fuzz             the parsers of outside bytes, a minute each"
	@echo "make sdist            the source distribution, built in a new environment"
	@echo "make wheel-aarch64    a wheel for ARM boards"
	@echo "make test-aarch64     the same, tested under an emulator"
	@echo "make lint             formatting, clippy, what must not depend on what"

run: $(WHEEL)
	@mkdir -p $(REPORT)
	$(BIN)/lawful check --adequacy --html $(REPORT)/index.html

test: packages lint test-rust test-devices test-compile test-python test-page

# Installs what is missing where it may (as root, with apt); says loudly what it leaves out otherwise.
packages:
	@missing=; for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $$missing; \
	  else \
	    echo "WARNING: these packages are missing, and what needs them is SKIPPED:$$missing" >&2; \
	  fi; \
	fi

# The PostgreSQL store is tested against a server of its own; the tests say so if there is none.
TESTED := --workspace --exclude compile-tests --exclude lawful-py --exclude lawful-platform --features lawful-trust/postgres,lawful-covenant/cedar

test-rust: packages
ifdef NEXTEST
	cargo nextest run $(TESTED)
else
	cargo test $(TESTED) --all-targets
endif
	cargo test --workspace --exclude lawful-py --features lawful-trust/postgres --doc

# Keys: in software, in a software TPM, and in an authenticator over CTAPHID. The features need the
# system libraries; without them only the default part is built, and that is said.
test-devices: packages
	@if pkg-config --exists tss2-esys libudev 2>/dev/null; then features="--features tpm2,fido2"; else \
	  features=; echo "WARNING: libtss2-dev or libudev-dev is missing: TPM and FIDO2 are SKIPPED" >&2; fi; \
	set -x; cargo test -p lawful-platform $$features && \
	if [ -n "$$features" ]; then cd platform/fido2-exchange && cargo test; fi

test-compile:
	cargo test -p compile-tests

test-python: $(WHEEL)
	@[ -n "$(FEATURES)" ] || echo "WARNING: libtss2-dev or libudev-dev is missing: TPM and FIDO2 from Python are SKIPPED" >&2
	$(BIN)/python -m pytest py/tests -n logical
	$(BIN)/python -m mypy --strict py/benches
	$(BIN)/python -m mypy --strict py/tests

test-page: $(WHEEL)
	$(PYTHON) laws/tests/browser/report_page.py
	$(PYTHON) trace/tests/browser/graph_page.py

lint: invariants
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --features lawful-trust/postgres -- -D warnings

# The kernel stays free of Python, async runtimes and databases.
invariants:
	@for crate in lawful lawful-operad; do ! cargo tree -q -p $$crate -e normal --prefix none | grep -E '^(pyo3|tokio|redb|tokio-postgres|rusqlite) ' || exit 1; done
	@for crate in $$(cargo metadata --no-deps --format-version 1 | grep -o '"name":"lawful[a-z-]*","version"' | cut -d'"' -f4); do \
	  [ $$crate = lawful-py ] || ! cargo tree -q -p $$crate -e normal --prefix none | grep -E '^pyo3 ' || exit 1; done

bench: $(WHEEL)
	cargo bench -p lawful --bench limits
	cargo bench -p lawful-operad --bench limits
	cargo bench -p lawful-platform --bench ed25519
	cargo bench -p lawful-trace --bench limits --bench proofs
	cargo bench -p lawful-trace --features peers --bench files
	cargo bench -p lawful-trust --bench limits --bench stores
	cargo bench -p lawful-covenant --features peers --bench limits
	$(BIN)/python -m pip install -q -r py/requirements-bench.txt
	$(BIN)/python py/benches/checker.py
	$(BIN)/python py/benches/keys.py
	$(BIN)/python py/benches/operads.py
	$(BIN)/python py/benches/trace.py
	$(BIN)/python py/benches/trust.py
	$(BIN)/python py/benches/covenant.py
	$(BIN)/python py/benches/speed.py --html $(REPORT)/speed.html

# The examples as pages: their code, what they print, their pictures.
examples: $(WHEEL)
	cd py/examples && ../../$(BIN)/python -m pages ../../$(REPORT)/examples

# Every parser of outside bytes, a minute each.
fuzz:
	BOLERO_RANDOM_TEST_TIME_MS=60000 cargo test -p lawful-platform --release --test fuzz
	BOLERO_RANDOM_TEST_TIME_MS=60000 cargo test -p lawful-trace --release --test fuzz --test fuzz_frames
	BOLERO_RANDOM_TEST_TIME_MS=60000 cargo test -p lawful-trust --release --test fuzz
	BOLERO_RANDOM_TEST_TIME_MS=60000 cargo test -p lawful-covenant --release --test fuzz

# The virtual environment. Debian has `venv` in a package of its own.
$(BIN)/python:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q && apt-get install -qy --no-install-recommends python3-venv; } || { \
	  echo "error: python3 has no venv; install the package python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade pip

$(WHEEL): $(BIN)/python $(VENV)/.features $(RUST_SOURCES) $(PYTHON_SOURCES) py/requirements-dev.txt
	$(BIN)/python -m pip install -q -r py/requirements-dev.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pip install -q --no-build-isolation --no-deps --force-reinstall \
	  -C build-args="--features=$$(cat $(VENV)/.features)" ./py
	$(BIN)/python -m pip install -q --no-deps --force-reinstall ./py/compat
	@touch $@

# Changes only when the features do, so that the wheel is not built again for nothing.
$(VENV)/.features: $(BIN)/python always
	@echo "$(FEATURES)" | cmp -s - $@ || echo "$(FEATURES)" > $@

# A wheel for ARM boards, with Zig as the linker and the compiler of C. The key stores in devices need
# libraries of the system they run on, and are left out.
wheel-aarch64: $(BIN)/python
	rustup target add aarch64-unknown-linux-gnu
	$(BIN)/python -m pip install -q 'maturin[zig]>=1.16,<2'
	cd py && PATH="$(CURDIR)/$(BIN):$$PATH" maturin build --release --zig --target aarch64-unknown-linux-gnu

# The wheel for ARM boards, tested under an emulator. One test limits the memory of a process, which
# the emulator cannot.
AARCH64 := target/aarch64
test-aarch64: wheel-aarch64
	py/aarch64/python.sh $(AARCH64) --version
	$(BIN)/python -m pip wheel -q --no-deps -w $(AARCH64)/wheels ./py/compat
	$(BIN)/python -m pip install -q --upgrade --target $(AARCH64)/root/usr/lib/python3/dist-packages \
	  --platform manylinux2014_aarch64 --platform manylinux_2_28_aarch64 --python-version 3.11 --only-binary=:all: \
	  hypothesis numpy pytest target/wheels/lawful-*aarch64.whl $(AARCH64)/wheels/*.whl
	py/aarch64/python.sh $(AARCH64) -m pytest -q -p no:cacheprovider \
	  -k 'not test_more_columns_than_memory_are_refused' $(addprefix py/tests/test_,$(addsuffix .py,\
	  seeds first_model check operad trace trust platform covenant))

# The source distribution, built as whoever has no wheel builds it: in a new environment, and imported.
sdist: $(WHEEL)
	rm -rf target/sdist
	cd py && ../$(BIN)/maturin sdist -o ../target/sdist
	$(PYTHON) -m venv target/sdist/venv
	target/sdist/venv/bin/python -m pip install -q target/sdist/lawful-*.tar.gz
	cd / && $(CURDIR)/target/sdist/venv/bin/python -c 'import lawful; assert lawful.check("bool.xor")'

clean:
	rm -rf $(VENV) $(REPORT) target
