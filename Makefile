# Everything that people, hooks and CI run. `make` alone lists it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
BIN := .venv/bin
UV = $(shell command -v uv || echo $(BIN)/uv)
SYNCED := .venv/.synced
export UV_PYTHON_DOWNLOADS := never

# Rooms that a young checkout may not have yet are left out.
TYPED := $(wildcard acree_infra acree_sandbox toolchain scripts bench tests __main__.py)

# Runs a command of the virtual environment with the built engine on PATH.
WITH_ENGINE = eval "$$($(PYTHON) toolchain/build.py env)"; PATH="$(CURDIR)/$(BIN):$$PATH" VIRTUAL_ENV="$(CURDIR)/.venv"
say = @echo "== $(1)"

.PHONY: help setup toolchain system demo test lint types imports unit e2e bench site format clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(SYNCED) ## make the virtual environment from the lock file

$(SYNCED): pyproject.toml uv.lock
	$(call say,setup: locked Python packages into .venv)
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else \
	  "acree needs Python 3.11 or newer, $(PYTHON) is " + sys.version.split()[0] + ": run make PYTHON=python3.11, or newer")'
	@if ! command -v uv >/dev/null && ! [ -x $(BIN)/uv ]; then \
	  echo "== setup: no uv on PATH, so pip installs it into .venv"; \
	  $(PYTHON) -m venv .venv && $(BIN)/pip install --quiet --disable-pip-version-check uv; fi
	@$(UV) sync --frozen --compile-bytecode --python "$$([ -x $(BIN)/python ] && echo $(BIN)/python || command -v $(PYTHON))"
	@touch $(SYNCED)

toolchain: ## build the engine, the plugin and the registry, or find them installed
	$(call say,toolchain: engine and plugin and registry (minutes the first time on a machine))
	@$(PYTHON) toolchain/build.py

system: ## install the system commands of the emulated networks
	$(call say,system: commands of the emulated networks)
	@$(PYTHON) toolchain/system.py

demo: setup toolchain system ## from nothing to provisioned routes, in the sandbox; SITE=vpn-gateway for a data center
	$(call say,demo)
	@$(WITH_ENGINE) $(BIN)/python -m scripts.$(if $(SITE),site_demo,demo)

test: setup toolchain system lint types imports ## everything that CI runs
	$(call say,test: all tests with coverage of lines and branches)
	@$(WITH_ENGINE) $(BIN)/python -m pytest --cov --cov-report=term

lint: setup ## check style and formatting
	$(call say,lint: ruff)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: setup ## check types, strictly
	$(call say,types: mypy on $(TYPED))
	@$(BIN)/mypy $(TYPED)

imports: setup ## check that data walks one way through the rooms
	$(call say,imports: import-linter)
	@$(BIN)/lint-imports --no-logo

unit: setup ## quick tests: all that need no engine
	$(call say,unit: tests without the engine)
	@$(BIN)/python -m pytest -m "not e2e"

e2e: setup toolchain system ## tests with the real engine against the sandbox
	$(call say,e2e: tests with the engine)
	@$(WITH_ENGINE) $(BIN)/python -m pytest -m e2e

bench: setup toolchain ## measure, and compare with the aims
	$(call say,bench: packages to compare with)
	@$(UV) sync --frozen --inexact --group bench
	$(call say,bench: measuring)
	@$(WITH_ENGINE) $(BIN)/python -m bench

site: setup ## make the pages of docs/ as a site, in .site/
	$(call say,site: the pages of docs)
	@$(BIN)/python -m sphinx -W --keep-going -q -b html -d .site/.read docs .site
	@echo "open $(CURDIR)/.site/index.html"

format: setup ## format the code and repair what can be repaired safely
	$(call say,format: ruff)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean: ## remove what was made here; the toolchain's cache stays
	$(call say,clean: virtual environment and caches of this checkout)
	@rm -rf .venv .site .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.*
