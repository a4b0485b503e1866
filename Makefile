# What CI runs, and what you run before you hand something in. `make check` needs `pip install -e '.[all,dev]'`.

PYTHON ?= .venv/bin/python
WORKERS ?= 2
CHECKED = kl_calendar tests bench tools

.PHONY: check format lint types layers test docs bench fuzz soak catalogues smoke

check: lint types layers test

format:
	$(PYTHON) -m ruff format $(CHECKED)
	$(PYTHON) -m ruff check --fix $(CHECKED)

lint:
	$(PYTHON) -m ruff format --check $(CHECKED)
	$(PYTHON) -m ruff check $(CHECKED)

types:
	$(PYTHON) -m mypy

layers:
	$(PYTHON) -c "from importlinter.cli import lint_imports_command as run; run()"

test: # the docs' examples are run by tests/package
	$(PYTHON) -m pytest -n $(WORKERS) --dist loadfile --cov --cov-report=term:skip-covered

docs:
	$(PYTHON) -m pytest tests/package

bench: # each prints its figure beside its floor, measured in the same run
	$(PYTHON) -m bench

fuzz: # an hour over the readers and the parser; CI runs a minute of it with the tests
	KL_FUZZ_SECONDS=3600 $(PYTHON) -m pytest tests/fuzz

soak: # a thousand killed builds; CI runs fifty
	KL_SOAK=1000 $(PYTHON) -m pytest tests/soak -s

catalogues: # the Danish sentences: collect, keep what is translated, compile
	$(PYTHON) tools/catalogues.py

smoke: # the wheel as people install it: alone, without the source beside it
	rm -rf build/smoke && $(PYTHON) -m venv build/smoke
	$(PYTHON) -m pip wheel -q --no-deps --wheel-dir build/smoke/dist .
	build/smoke/bin/pip install -q build/smoke/dist/*.whl
	cd build/smoke && bin/kl-calendar --help >/dev/null && bin/kl-calendar build ../../feeds --output public
