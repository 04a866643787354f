# `make` lists what there is. Everything sets itself up: only Python 3.11 or newer and make are needed (Node for `check`).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNNING := $(VENV)/.installed-run
DEVELOPING := $(VENV)/.installed-dev
JUDGE := layers/judge/image/built.json
JUDGE_SOURCES := $(wildcard layers/judge/*.* layers/judge/guest/*.* layers/judge/guest/*/*.* layers/judge/guest/*/*/*.* layers/judge/languages/* layers/judge/licences/* layers/judge/python/*/*.py) \
	$(addprefix layers/shared/python/progressive_flow/grading/code/,limits.py sealed/engine.py sealed/guest.py)
CLIENT := sdk/typescript/dist/index.js
CLIENT_SOURCES := $(wildcard sdk/typescript/*.*) $(addprefix sdk/typescript/src/,index.ts problems.ts retries.ts tasks.ts)
DECLARATIONS := $(shell find functions layers/shared/python -name '*.py')
CONSOLE := console/dist/index.html
CONSOLE_SOURCES := $(wildcard console/*.* console/public/* console/src/*.* console/src/*/*.*)
# Sub-commands of tools find each other in the environment's bin.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help run judge console sdk test test-future mutants check synth limits sbom gates bundles bench bench-peer screenshots fuzz attacks golden simulate demo openapi database setup lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

run: $(RUNNING) judge console ## Serve the platform on this machine (PORT=8000, WORKERS=2) until Ctrl-C
	@$(BIN)/progressive-flow serve

demo: $(RUNNING) judge ## Walk one learner's path over HTTP on a platform of its own
	@$(BIN)/progressive-flow demo

database: $(RUNNING) ## Run the embedded database alone, migrated and loaded, until Ctrl-C
	@$(BIN)/progressive-flow database start

openapi: $(RUNNING) ## Print the OpenAPI document
	@$(BIN)/progressive-flow openapi

judge: $(RUNNING) ## Build the images that run a learner's code, if there is npm (a minute, once)
	@if command -v npm >/dev/null; then $(MAKE) --silent --no-print-directory $(JUDGE); \
		else echo "Without npm, the judge of code is not built: levels of code answer 503, and everything else works."; fi

console: $(RUNNING) ## Build the web console, if there is npm (half a minute, once)
	@if command -v npm >/dev/null; then $(MAKE) --silent --no-print-directory $(CONSOLE); \
		else echo "Without npm, the console is not built: the API serves everything but its pages."; fi

sdk: $(RUNNING) ## Generate the clients of the API from its OpenAPI document: for Python and, if there is npm, for TypeScript
	@$(BIN)/progressive-flow sdk
	@! command -v npm >/dev/null || $(MAKE) --silent --no-print-directory $(CLIENT)

setup: $(DEVELOPING) judge sdk console ## Install everything for development; the CDK's command line and pyright too, if there is npm
	@command -v npm >/dev/null && $(MAKE) --silent --no-print-directory node_modules/.package-lock.json || echo "Without npm, checks and the cloud part stay away."

test: setup ## Run every test, in parallel and random order
	@$(BIN)/pytest -n auto --dist worksteal -q --durations=20

test-future: setup ## Run every test a year ahead and on 29 February, or at one instant (SHIFT=monday; all of them: tests/support/shifts.py)
	@$(BIN)/python -m tests.future $(SHIFT)

mutants: setup ## Make small mistakes in a copy of the code, one after another: a test must fail for each (MUTANTS="3 17" for some)
	@$(BIN)/python -m tests.mutants $(MUTANTS)

check: $(DEVELOPING) node_modules/.package-lock.json ## Lint and type-check everything, the content too, and audit the dependencies
	@$(MAKE) --no-print-directory --jobs=2 $(WHOLE_OUTPUT) check-types check-types-again check-openapi check-guest check-console check-style check-sql check-content check-dependencies

# Two at a time, the longest first. Each one's output comes in one piece where make knows how (4.0 and newer).
.PHONY: check-types check-types-again check-openapi check-guest check-console check-style check-sql check-content check-dependencies
WHOLE_OUTPUT := $(if $(findstring output-sync,$(.FEATURES)),--output-sync=target)

check-types: sdk
	@$(BIN)/mypy

check-types-again: sdk
	@npx --no-install pyright

check-openapi:
	@mkdir -p build
	@$(BIN)/progressive-flow openapi >build/openapi.json
	@npx --no-install spectral lint build/openapi.json --ruleset .spectral.yaml --fail-severity=hint
	@REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true npx --no-install redocly lint build/openapi.json

check-guest: judge
	@layers/judge/node_modules/.bin/tsc --project layers/judge

check-console: console
	@npm --prefix console run --silent check
	@npm --prefix console run --silent test

check-style:
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/zizmor --offline --quiet --config .github/zizmor.yml .github

