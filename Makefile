# The menu. Meson and ninja do the work; see docs/internals/tour.md.
BUILD ?= build
BIN = $(BUILD)/src/main/ridealong
PORT ?= 8420

.PHONY: all demo test asan bench bench-quality bench-outcomes fuzz lint install screenshots clean

all: $(BUILD)/build.ninja
	@ninja -C $(BUILD)

$(BUILD)/build.ninja:
	@tools/packages.sh build
	@meson setup $(BUILD) >/dev/null

demo:            ## everything from nothing: packages, build, data, themes, pages (DATA=file.csv for your own)
	@BUILD=$(BUILD) PORT=$(PORT) tools/demo.sh $(if $(DATA),"$(DATA)")

test:            ## installs what the tests need and runs them all
	@BUILD=$(BUILD) tools/test.sh

asan:            ## the unit tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@tools/asan.sh

bench:           ## speed and memory, as ratios against named peers
	@BUILD=$(BUILD) bench/run.sh

bench-quality:   ## quality of themes on labelled data
	@BUILD=$(BUILD) bench/quality.sh

bench-outcomes:  ## how often nothing is called a success, and a success is found (SERIES=1000)
	@BUILD=$(BUILD) bench/outcomes.sh

fuzz:            ## libFuzzer over every parser (SECONDS_EACH=60)
	@tools/fuzz.sh

lint:            ## clang-tidy, cppcheck, formatting, the layer law
	@BUILD=$(BUILD) tools/lint.sh

screenshots:     ## every page at 360 and 1280 px, dark and light
	@BUILD=$(BUILD) tools/screenshots.sh

install: all
	@meson install -C $(BUILD) --no-rebuild

clean:
	rm -rf $(BUILD) build-asan build-fuzz
