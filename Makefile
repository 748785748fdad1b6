# Two commands on a fresh machine: `make run` and `make test`. `make help` lists the others.
PYTHON ?= python3
ORGANISATIONS ?= 2000
DATA := $(or $(CATALYST_ATLAS_DATA),data)

VENV := .venv
PY := $(VENV)/bin/python
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check
PYBABEL := $(VENV)/bin/pybabel

.PHONY: run test demo formats check bench translations clean help warehouse programs chromium
.DEFAULT_GOAL := run

run: $(VENV)/run warehouse ## build what is new, then serve http://localhost:8501
	$(PY) -m streamlit run dashboard.py

test: $(VENV)/dev programs ## every test
	$(PY) -m pytest --numprocesses auto --dist loadfile

demo: $(VENV)/run ## 2,000 synthetic organisations as a second dataset (ORGANISATIONS=n for more)
	rm -rf "$(DATA)/demo"
	$(PY) -m etl demo --organisations $(ORGANISATIONS) --out "$(DATA)/demo"
	$(PY) -m etl build "$(DATA)/demo" --warehouse "$(DATA)/demo.duckdb"

formats: $(VENV)/formats ## what Excel, saved HTML and proposals of duplicates need on top

check: $(VENV)/dev ## lint, format, types, and known vulnerabilities of what is installed
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(PY) -m tests.audit

# Without a header, which would hold dates and names: charset and plural rules are Babel's.
translations: $(VENV)/run ## put the messages of the code into the catalogues, to be translated there
	@$(PYBABEL) -q extract --omit-header --add-location=file -o $(VENV)/messages.pot analytics pages
	@$(PYBABEL) -q update --omit-header --ignore-obsolete --no-fuzzy-matching --no-wrap \
		-i $(VENV)/messages.pot -l fr -o analytics/locale/fr.po
	@$(PY) -m tests.sentences

bench: $(VENV)/dev chromium ## measure building, asking, redrawing and a crowd, and write docs/performance.md (minutes)
	$(PY) -m tests.benchmarks

clean: ## remove all that the other targets make
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/results
	rm -rf "$(DATA)"/demo "$(DATA)"/*.duckdb* "$(DATA)"/.*.versions
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' Makefile

# Built again when a profile, a reference table, a correction or the code that reads them is newer (folders too: a file
# may be gone).
warehouse: $(VENV)/run
	@{ test -e "$(DATA)/warehouse.duckdb" && test -z "$$(find "$(DATA)/profiles" "$(DATA)/overrides.csv" \
		"$(DATA)/reference" data/reference etl "$(VENV)/formats" -name __pycache__ -prune -o \
		-newer "$(DATA)/warehouse.duckdb" -print 2>/dev/null)"; } || $(PY) -m etl build

$(VENV)/run: requirements.txt constraints.txt | $(VENV)/bin/python
	@echo "Installing what the dashboard needs (about a minute, once)"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/dev: $(VENV)/run requirements-render.txt requirements-duplicates.txt requirements-formats.txt requirements-spark.txt requirements-login.txt requirements-dev.txt
	@echo "Installing what the tests need (once)"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

$(VENV)/formats: requirements-formats.txt requirements-duplicates.txt constraints.txt | $(VENV)/run
	@echo "Installing what Excel, saved HTML and proposals of duplicates need (once)"
	@$(PIP_INSTALL) -r requirements-formats.txt -r requirements-duplicates.txt
	@touch $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed, and $(PYTHON) is not. Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "The environment could not be made. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

# One call for all that is missing: each would look for news of all packages first. Root of Debian and Ubuntu gets it
# installed, everybody else is told; to continuous integration what is missing is a failure.
programs:
	@sh tests/programs.sh chromium java nginx

chromium:
	@sh tests/programs.sh chromium
