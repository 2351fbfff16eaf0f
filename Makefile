# One page for the whole workflow. `make help` lists it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DATA   ?= data
OUTPUT ?= site
PORT   ?= 8000
SEED   ?= 1
FROM   ?= 0
COUNT  ?= 10000
POINTS ?= 100
# Where a Python of 3.12 or newer may be, which another implementation of logs needs.
NEWER := python3.14 python3.13 python3.12 $(wildcard $(HOME)/.pyenv/versions/3.1[2-9]*/bin/python)
NODE_TOOLS := .tools/node_modules/.bin

.DEFAULT_GOAL := help

.PHONY: help setup site check serve test lint format fuzz soak bench golden twice docs pictures screenshots lighthouse dist sbom lock tools clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(VENV)/site.stamp: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the site needs into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/site.stamp
	@echo "Installing the test tools into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/site.stamp  ## install what the site needs into .venv, and nothing else

site: $(VENV)/site.stamp  ## check data/, build site/ and say where to look
	@$(BIN)/wuyi build --data $(DATA) --output $(OUTPUT) $(ARGS)

check: $(VENV)/site.stamp  ## check data/ and write nothing
	@$(BIN)/wuyi check --data $(DATA) $(ARGS)

serve: $(VENV)/site.stamp  ## build, show on this machine, rebuild on change
	@$(BIN)/wuyi serve --data $(DATA) --output $(OUTPUT) --port $(PORT)

test: $(VENV)/dev.stamp  ## run every test
	@$(BIN)/python -m pytest -n auto $(ARGS)

lint: $(VENV)/dev.stamp  ## ruff, mypy --strict and, after `make tools`, stylelint
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@if [ -x $(NODE_TOOLS)/stylelint ]; then \
	  $(NODE_TOOLS)/stylelint --config-basedir .tools "generator/theme/**/*.css"; \
	elif [ "$$CI" = true ]; then echo "stylelint is missing: run make tools"; exit 1; \
	else echo "without stylelint (make tools installs it)"; fi

format: $(VENV)/dev.stamp  ## format the code and mend what can be mended
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

fuzz: $(VENV)/dev.stamp  ## break data folders, lists, published sites, texts, pictures, keys and proofs, and see that no command breaks (SEED=1 COUNT=10000; FROM=42 COUNT=1 for one again)
	@$(BIN)/python -m tests.tools.fuzz --seed $(SEED) --first $(FROM) --count $(COUNT)
	@$(BIN)/python -m tests.tools.lists --seed $(SEED) --first $(FROM) --count $(COUNT)
	@$(BIN)/python -m tests.tools.publisher --seed $(SEED) --first $(FROM) --count $(COUNT)
	@$(BIN)/python -m tests.tools.readers --seed $(SEED) --first $(FROM) --count $(COUNT)

soak: $(VENV)/dev.stamp  ## kill publications at a hundred points and copies at each step, and let two race (POINTS=100; after `make tools`)
	@WUYI_SOAK=$(POINTS) $(BIN)/python -m pytest -q -n auto tests/delivery/test_delivery.py \
	  tests/delivery/test_killing.py tests/delivery/test_racing.py tests/delivery/test_weather.py tests/copies/test_stopped.py

bench: $(VENV)/dev.stamp  ## time building beside Hugo, and checking beside Frictionless (ARGS=build, check, profile or search for one)
	@$(BIN)/python -m tests.bench $(ARGS)

golden: $(VENV)/dev.stamp  ## write the golden files anew; look at the diff before committing
	@$(BIN)/python -m pytest -q --golden $(ARGS)

twice: $(VENV)/dev.stamp  ## build the newest commit twice, as two strangers would, and name the files that differ
	@$(BIN)/python -m tests.tools.twice

docs: $(VENV)/dev.stamp  ## write the generated parts of docs/ anew
	@$(BIN)/python -m tests.tools.docs

pictures: $(VENV)/dev.stamp  ## make the pictures of the guide anew (needs Chromium, LibreOffice and poppler-utils)
	@$(BIN)/python -m tests.tools.pictures

screenshots: $(VENV)/dev.stamp  ## pictures of every kind of page in screenshots/ (ARGS=--all for each in every way: dark, large, paper)
	@$(BIN)/python -m tests.tools.screenshots $(ARGS)

lighthouse: $(VENV)/dev.stamp  ## scores of six kinds of pages, on a telephone and a slow network (ARGS=990101/ for other pages)
	@$(BIN)/python -m tests.tools.lighthouse $(ARGS)

dist: $(VENV)/dev.stamp  ## build the wheel and the source archive, the same bytes each time, in dist/
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --no-isolation --outdir dist .

sbom: $(VENV)/dev.stamp  ## list what the program is made of (CycloneDX), the same bytes each time, in dist/
	@mkdir -p dist
	@$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --mc-type application --output-reproducible --of JSON -o dist/wuyi.cdx.json

lock:  ## pin the dependencies anew (needs uv and npm)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group build --group dist --group test --group readers --group lint --group bench pyproject.toml -o requirements-dev.lock
	sed -nE 's/^([a-z0-9_.-]+==[^\\]*[^\\ ]) *\\$$/\1/p' requirements-dev.lock > $(VENV)/pins.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group build -c $(VENV)/pins.txt pyproject.toml -o requirements.lock
	echo 'moto[server]>=5.2' | uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate - -o tests/tools/moto.lock
	echo 'aics-tlog>=0.2.1' | uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-annotate - -o tests/tools/aics-tlog.lock
	npm install --silent --no-fund --no-audit --ignore-scripts --package-lock-only --no-omit-lockfile-registry-resolved --prefix tests/tools/npm

tools:  ## install what some tests need beside Python (Debian, as root)
	apt-get update -q
	apt-get install -y -q --no-install-recommends chromium newsboat fonts-noto-cjk default-jre-headless jing sfeed jq curl r-base-core nginx-light caddy \
	  libpango-1.0-0 libpangoft2-1.0-0 fonts-hanazono poppler-utils zbar-tools systemd libreoffice-calc-nogui libreoffice-writer-nogui r-cran-jsonlite rsync openssh-server strace
	command -v npm >/dev/null || apt-get install -y -q --no-install-recommends nodejs npm
	mkdir -p .tools
	cp tests/tools/npm/package.json tests/tools/npm/package-lock.json .tools/
	npm ci --silent --no-fund --no-audit --ignore-scripts --prefix .tools
	$(PYTHON) -m venv .tools/moto
	.tools/moto/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/tools/moto.lock
	for python in $(NEWER); do command -v $$python >/dev/null && $$python -m venv .tools/aics-tlog && break; done; \
	  if [ -x .tools/aics-tlog/bin/python ]; then \
	    .tools/aics-tlog/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/tools/aics-tlog.lock; \
	  else echo "without aics-tlog: no Python 3.12 or newer here"; fi

clean:  ## remove what can be made again
	rm -rf .venv .tools dist .fuzz .site.build .pytest_cache .mypy_cache .ruff_cache .hypothesis screenshots
	find site -mindepth 1 ! -name README.md -delete
