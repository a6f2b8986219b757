# The front door. `make help` lists what it can do.

SWIFT       ?= swift
RELEASE     := .build/release/xenward
HOST        := test://$(CURDIR)/State/host.yaml
STATE       := State/state.yaml

# What the program needs to build, and what its tests and its bench measure it against.
BUILD_DEPS  := libxen-dev libxml2-dev libyaml-dev pkg-config
TEST_DEPS   := xen-utils-4.17 xen-utils-common libxml2-utils time gcc libc6-dev perl-base
CHECK_DEPS  := valgrind binutils
# What makes a Debian package, and what judges it and what is in it.
DEB_DEPS    := debhelper dpkg-dev
PACKAGE_DEPS := bash bash-completion fish lintian man-db mandoc mount shellcheck systemd util-linux zsh
# What the machine needs that emulates a real Xen, and how to run it.
XEN_DEPS    := qemu-system-x86 cpio gcc libc6-dev binutils e2fsprogs xz-utils util-linux mmdebstrap uidmap systemd dpkg-dev
REAL_XEN    := Tests/RealXen

SUDO        := $(if $(filter 0,$(shell id -u)),,sudo)

.DEFAULT_GOAL := help
PREFIX ?= /usr

.PHONY: help install deps test-deps xen-deps build run test soak conformance memory-check lint format docs bench fuzz xen-image xen-test xen-test-debian xen-test-quick xen-self-test \
	xen-list xen-run xen-shell \
	xen-bench xen-endurance man completions deb check-package check-service clean

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

day: build test-deps ## what a day by a fast clock leaves behind in a watcher: no memory, no descriptors
	Tests/Soak/day

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

# The names or patterns in SCENARIO, as arguments, and whether one of them needs a Debian.
CHOSEN       = $(foreach s,$(SCENARIO),'$(s)')
NEEDS_DEBIAN = $(if $(SCENARIO),$(shell $(REAL_XEN)/test --list --debian $(CHOSEN) 2>/dev/null))

xen-test: $(if $(filter xen-test,$(MAKECMDGOALS)),$(if $(NEEDS_DEBIAN),deb,build)) xen-deps ## run the scenarios that dom0 as it is is enough for, or SCENARIO=names-or-patterns of all
	@$(REAL_XEN)/test $(or $(CHOSEN),--dom0)

xen-test-debian: deb xen-deps ## run those that need a Debian in dom0: the package, its units, libvirt
	@$(REAL_XEN)/test --debian $(CHOSEN)

xen-self-test: build xen-deps ## show that the testbed tells failing scenarios from passing ones
	@$(REAL_XEN)/self-test

xen-test-quick: build xen-deps ## run the scenarios that take a minute or less
	@$(REAL_XEN)/test --quick

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

# The day that pages and packages bear: that of the last change, so that two builds of it are the same.
DAY         := $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct 2>/dev/null),0)

man: build ## write the manual pages to .build/man
	$(SWIFT) build -c release --static-swift-stdlib --product xenward-manual
	@mkdir -p .build/man
	@day="$$(LC_ALL=C date -u -d @$(DAY) '+%B %-d, %Y')" && \
	$(RELEASE) --experimental-dump-help | .build/release/xenward-manual "$$day" docs/man/xenward.1.in >.build/man/xenward.1 && \
	for page in docs/man/*.[58]; do sed "s/@date@/$$day/" "$$page" >".build/man/$${page##*/}" || exit; done

completions: build ## write what bash, zsh and fish complete commands by to .build/completions
	@mkdir -p .build/completions
	$(RELEASE) --generate-completion-script bash | sed '1{/^#!/d}' >.build/completions/xenward
	$(RELEASE) --generate-completion-script zsh >.build/completions/_xenward
	$(RELEASE) --generate-completion-script fish >.build/completions/xenward.fish

UNITDIR     ?= /lib/systemd/system
SHARE       := $(DESTDIR)$(PREFIX)/share

install: ## put what `make man completions` has built, and systemd's units, below DESTDIR, with PREFIX=/usr
	@test -x $(RELEASE) && test -s .build/man/xenward.1 && test -s .build/completions/xenward || \
	  { echo 'first: make man completions' >&2; exit 1; }
	install -D -m 0755 $(RELEASE) '$(DESTDIR)$(PREFIX)/sbin/xenward'
	install -d -m 0755 '$(DESTDIR)$(UNITDIR)'
	for unit in systemd/*; do sed 's|/usr/sbin/|$(PREFIX)/sbin/|' "$$unit" >'$(DESTDIR)$(UNITDIR)/'"$${unit##*/}" || exit; done
	for page in .build/man/*; do install -D -m 0644 "$$page" '$(SHARE)/man/man'"$${page##*.}/$${page##*/}" || exit; done
	install -D -m 0644 .build/completions/xenward '$(SHARE)/bash-completion/completions/xenward'
	install -D -m 0644 .build/completions/_xenward '$(SHARE)/zsh/vendor-completions/_xenward'
	install -D -m 0644 .build/completions/xenward.fish '$(SHARE)/fish/vendor_completions.d/xenward.fish'
	install -D -m 0644 -t '$(SHARE)/doc/xenward' README.md docs/*.md
	install -D -m 0644 -t '$(SHARE)/doc/xenward/examples' packaging/xendomains.conf
	install -D -m 0644 -t '$(SHARE)/doc/xenward/examples/guests' examples/*
	install -d -m 0755 '$(DESTDIR)/etc/xenward/domains.d'
	test -e '$(DESTDIR)/etc/xenward/domains.d/xenward.yaml' || \
	  install -m 0644 packaging/xenward.yaml '$(DESTDIR)/etc/xenward/domains.d/xenward.yaml'
	install -d -m 0700 '$(DESTDIR)/var/lib/xenward'

deb: man completions ## build a Debian package in .build/deb
	$(call install,$(DEB_DEPS))
	@rm -rf .build/deb && mkdir -p .build/deb
	DEB_RULES_REQUIRES_ROOT=no debian/rules binary
	@ls -l .build/deb/*.deb

# Prometheus' own judge of metrics, out of Debian's package; installed, that would start a server here.
.build/prometheus/usr/bin/promtool:
	mkdir -p .build/prometheus
	cd .build/prometheus && { apt-get download -qq prometheus || { $(SUDO) apt-get update -qq && apt-get download -qq prometheus; }; }
	dpkg-deb -x .build/prometheus/prometheus_*.deb .build/prometheus && rm .build/prometheus/prometheus_*.deb

# What looks at files, and what needs mounts and namespaces of its own besides.
FILE_CHECKS    := layout units manual completions metrics deb
MACHINE_CHECKS := lifecycle service

check-package: deb .build/prometheus/usr/bin/promtool ## judge what is installed: the layout, systemd's units, the manual, completions, metrics, and the package
	$(call install,$(PACKAGE_DEPS))
	@status=0; for check in $(FILE_CHECKS); do Tests/Packaging/$$check || status=1; done; exit $$status

check-service: deb ## install, upgrade and remove the package in a view of this machine, and boot systemd there
	$(call install,$(PACKAGE_DEPS))
	@status=0; for check in $(MACHINE_CHECKS); do Tests/Packaging/$$check || status=1; done; exit $$status

clean: ## remove what was built, and what `make run` left
	rm -rf .build State/*.yaml State/*.lock
