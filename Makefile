# make demo    the main job on stories that ship with the package
# make test    every test          make lint    ruff and mypy          make gate    measured floors
# The environment in .venv is built from the lock files with pip alone, and again only when they or pyproject.toml change.

SHELL := /bin/bash
VENV ?= .venv
BIN := $(VENV)/bin
# Two BLAS threads on busy cores run several times slower than one.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# The first Python from 3.11 to 3.13 on the path; PYTHON=/path/to/python overrides it.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$name && break; done)
# A Python without ensurepip (Debian's, without python3-venv) makes an environment without pip: its own pip serves it.
PIP = if test -x $(BIN)/pip; then run="$(BIN)/python -m pip"; else run="$(PYTHON) -m pip --python $(BIN)/python"; fi; $$run

.DEFAULT_GOAL := help
.PHONY: help demo test lint gate browser postgres

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

demo: $(VENV)/.runtime
	@$(BIN)/backchannel demo

test: $(VENV)/.development browser postgres
	@$(BIN)/python -m pytest -q

lint: $(VENV)/.development
	@$(BIN)/ruff check src tests bench
	@$(BIN)/mypy

gate: $(VENV)/.development
	@$(BIN)/python bench/gate.py

$(VENV)/.runtime: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Backchannel needs Python 3.11, 3.12 or 3.13, and none is on the path; install one, or say: make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "building $(VENV) from requirements.lock (once)" >&2
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || $(PYTHON) -m venv --without-pip $(VENV)
	@$(PIP) install -qq -r requirements.lock
	@$(PIP) install -qq --no-deps --editable .
	@touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.lock
	@echo "adding what tests and lint need" >&2
	@$(PIP) install -qq -r requirements-dev.lock
	@touch $@

# The desk's tests look at its pages in Chromium.
browser:
	@if command -v chromium chromium-browser google-chrome >/dev/null; then :; \
	elif [ -f /etc/debian_version ] && [ "$$(id -u)" = 0 ]; then \
		echo "installing chromium for the desk's tests" >&2; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
			>/dev/null || echo "chromium could not be installed: the desk's picture tests will be skipped" >&2; \
	else \
		echo "no Chromium on the path: the desk's picture tests will be skipped. Install it with: sudo apt-get install chromium (Debian, Ubuntu), sudo dnf install chromium (Fedora), brew install --cask chromium (macOS)" >&2; \
	fi

# The ledger's tests run a PostgreSQL server of their own, in a temporary folder. Installing one starts no other:
# Debian's package is told beforehand to make no cluster.
postgres:
	@if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then :; \
	elif [ -f /etc/debian_version ] && [ "$$(id -u)" = 0 ]; then \
		echo "installing postgresql for the ledger's tests" >&2; \
		folder=/etc/postgresql-common/createcluster.d; \
		{ mkdir -p $$folder && echo "create_main_cluster = false" >$$folder/none-yet.conf \
			&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } \
			>/dev/null || echo "PostgreSQL could not be installed: the ledger's tests on it will be skipped" >&2; \
		rm -f $$folder/none-yet.conf; \
	else \
		echo "no PostgreSQL here: the ledger's tests on it will be skipped. Install it with: sudo apt-get install postgresql (Debian, Ubuntu), sudo dnf install postgresql-server (Fedora), brew install postgresql (macOS)" >&2; \
	fi
