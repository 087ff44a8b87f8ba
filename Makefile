# The portal's commands. Run "make help" for what each does.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
PYTHON := .venv/bin/python
PYBABEL := $(PYTHON) -m babel.messages.frontend --quiet
# The functions that mark texts, besides those that Babel knows.
MARKS := gettext_lazy ngettext_lazy:1,2 pgettext_lazy:1c,2 npgettext_lazy:1c,2,3 gettext_noop
EXTRACT := mkdir -p var && $(PYBABEL) extract --mapping pyproject.toml --add-location file \
  --sort-output $(MARKS:%=--keyword %) --output var/django.pot \
  kpcsc meetings organisations surveys templates
FRENCH := locale/fr/LC_MESSAGES/django.po
UPDATE := $(PYBABEL) update --locale fr --input-file var/django.pot --no-fuzzy-matching \
  --ignore-obsolete --ignore-pot-creation-date --output-file
COMPILE := $(PYBABEL) compile --domain django --directory locale
SUITE := $(PYTHON) -m pytest --numprocesses 2 --dist worksteal
export PYTHONDONTWRITEBYTECODE :=

.NOTPARALLEL:
.PHONY: help run dev test test-all test-slow rehearsal rehearsal-small check messages bench lock

help: ## Lists the commands.
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 18

# The first Python that is new enough and can make a virtual environment.
.venv/bin/python:
	@test -w . || { echo "This folder is read-only: copy the project to one that is not." >&2; exit 1; }
	@for python in python3 python3.14 python3.13 python3.12 /usr/bin/python3; do \
	  if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then \
	    $$python -m venv .venv && exit 0; \
	    rm -rf .venv; echo "The virtual environment could not be made in this folder." >&2; exit 1; \
	  fi; \
	done; \
	echo "Python 3.12 or newer is needed, with its venv module (Debian, Ubuntu: apt install python3-venv)." >&2; exit 1

.venv/installed: requirements.txt | .venv/bin/python
	@echo "Installing what the portal needs (once) ..."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing what the tests need (once) ..."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/installed

run: .venv/installed ## Serves the demonstration portal on this machine (PORT=8000).
	@test -w . || { echo "This folder is read-only: copy the project to one that is not." >&2; exit 1; }
	@DEMO=true $(PYTHON) manage.py serve --port $(PORT)

dev: .venv/installed ## Serves it from the code as it is being changed.
	@DEBUG=true $(PYTHON) manage.py serve --port $(PORT) --reload

# In the tests, DEBUG stands for "this machine"; pytest turns Django's debug pages off.
test test-all test-slow rehearsal rehearsal-small check: export DEBUG = true

test: .venv/installed-dev ## Runs the suite on SQLite and on PostgreSQL, with the main stories in a browser.
	@$(COMPILE)
	@echo "On SQLite:" && $(SUITE) -m "not slow and not rehearsal and not thorough and (main_path or not browser)"
	@echo "On PostgreSQL:" && \
	  $(PYTHON) -m tests.postgres $(SUITE) -m "not slow and not rehearsal and not thorough and not browser"

test-all test-slow: export THOROUGH = 1

test-all: .venv/installed-dev ## Runs it with all stories, crawls and attacks at full length.
	@$(COMPILE)
	@echo "On SQLite:" && $(SUITE) -m "not slow and not rehearsal"
	@echo "On PostgreSQL:" && $(PYTHON) -m tests.postgres $(SUITE) -m "not slow and not rehearsal and not browser"

test-slow: .venv/installed-dev ## Runs the load and soak stories.
	@$(COMPILE)
	@$(PYTHON) -m pytest -m slow

rehearsal: .venv/installed-dev ## Installs, upgrades, moves, breaks and restores it on a Debian server of its own (as root).
	@REHEARSAL=full $(PYTHON) -m pytest -m rehearsal -s tests/rehearsal

rehearsal-small: .venv/installed-dev ## Installs it there, and upgrades it once.
	@$(PYTHON) -m pytest -m "rehearsal and main_path" -rs tests/rehearsal

check: .venv/installed-dev ## Lint, types, layers, templates, migrations, production settings, messages.
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy .
	@.venv/bin/lint-imports --no-logo
	@git ls-files '*.html' | xargs .venv/bin/djade --target-version 6.1 --check
	@$(PYTHON) manage.py makemigrations --check
	@# Babel's own --check takes no two texts with a context for the same.
	@$(EXTRACT) && cp $(FRENCH) var/django.po && $(UPDATE) var/django.po && \
	  cmp var/django.po $(FRENCH) || { echo "Run make messages, and translate what is new." >&2; exit 1; }
	@$(PYTHON) -m pytest tests/kpcsc/test_messages.py
	@DEBUG= SECRET_KEY="$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	  ALLOWED_HOSTS=portal.example.org $(PYTHON) manage.py check --deploy --fail-level WARNING

messages: .venv/installed ## Brings the French texts up to date with the code, and compiles them.
	@$(EXTRACT) && $(UPDATE) $(FRENCH) && $(COMPILE)

bench: .venv/installed-dev ## Prints bytes, requests a second, memory and times against the budgets.
	@$(PYTHON) -m tests.benchmarks

lock: .venv/installed-dev ## Writes both lock files anew from pyproject.toml.
	@.venv/bin/uv pip compile pyproject.toml --universal --python-version 3.12 --generate-hashes \
	  --no-annotate --no-header --no-emit-index-url --upgrade --quiet -o requirements.txt
	@.venv/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.12 --generate-hashes \
	  --no-annotate --no-header --no-emit-index-url --upgrade --quiet -o requirements-dev.txt
