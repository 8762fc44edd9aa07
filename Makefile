# Two commands do it all on a fresh machine: `make talk` and `make test`.
# Everything is installed into .venv; nothing needs to be an administrator's.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --progress-bar $(if $(CI),off,on)
TESTS ?= tests

.PHONY: help talk test test-fast test-model check format bench lock clean

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

talk: .venv/ready ## Set her up, fetch the model, and talk with her
	@$(BIN)/samantha models fetch
	@$(BIN)/samantha

test: test-fast test-model ## Set up what is needed and run all tests

test-fast: .venv/ready-dev
	@$(BIN)/samantha models fetch smollm2-135m-instruct-q4_1
	$(BIN)/python -m pytest $(TESTS)

test-model: .venv/ready-dev ## Only the tests that need the real language model
	@$(BIN)/samantha models fetch
	$(BIN)/python -m pytest -m model $(TESTS)

check: .venv/ready-dev ## What people, hooks and CI run: format, lint, types, import rules, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(MAKE) test

format: .venv/ready-dev ## Put the code into its one form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/ready-dev ## Measure: speed and size, then how she talks (about 15 minutes)
	@$(BIN)/samantha models fetch --quiet
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.talk

lock: .venv/ready-dev ## Pin the dependencies anew, with hashes (needs uv: pip install uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --no-emit-find-links pyproject.toml requirements-build.in -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --no-emit-find-links --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## Remove what was installed here; models and her memory stay
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache

# An interrupted set-up leaves no mark behind, so the next one goes on where it stopped.
.venv/usable:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; name it with: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv || \
	  { echo "The venv module is missing; on Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@touch $@

.venv/ready: .venv/usable requirements.lock pyproject.toml
	@echo "Installing into .venv ..."
	@$(PIP) --quiet --require-hashes -r requirements.lock
	@$(PIP) --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.lock
	@$(PIP) --quiet --require-hashes -r requirements-dev.lock
	@touch $@
