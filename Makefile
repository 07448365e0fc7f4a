# Each target does all the setup: Python 3.10 or newer and make are enough.
# On Windows, or wherever uv is installed: `uv run falsematch demo`, `uv run pytest`.
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
ifeq ($(UV),)
UV := .venv/bin/uv
SETUP := .venv/bin/uv
endif
# A uv found elsewhere must not use another environment.
unexport VIRTUAL_ENV
# Where Python may not keep what it compiled, every process compiles pandas and the rest again: some
# three seconds for each of the hundreds of processes that the tests start.
unexport PYTHONDONTWRITEBYTECODE

# Like pip, uv trusts the certificates of this machine, where a proxy that inspects encrypted
# connections has its own; where there is no such store, those that uv brings.
STORES := /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/ca-bundle.pem /etc/ssl/cert.pem
export UV_SYSTEM_CERTS ?= $(if $(wildcard $(STORES)),true,false)

.PHONY: demo test quick long attack lint bundle bench bench-sweep bench-scale catalogue docs docs-site wheel clean

demo: $(SETUP) ## Replay the test: make demo, or make demo ARGS=--no-serve
	@$(UV) run --quiet --no-dev --extra matcher falsematch demo $(ARGS)

# Tests run side by side already: threads of linear algebra would only wait for each other.
test quick: export OPENBLAS_NUM_THREADS := 1
test: $(SETUP) ## The whole test suite
	$(UV) run --quiet pytest -n 3 --dist worksteal $(ARGS)

quick: $(SETUP) ## The tests that take no browser, no cluster and no patience: under two minutes
	$(UV) run --quiet pytest -n 2 --dist worksteal -m "not browser and not cluster and not slow" $(ARGS)

long: $(SETUP) ## Browser tests in further looks, and the fuzzer at full length: an hour
	$(UV) run --quiet pytest -n 2 --dist worksteal -m long
	$(UV) run --quiet python tests/fuzz/fuzz.py --actions 10000 --seed 1

attack: $(SETUP) ## 12,000 changed files, and 200 runs that are killed: half an hour
	$(UV) run --quiet python tests/attack/long_run.py --mutations 12000 --seed 1
	$(UV) run --quiet pytest -m long tests/attack

lint: $(SETUP) ## Format, rules, types, layers
	$(UV) run --quiet ruff format --check .
	$(UV) run --quiet ruff check .
	$(UV) run --quiet mypy
	$(UV) run --quiet lint-imports

bundle: $(SETUP) ## Rebuild the bundled data sets: make bundle PHOTOS=folder
	for name in congress-115 congress-115-second congress-114 congress-114-second legislators london lfw; do \
	  $(UV) run --quiet falsematch datasets build $$name --photos "$(PHOTOS)" --out datasets/$$name --encoder dlib || exit 1; \
	done
	$(UV) run --quiet falsematch datasets build utkface-adults --without-vectors --encoder dlib --photos "$(PHOTOS)" --out .
	$(UV) run --quiet falsematch datasets build congress-115 --photos "$(PHOTOS)" --out datasets/congress-115 --encoder dlib --conditions
	$(UV) run --quiet falsematch datasets count lfw --group-by gender --out datasets/lfw
	$(UV) run --quiet falsematch datasets pack --photos "$(PHOTOS)" --out datasets/packs
	$(UV) run --quiet python -m simulator.live_matcher.recorded_run
	$(UV) run --quiet python tools/thumbnails.py --photos "$(PHOTOS)"

bench: $(SETUP)
	$(UV) run --quiet --group bench python benchmarks/search.py

bench-sweep: $(SETUP) ## Measure what a cell of a sweep costs
	$(UV) run --quiet python benchmarks/sweep.py

bench-scale: $(SETUP) ## Search a gallery of a million synthetic vectors
	$(UV) run --quiet python benchmarks/scale.py

catalogue: $(SETUP) ## Update the translations to match the texts; start one: make catalogue ARGS=fr
	@$(UV) run --quiet python tools/catalogue.py $(ARGS)

docs: $(SETUP) ## Write measured numbers into the documents; to compare only: make docs ARGS=--check
	@$(UV) run --quiet python tools/docs.py $(ARGS)
	@$(if $(ARGS),,$(UV) run --quiet falsematch lesson-pack --out docs/teaching --markdown --replace)

docs-site: $(SETUP) ## The documents as pages in dist/docs, with the Python reference, and the lab as their demo
	NO_MKDOCS_2_WARNING=1 $(UV) run --quiet --group docs mkdocs build --strict
	$(UV) run --quiet falsematch site dist/docs/lab --lang en --lang es

wheel: $(SETUP) ## Build the wheel and try it under plain pip
	@.ci/wheel

clean:
	rm -rf .venv uv.lock dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	  { echo "Python 3.10 or newer was expected, found $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { echo "Python's venv module was expected, found none. On Debian: apt install python3-venv" >&2; exit 1; }
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
