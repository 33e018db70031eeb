# Everything that CI and people run. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MVN := mvn --batch-mode --no-transfer-progress -q -f java/pom.xml
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help tools setup native demo check format test test-python test-native test-java \
	cases conformance exhaustive formats docs bench bench-java wheel clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

tools: ## check that the machine has a JDK, Maven, a C++ compiler and CMake
	@PYTHON=$(PYTHON) bash tools/check-machine.sh

setup: tools $(STAMP) ## make the virtual environment .venv with everything that is needed

$(STAMP): pyproject.toml CMakeLists.txt $(wildcard native/*)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade "pip>=25.1"
	$(BIN)/python -m pip install -q --group dev
	$(BIN)/python -m pip install -q --no-build-isolation -e ".[keras,onnxruntime]"
	@touch $@

native: ## rebuild the native module after a change in native/
	$(BIN)/python -m pip install -q --no-build-isolation --no-deps -e .

demo: setup ## the main job on the bundled LeNet: pickle -> ONNX -> Java, proven layer by layer
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash examples/lenet/demo.sh build/demo

check: setup ## formatters, linters, types, layers, and that generated files are as generated
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/clang-format --dry-run --Werror $(shell git ls-files 'native/*.?pp' 'tests/native/*.?pp')
	$(MVN) -Pcheck spotless:check
	$(MAKE) docs
	git diff --exit-code -- docs tests/cases

format: setup ## format all sources
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/clang-format -i $(shell git ls-files 'native/*.?pp' 'tests/native/*.?pp')
	$(MVN) -Pcheck spotless:apply

test: test-native test-java test-python ## everything: native, Java, Python, the examples in the docs

test-python: setup ## Python, with the doctests and the README
	$(BIN)/pytest -q -n auto
	$(BIN)/pytest -q --doctest-modules src

test-native: setup ## the native kernels under the address and undefined-behaviour sanitizers
	bash tests/native/run.sh

test-java: tools ## the Java runtime
	$(MVN) -pl runtime verify

formats: setup ## every recorded form of a model file; writes the table of docs/model-files.md
	$(BIN)/python tools/formats.py

conformance: setup ## ONNX's own cases in Python and Java; writes docs/operators.md
	$(MVN) -pl runtime -DskipTests package
	$(BIN)/python tools/conformance.py java/runtime/target/rot180-runtime-0.1.0.jar

cases: setup ## write the cases again that Python and Java both replay
	$(BIN)/python tools/make_cases.py

exhaustive: tools ## all 2^32 arguments of each function, C++ and Java (8 minutes of CPU, needs MPFR)
	bash tools/exhaustive/run.sh

docs: cases conformance formats ## write the generated pages, tables and pictures again
	$(BIN)/python tools/draw_pictures.py

bench: setup ## measure conv2d against its rivals (installs them: large)
	$(BIN)/python -m pip install -q --group bench
	$(BIN)/rot180 bench --out bench/results

bench-java: setup ## measure the Java runtime beside ONNX Runtime's Java API (26 minutes)
	$(BIN)/python bench/java_run.py

wheel: setup ## a wheel in dist/ that installs where there is no compiler
	$(BIN)/python -m build --wheel

clean: ## remove what was built, except the virtual environment
	rm -rf build dist java/*/target
