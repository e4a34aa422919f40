# The two commands are `make run` and `make test`; the rest is for those who change the code. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3; do \
	"$$p" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
PYTEST := $(BIN)/python -m pytest

# What of the rehearsal's settings is given: make run FORMASI=file PELAMAR=n SEED=s NODES=3 REPLIKA=3 ATURAN=cpns-2024 MUSIM=cpns-2024,pppk-2024 PERSETUJUAN=1 KELUARAN=folder
GIVEN := $(foreach name,FORMASI PELAMAR SEED NODES REPLIKA ATURAN MUSIM PERSETUJUAN KELUARAN,$(if $($(name)),$(name)="$($(name))"))

.PHONY: help
help: ## This list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 22

$(READY): requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed (python3 on the PATH, or make PYTHON=...)" >&2; exit 1; }
	@echo "Installing into $(VENV), once: about 110 packages, by the hashes of requirements.lock"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $(READY)

.PHONY: install
install: $(READY) ## Only install what is needed

.PHONY: run
run: $(READY) ## Play a whole selection season on the embedded stack (FORMASI= PELAMAR= SEED= NODES= REPLIKA= ATURAN= MUSIM= PERSETUJUAN= KELUARAN= ARGS=)
	@$(GIVEN) $(BIN)/python -m deploy.gladi $(ARGS)

.PHONY: stack
stack: $(READY) ## Start the embedded stack and the four services, until Ctrl-C
	@$(BIN)/python -m deploy.lokal

# Tests that share nothing run on this many processes at once; each has its own servers, started when a test asks.
# The season is the longest and goes first: nobody waits for it at the end.
N ?= auto

.PHONY: check check-style check-types check-units
check: $(READY) ## Lint, types and the unit tests of what differs from main, side by side: seconds, for every save
	@$(MAKE) --no-print-directory -j 2 check-style check-types check-units

check-style: $(READY)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

check-types: $(READY)
	@$(BIN)/mypy

check-units: $(READY)
	@$(PYTEST) -q -m "not slow" $$($(BIN)/python -m tests.support.changed)

.PHONY: test
test: $(READY) ## Unit, property, contract, integration, fault and a small season end to end; make test T=path for these only
ifdef T
	@$(PYTEST) $(T)
else
	@$(PYTEST) -n $(N) --dist worksteal tests/unit tests/property tests/contract -m "not slow"
	@$(PYTEST) -n $(N) --dist loadfile --no-loadscope-reorder tests/e2e tests/fault tests/integration -m "not slow"
endif

.PHONY: test-unit
test-unit: $(READY) ## What needs no server
	@$(PYTEST) -n $(N) --dist worksteal tests/unit tests/property tests/contract -m "not slow"

.PHONY: test-slow
test-slow: $(READY) ## The long tests that `make test` leaves out
	@$(PYTEST) -n $(N) --dist loadfile --no-loadscope-reorder -m "slow and not keycloak and not alone"
	@$(PYTEST) -m alone

.PHONY: test-keycloak
test-keycloak: $(READY) ## The cases of every issuer once more at Keycloak, which is fetched (170 MB) and started
	@$(PYTEST) -m keycloak tests/integration/deploy/keycloak

.PHONY: test-schemathesis
test-schemathesis: $(READY) ## 20,000 invented requests at the four services, with tokens of every kind (CASES=n)
	@$(BIN)/python -m tests.fuzz $(if $(CASES),--cases $(CASES))

.PHONY: lint
lint: $(READY) ## Style, types, import rules, generated files up to date, every route in the policy and in its matrix
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m shared.contracts check
	@$(BIN)/python -m shared.aturan check
	@$(PYTEST) -q tests/unit/house/test_wewenang.py tests/unit/shared/kebijakan

.PHONY: format
format: $(READY) ## Let ruff format and sort; line numbers of docs/aturan.md
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .
	@$(BIN)/python -m shared.aturan docs

.PHONY: contracts
contracts: $(READY) ## Generate schemas, AsyncAPI and catalogue pages again
	@$(BIN)/python -m shared.contracts generate

.PHONY: bench
bench: $(READY) ## Measure against bare twins, and the rules at national size; writes docs/bench
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.nasional
	@$(BIN)/python -m tests.bench.alat

.PHONY: lock
lock: $(READY) ## Resolve requirements.lock again (needs uv)
	@uv pip compile pyproject.toml --extra lokal --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements.lock

.PHONY: clean
clean: ## Remove data, caches and outputs; the installation stays
	@rm -rf .lokal keluaran .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
