# Thin: setup.sh installs, CMake builds, the program does the work. `make help` says what there is.
FILE ?= tests/golden/articles/sample.txt
JOBS ?= $(shell nproc)

.PHONY: help score build test test-full bench asan tsan lint format train need_data evaluate clean

help:
	@echo "make score [FILE=article.txt]   install what is missing, build, and print the report of an article"
	@echo "make test                       install what is missing, build, and run the tests"
	@echo "make test-full                  the same, again under asan, and lint (format check, clang-tidy)"
	@echo "make bench [FILE=article.txt]   time each stage on an article"
	@echo "make train DATA=... [BASE=...]  train the classifier again (see weights/train/README.md)"
	@echo "make evaluate DATA=...          measure the built program on labelled data"
	@echo "make format | lint | asan | tsan | clean"

build:
	@./setup.sh
	@cmake --preset release $(if $(wildcard build/release/build.ninja),>/dev/null,>&2)
	@cmake --build --preset release -j $(JOBS) >&2

score: build
	@build/release/detente score --format text "$(FILE)"

test: build
	@ctest --preset release -j $(JOBS)

test-full: test asan lint

bench: build
	@cmake --build --preset release --target stage_bench
	@build/release/stage_bench "$(FILE)" weights

asan tsan:
	@./setup.sh --dev
	@cmake --preset $@ >/dev/null
	@cmake --build --preset $@ -j $(JOBS)
	@ctest --preset $@ -j $(JOBS)

SOURCES = $(shell git ls-files 'engine/*.cc' 'engine/*.h' 'include/*.h' 'tests/*.cc' 'tests/*.h' 'bench/*.cc')

lint:
	@./setup.sh --dev
	@clang-format --dry-run --Werror $(SOURCES)
	@cmake --preset release >/dev/null
	@printf '%s\n' $(filter engine/%.cc,$(SOURCES)) | xargs -P $(JOBS) -n 1 clang-tidy --quiet -p build/release

format:
	@clang-format -i $(SOURCES)

need_data:
	@[ -n "$(DATA)" ] || { echo "say where the labelled data is: make $(MAKECMDGOALS) DATA=path/to/data" >&2; exit 2; }

train: need_data build
	@weights/train/run.sh "$(DATA)" $(if $(BASE),"$(BASE)")

evaluate: need_data build
	@python3 weights/train/evaluate.py --program build/release/detente --weights weights --data "$(DATA)"

clean:
	@rm -rf build
