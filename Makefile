# Everything that CI and people run. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MVN := mvn -q --batch-mode
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help tools setup native demo check format test test-python test-native test-java bench docs wheel clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

tools: ## check that the machine has a JDK, Maven, a C++ compiler and CMake
	@bash tools/check-machine.sh

setup: tools $(STAMP) ## the virtual environment .venv with everything that is needed

$(STAMP): pyproject.toml CMakeLists.txt $(wildcard native/*)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade "pip>=25.1"
	$(BIN)/python -m pip install -q --group dev
	$(BIN)/python -m pip install -q --no-build-isolation -e ".[keras,onnxruntime]"
	touch $@

native: ## rebuild the native module after a change in native/
	$(BIN)/python -m pip install -q --no-build-isolation --no-deps -e .
