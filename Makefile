# Recap with nothing but Python 3.11 or later and make. `make help` names the targets.

BIN := .venv/bin
PORT ?= 8000
export PORT
# Where nothing compiled is kept, each process reads the code, and pytest rewrites every test, from the beginning.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test format lint bench messages

help:  ## Name the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS='	' read -r name text; \
	do printf '  make %-8s %s\n' "$$name" "$$text"; done

run: .venv/runtime  ## Run Recap on this machine, with a demo newsroom: make run [PORT=8000]
	@RECAP_MODE=development exec $(BIN)/python manage.py run

test: .venv/development  ## Run every test: make test [ARGS="-k paste"]
	@$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

format: .venv/development  ## Lay the code out, and mend what can be mended
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

lint: .venv/development  ## Say what is wrong with the code
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .

messages: .venv/development  ## Gather the words that readers see; this takes gettext
	@$(BIN)/django-admin makemessages --locale zh_Hans --no-location --no-obsolete --verbosity 0 \
		--ignore .venv --ignore tests --ignore static --ignore var --ignore bench \
		--ignore 'editions/desk' --ignore 'templates/admin' --ignore 'templates/recap'
	@$(BIN)/django-admin compilemessages --locale zh_Hans --verbosity 0 --ignore .venv

bench: .venv/development  ## Measure what must stay fast
	@for file in bench/*.py; do PYTHONPATH=. RECAP_MODE=development $(BIN)/python $$file || exit 1; done

# A stamp stands for what is installed, so that pip runs only when the requirements have changed.
.venv/runtime: requirements.txt | .venv/bin/pip
	@echo "Installing what Recap needs into .venv (a minute or so) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/development: requirements-dev.txt .venv/runtime
	@echo "Installing what the tests need into .venv (a minute or so) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# bin/pip comes last: an environment that Python could not finish is made again.
.venv/bin/pip:
	@for python in python3 python3.13 python3.12 python3.11; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
		then exec $$python -m venv --clear .venv; fi; \
	done; \
	echo "Recap needs Python 3.11 or later, and this machine has none under the name python3." >&2; \
	exit 1
