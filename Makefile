# Everything a person runs. `make` lists it.
PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
PORT ?= 8501
# Whatever the machine says: the many processes that tests and loads start need not compile the program again.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help setup run samples test lint types unit browser office fuzz drill bench spark docs catalogs screenshots lock clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: .venv/installed ## make .venv with the locked packages

.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment here. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Installing the packages of requirements.txt into .venv (once)…"
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	@echo "Installing the packages of requirements-dev.txt into .venv (once)…"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

samples: .venv/installed ## make the sample data, if they are not there yet
	@$(PY) -m loaders prepare

run: samples ## serve the dashboard on http://127.0.0.1:8501
	@echo "提升 Tisheng: http://127.0.0.1:$(PORT)   (Ctrl+C 退出 / to stop)"
	@$(PY) -m access --server.port $(PORT)

test: .venv/installed-dev lint types unit browser ## every check: lint, imports, types, unit, pages, browser

lint: .venv/installed-dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -c 'from importlinter.cli import lint_imports_command as c; c()'

types: .venv/installed-dev
	@$(PY) -m mypy

unit: .venv/installed-dev
	@$(PY) -m pytest tests --ignore tests/browser -n auto --dist worksteal

browser: .venv/installed-dev
	@sh tests/browser/install.sh
	@$(PY) -m pytest tests/browser -n auto --dist worksteal

office: .venv/installed-dev ## open every kind of document we write in LibreOffice, if it is there
	@$(PY) -m tests.office.opening

fuzz: .venv/installed-dev ## read 10,000 damaged files; nothing may crash or get lost
	@$(PY) -m tests.loaders.mutants 10000

drill: .venv/installed-dev ## kill 1,000 loads, fill disks, damage files, restore backups; nothing may get lost
	@$(PY) -m tests.loaders.drill 1000

bench: .venv/installed-dev ## print the table of timings
	@$(PY) -m benchmarks

spark: .venv-spark/installed ## compare DuckDB with Spark on every metric (needs Java 17); BENCH=1: time both at 1 and 10 million answers
	@.venv-spark/bin/python -m tests.metrics.equality
	@if [ -n "$(BENCH)" ]; then .venv-spark/bin/python -m benchmarks.engines; fi

.venv-spark/installed: requirements.txt requirements-spark.txt
	@$(PYTHON) -m venv .venv-spark
	@echo "Installing the packages of requirements-spark.txt into .venv-spark (once)…"
	@.venv-spark/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements.txt -r requirements-spark.txt
	@touch $@

docs: .venv/installed ## write the generated pages of docs/ again
	@$(PY) -m docs

catalogs: .venv/installed ## collect the texts to translate into locales/
	@$(PY) -m locales

screenshots: .venv/installed-dev ## write pictures of every page to docs/images
	@sh tests/browser/install.sh
	@$(PY) -m tests.browser.screenshots

lock: ## write requirements*.txt again from requirements*.in (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header requirements.in -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header requirements-dev.in -o requirements-dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header requirements-spark.in -o requirements-spark.txt

clean: ## remove .venv and caches; data stay
	rm -rf .venv .venv-spark .mypy_cache .ruff_cache .pytest_cache .hypothesis
