# The front door. `make help` lists what it can do.

SWIFT       ?= swift
RELEASE     := .build/release/xenward
HOST        := test://$(CURDIR)/State/host.yaml
STATE       := State/state.yaml

# What the program needs to build, and what its tests and its bench measure it against.
BUILD_DEPS  := libxen-dev libxml2-dev libyaml-dev pkg-config
TEST_DEPS   := xen-utils-4.17 xen-utils-common libxml2-utils time gcc libc6-dev

SUDO        := $(if $(filter 0,$(shell id -u)),,sudo)

.DEFAULT_GOAL := help
.PHONY: help deps test-deps build run test lint format bench clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# $(call install,PACKAGES): installs what is missing, and only that.
define install
	@missing=""; for p in $(1); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "installing$$missing"; \
	  $(SUDO) apt-get update -qq && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; fi
endef

deps: ## install the Debian packages that building needs
	$(call install,$(BUILD_DEPS))

test-deps: deps ## install what the tests compare with, too
	$(call install,$(TEST_DEPS))

build: deps ## build the release binary, .build/release/xenward
	$(SWIFT) build -c release --static-swift-stdlib --product xenward

run: build ## plan, apply and plan again the examples, on an embedded host
	@rm -f State/*.yaml State/*.lock
	$(RELEASE) plan examples --connect $(HOST) --state $(STATE)
	$(RELEASE) apply examples --connect $(HOST) --state $(STATE) --yes
	$(RELEASE) status --dir examples --connect $(HOST) --state $(STATE)
	$(RELEASE) plan examples --connect $(HOST) --state $(STATE) --detailed-exitcode

test: test-deps ## run every test
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

lint: ## check the code's form
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## put the code into its form
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

bench: build test-deps ## measure plans that change nothing, beside xmllint
	$(SWIFT) build -c release --static-swift-stdlib --product xenward-bench
	@.build/release/xenward-bench $(RELEASE)

clean: ## remove what was built, and what `make run` left
	rm -rf .build State/*.yaml State/*.lock
