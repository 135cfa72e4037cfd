# Two commands do everything: `make run` and `make test`. The rest is for those who work on the code.
# Recipes are one line: what they do stands in bin/.

PYTHON_IN_VENV := .venv/bin/python
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

.PHONY: help
help: ## Say what each command does
	@awk 'BEGIN { FS = ":[^#]*## " } /^[a-z0-9-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: ## Install what is missing and serve the demonstration at http://localhost:5000 (PORT=… for another port)
	@exec bin/run

.PHONY: test
test: ## Run the whole suite on SQLite and on PostgreSQL, journeys in a browser included (ARGS="-k name" for a part)
	@exec bin/test $(ARGS)

.PHONY: check
check: dev ## Check style, types and the rules of the house, without running the suite
	@bin/check

.PHONY: dev
dev: # What tests and checks need, without running them
	@bin/setup --dev

.PHONY: drill
drill: dev ## Long trials: each guard removed in turn, kills, restores, every nasty value (some 20 minutes)
	@exec $(PYTHON_IN_VENV) -m pytest $(if $(findstring tests/,$(ARGS)),,tests/drill) $(ARGS)

.PHONY: bench
bench: dev ## Measure speed, size and memory: one line per figure
	@exec $(PYTHON_IN_VENV) -m bench $(ARGS)

.PHONY: tour
tour: dev ## Take the pictures of the README again, in a browser, on fresh demonstration data
	@BROWSER_PATH=$$(bin/browser --install) exec $(PYTHON_IN_VENV) -m bin.tour

.PHONY: i18n
i18n: dev ## Collect the sentences of the code into the French and Arabic catalogues
	@exec $(PYTHON_IN_VENV) bin/collect_sentences.py

.PHONY: migration
migration: dev ## Write a new migration from what changed in the models: make migration m="Add a table of visits"
	@exec bin/migration "$(m)"

.PHONY: upgrade
upgrade: ## Bring an installation up to date: libraries, files, database (backed up first)
	@bin/setup
	@exec $(PYTHON_IN_VENV) bin/upgrade.py

.PHONY: lock
lock: dev ## Compile requirements*.in into requirements*.txt, with the hash of every file
	@exec bin/lock $(ARGS)

.PHONY: audit
audit: dev ## Look up known vulnerabilities of the locked libraries
	@exec $(PYTHON_IN_VENV) bin/audit.py
