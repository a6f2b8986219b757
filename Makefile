# The front door. `make help` lists what it can do.

SWIFT       ?= swift
RELEASE     := .build/release/xenward
HOST        := test://$(CURDIR)/State/host.yaml
STATE       := State/state.yaml

# What the program needs to build, and what its tests and its bench measure it against.
BUILD_DEPS  := libxen-dev libxml2-dev libyaml-dev pkg-config
TEST_DEPS   := xen-utils-4.17 xen-utils-common libxml2-utils time gcc libc6-dev perl-base
CHECK_DEPS  := valgrind binutils
# What the machine needs that emulates a real Xen, and how to run it.
XEN_DEPS    := qemu-system-x86 cpio gcc libc6-dev binutils e2fsprogs xz-utils util-linux
REAL_XEN    := Tests/RealXen

SUDO        := $(if $(filter 0,$(shell id -u)),,sudo)

.DEFAULT_GOAL := help
.PHONY: help deps test-deps xen-deps build run test memory-check lint format bench xen-image xen-test xen-self-test xen-list xen-run xen-shell \
	xen-bench xen-endurance clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

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

memory-check: test-deps ## run the tests of XenHost under valgrind
	$(call install,$(CHECK_DEPS))
	$(SWIFT) build --build-tests
	Tests/Support/MemoryCheck/run.sh .build/debug/xenwardPackageTests.xctest

lint: ## check the code's form
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## put the code into its form
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

bench: build test-deps ## measure plans that change nothing, beside xmllint
	$(SWIFT) build -c release --static-swift-stdlib --product xenward-bench
	@.build/release/xenward-bench $(RELEASE)

xen-deps: ## install what emulates a real Xen
	$(call install,$(XEN_DEPS))

xen-image: xen-deps ## make the dom0 that the xen-… targets boot, unless it is there
	@$(REAL_XEN)/image

xen-test: build xen-deps ## run every scenario on a real Xen, or SCENARIO=names-or-patterns
	@$(REAL_XEN)/test $(foreach s,$(SCENARIO),'$(s)')

xen-self-test: build xen-deps ## show that the testbed tells failing scenarios from passing ones
	@$(REAL_XEN)/self-test

xen-list: ## list the scenarios
	@$(REAL_XEN)/test --list

xen-run: build xen-deps ## run SCRIPT=path [DIR=path] [OUT=path] [TIME=seconds] in dom0 of a real Xen
	@$(REAL_XEN)/run $(if $(DIR),-d '$(DIR)') $(if $(OUT),-o '$(OUT)') $(if $(TIME),-t '$(TIME)') '$(SCRIPT)'

xen-shell: build xen-deps ## a prompt in dom0 of a real Xen
	@$(REAL_XEN)/shell

xen-bench: build xen-deps ## measure xenward beside xl on a real Xen, both in one boot
	@$(REAL_XEN)/run -d $(REAL_XEN)/Bench -t 3000 $(REAL_XEN)/Bench/bench $(ROUNDS)

xen-endurance: deps xen-deps ## make and destroy a guest 500 times in one process on a real Xen, and watch what that holds
	$(SWIFT) build -c release --static-swift-stdlib --product xenward-endurance
	@XENWARD=.build/release/xenward-endurance $(REAL_XEN)/run -t 3000 .build/release/xenward-endurance $(ROUNDS)

clean: ## remove what was built, and what `make run` left
	rm -rf .build State/*.yaml State/*.lock
