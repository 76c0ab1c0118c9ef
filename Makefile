# Every command a contributor needs; continuous integration runs the same ones.
# `make try` and `make test` work on a machine that has only Python 3.11 or newer, make, bash and a network.

BIN := .venv/bin
READING := tests/core/reading tests/core/converse tests/core/test_lexicon.py tests/test_dialogs.py
CODE := bot core content tests scripts/example

.DEFAULT_GOAL := help
.PHONY: help setup try run test check coverage fast prove test-fast handbook emulate browser pictures fix lock mutation index readme golden news bench clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/ready ## make .venv from the locked requirements (again only when the lock changes)

.venv/ready: requirements/dev.txt pyproject.toml scripts/setup
	@scripts/setup

try: setup ## the bot in a page that plays Slack, on this computer alone; with no terminal, one consult
	@$(BIN)/nadir try

run: setup ## the Slack app, with the settings of .env
	@$(BIN)/nadir serve

test: check ## everything continuous integration checks
	$(BIN)/python -m pytest
	@$(MAKE) --no-print-directory coverage

# Tests of chance are left out: what they happen to try would differ from run to run.
coverage: setup ## messages and dialogs take every branch of the reader
	$(BIN)/coverage run -m pytest -q $(READING) -m "not hypothesis"
	$(BIN)/coverage report

fast: setup build/fast/ready ## the wheel with its reader compiled: two to three times as fast (needs a C compiler)

build/fast/ready: $(wildcard core/lexicon/*.py core/reading/*.py core/reading/*/*.py) core/quantity.py pyproject.toml scripts/fast
	@scripts/fast

# The compiled reader is held against the source: every test of reading, and the same bytes for every labelled message.
test-fast: fast
	NADIR_COMPILED=1 PYTHONPATH=build/fast/site $(BIN)/pytest --import-mode=append -q tests/compiled $(READING)

browser: setup ## the page and the bot in it, tried in a real browser (needs Chromium)
	@scripts/browser

pictures: setup ## take the pictures of README.md anew, into docs/pictures (needs Chromium)
	@scripts/browser pictures

handbook: setup ## the handbook as a site, in build/handbook/html: every statement, table, source and decision path
	@scripts/handbook

emulate: setup ## the app against a Slack nobody here wrote: npm emulate, installed in .emulate (needs Node.js 20)
	@scripts/emulate
	NADIR_REQUIRE_EMULATE=1 $(BIN)/python -m pytest -q tests/emulate

check: setup ## formatting, lint, types, import directions and the proof of the handbook
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/nadir check

prove: setup ## every claim about the handbook, over every reportable value (a minute on two processors)
	$(BIN)/nadir check --exhaustive

fix: setup ## format, and mend what ruff can
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

lock: ## write requirements/ anew from pyproject.toml
	@scripts/lock

mutation: ## mutate the reader's contexts and units, and list what no test noticed (an hour)
	@scripts/mutation

index: setup ## make content/passages.jsonl, what questions are searched by, anew from the guidelines
	@$(BIN)/python -m bot.index write

readme: setup ## write the example of README.md from what the bot answers
	@$(BIN)/python scripts/example

golden: setup ## write the main replies, forms and the App Home as payloads anew (tests/bot/blocks/golden)
	@$(BIN)/python -m tests.bot.blocks.scenes

news: setup ## show the changelog of the fragments so far
	@$(BIN)/towncrier build --draft

bench: setup ## how long a reading takes and how that grows with the length, and how long a question takes
	@$(BIN)/python -m tests.bench.reading
	@$(BIN)/python -m tests.bench.question

clean: ## remove everything that can be made again
	rm -rf .venv .emulate .handbook-venv .lock-venv .coverage dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
