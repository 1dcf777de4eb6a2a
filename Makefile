# The verbs of the project. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SITE_READY := $(VENV)/.ready-site
TEST_READY := $(VENV)/.ready-test
BENCH_READY := $(VENV)/.ready-bench

.PHONY: help setup site serve check test lint types floors unit browser bench lock clean

help: ## List the verbs
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: $(SITE_READY) ## Set up what building and checking need

site: $(SITE_READY) ## Set up and build the site into site/
	$(BIN)/esep build

serve: $(SITE_READY) ## Build, serve on http://127.0.0.1:8000/ and reload on every change
	$(BIN)/mkdocs serve

check: $(SITE_READY) ## Say what is wrong in the YAML files
	$(BIN)/esep check

test: lint types floors unit ## Set up and run every test

lint: $(TEST_READY) ## Style of the code
	$(BIN)/ruff check generator tests benchmarks .ci
	$(BIN)/ruff format --check generator tests benchmarks .ci

types: $(TEST_READY) ## Types of the code and the tests
	$(BIN)/mypy

floors: $(TEST_READY) ## Who may import whom
	$(BIN)/lint-imports

unit: $(TEST_READY) ## Tests, those in the browser among them
	$(BIN)/pytest

browser: $(TEST_READY) ## Only the tests in the browser
	$(BIN)/pytest -m browser

bench: $(BENCH_READY) ## Measure countries of four sizes, others beside Esep (hours); BENCH="--sizes 100 --runs 1"
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m benchmarks run $(BENCH)

lock: ## Renew the lock files from pyproject.toml (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--group build pyproject.toml -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--group build --group dev pyproject.toml -o requirements-dev.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--group bench -o requirements-bench.txt
	$(BIN)/cyclonedx-py requirements --spec-version 1.6 --output-format JSON --output-reproducible \
		--pyproject pyproject.toml requirements.txt -o generator/publishing/sbom.json

clean: ## Remove everything that can be made again
	rm -rf $(VENV) .cache site .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(SITE_READY): requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(TEST_READY): requirements-dev.txt $(SITE_READY)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(BENCH_READY): requirements-bench.txt benchmarks/peers/package-lock.json $(SITE_READY)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-bench.txt
	npm ci --silent --ignore-scripts --prefix benchmarks/peers || echo "Zola is not to be had: it will be missing from the table"
	@touch $@