check-sql:
	@$(BIN)/sqlfluff lint sql --disable-progress-bar
	@$(BIN)/squawk sql/migrations/*.sql

check-content: judge
	@$(BIN)/progressive-flow content check

check-dependencies:
	@$(BIN)/python -m infra.delivery.audit

gates: $(DEVELOPING) judge ## Judge all code challenges, and write what is found into the lock that `make check` compares (two minutes)
	@$(BIN)/progressive-flow content gates

synth: $(DEVELOPING) node_modules/.package-lock.json judge console ## Synthesize the CDK app, offline (STAGES="dev prod" for some)
	@$(BIN)/python -m infra.synth $(STAGES)

limits: $(DEVELOPING) node_modules/.package-lock.json ## Write the table of AWS's limits into docs/explanation/scaling.md
	@$(BIN)/python -m infra.limits

sbom: $(DEVELOPING) ## List what the third-party layer contains, with hashes and licences, as CycloneDX, in build/sbom.json
	@$(BIN)/python -m infra.delivery.sbom build/sbom.json

bundles: $(DEVELOPING) node_modules/.package-lock.json judge ## Run every function from its own bundle under the real Lambda runtime client, and compare its responses
	@$(BIN)/python -m infra.synth dev
	@$(BIN)/python -m tests.infra.bundle_smoke_tests --stage dev

bench: $(DEVELOPING) judge ## Measure against stated floors, and write docs/performance.md (BENCH_SCALE=full: all of the stated sizes, half an hour)
	@$(BIN)/python -m tests.benchmarks --page

bench-peer: $(DEVELOPING) ## Measure attempts beside CTFd's, in turns, and write docs/performance-peer.md (CTFD=its source; needs MariaDB, Redis)
	@$(BIN)/python -m tests.benchmarks.peer --page $(CTFD)

fuzz: $(DEVELOPING) ## Judge 100,000 random designs: none may raise, none may take too long (half an hour)
	@$(BIN)/python -m tests.fuzz

screenshots: setup ## Make the screenshots of the console that the documentation shows, in docs/images
	@SCREENSHOTS=docs/images $(BIN)/pytest -q tests/console/test_screenshots.py

attacks: $(DEVELOPING) judge ## Submit every attack to the judge of code: each verdict must hold (a quarter of an hour of CPU; ATTACKS="script:" for some)
	@$(BIN)/python -m tests.attacks $(ATTACKS)

golden: $(DEVELOPING) judge ## Judge the stored submissions again, print what changed and store it (after JUDGE_VERSION was raised, if the judge did)
	@$(BIN)/python -m tests.golden

simulate: $(DEVELOPING) ## Compare the evaluator with an event simulation, and write docs/explanation/simulation.md (a quarter of an hour of CPU)
	@$(BIN)/python -m tests.oracle --page

lock: $(DEVELOPING) ## Write the lock files anew from the .in files
	@for name in layers/dependencies/requirements layers/judge/requirements layers/judge/build-requirements requirements requirements-dev; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header $$name.in -o $$name.txt; done

clean: ## Remove what was made here, the local platform's state included
	rm -rf $(VENV) .local node_modules console/node_modules console/dist sdk/typescript/node_modules sdk/typescript/dist layers/judge/node_modules layers/judge/image* build dist sdk/python/progressive_flow_client cdk.out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(RUNNING): requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the platform needs (a minute, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(JUDGE): $(JUDGE_SOURCES)
	@$(BIN)/python -m progressive_flow_judge
	@touch $@

# The document is made when a declaration may have changed, and replaced when it has: what is built of it stays otherwise.
build/openapi.made: $(DECLARATIONS) $(RUNNING)
	@mkdir -p build
	@$(BIN)/progressive-flow openapi > build/openapi.json
	@cmp -s build/openapi.json sdk/typescript/openapi.json || cp build/openapi.json sdk/typescript/openapi.json
	@touch $@

sdk/typescript/openapi.json: build/openapi.made ;

sdk/typescript/node_modules/.package-lock.json: sdk/typescript/package-lock.json
	@npm --prefix sdk/typescript ci --silent --no-audit --no-fund
	@touch $@

$(CLIENT): sdk/typescript/openapi.json sdk/typescript/node_modules/.package-lock.json $(CLIENT_SOURCES)
	@npm --prefix sdk/typescript run --silent build
	@touch $@

console/node_modules/.package-lock.json: console/package-lock.json
	@npm --prefix console ci --silent --no-audit --no-fund
	@touch $@

$(CONSOLE): $(CLIENT) console/node_modules/.package-lock.json $(CONSOLE_SOURCES)
	@echo "Building the web console (half a minute, once)"
	@npm --prefix console run --silent build
	@touch $@

$(DEVELOPING): requirements-dev.txt $(RUNNING)
	@echo "Installing what tests and checks need (a minute, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@

node_modules/.package-lock.json: package-lock.json
	@npm ci --silent --no-audit --no-fund
	@touch $@
