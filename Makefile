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
PREFIX ?= /usr

.PHONY: help install deps test-deps xen-deps build run test soak conformance memory-check lint format docs bench fuzz xen-image xen-test xen-self-test \
	xen-list xen-run xen-shell \
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

CORPUS      ?= ../shared/corpus
SEED        ?= 1
N           ?= 10000

conformance: test-deps ## judge conversions by the pairs in CORPUS (laid out as libvirt's tests/), and xl.cfg by xl on N random files of SEED
	$(SWIFT) build --build-tests
	@status=0; \
	XENWARD_FILES=$(N) XENWARD_SEED=$(SEED) $(SWIFT) test --skip-build --filter RandomFileTests || status=1; \
	.build/debug/xenward-conformance '$(CORPUS)' || status=1; exit $$status

memory-check: test-deps ## run the tests of XenHost under valgrind
	$(call install,$(CHECK_DEPS))
	$(SWIFT) build --build-tests
	Tests/Support/MemoryCheck/run.sh .build/debug/xenwardPackageTests.xctest

soak: deps ## random lives of the embedded host for SECONDS, or the same ones each time for STEPS=100000
	$(SWIFT) build -c release --static-swift-stdlib --product xenward-soak
	@.build/release/xenward-soak $(if $(SECONDS),seconds $(SECONDS),steps $(or $(STEPS),100000))

lint: ## check the code's form
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## put the code into its form
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

bench: build test-deps ## measure plans that change nothing beside xmllint, and readers beside libraries
	$(SWIFT) build -c release --static-swift-stdlib --product xenward-bench
	@.build/release/xenward-bench $(RELEASE)

docs: build ## write docs/options.md anew, from the code
	$(RELEASE) explain --all > docs/options.md

fuzz: deps ## give the reader of FORMAT made-up input for SECONDS (60), to find what it cannot bear
	XENWARD_FUZZ=1 $(SWIFT) build -c release --scratch-path .build/fuzz --product xenward-fuzz \
	  --sanitize fuzzer -Xswiftc -sanitize=fuzzer,address -Xswiftc -enable-testing
	@Tests/Fuzz/fuzz '$(FORMAT)' $(or $(SECONDS),60)

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

install: ## put the built program and systemd's units below DESTDIR, with PREFIX=/usr
	install -D -m 0755 .build/release/xenward '$(DESTDIR)$(PREFIX)/sbin/xenward'
	for unit in systemd/*; do install -D -m 0644 "$$unit" '$(DESTDIR)/lib/systemd/system/'"$${unit##*/}"; done
	install -d -m 0755 '$(DESTDIR)/etc/xenward/domains.d'
	install -d -m 0700 '$(DESTDIR)/var/lib/xenward'

clean: ## remove what was built, and what `make run` left
	rm -rf .build State/*.yaml State/*.lock
