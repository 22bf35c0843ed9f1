# Everything starts here: make run, make test, make build, make lint, make bench, make setup.
# All of them install and fetch what they need first; see cmd/visitwright/setup.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
ROOT := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
WEB := cmd/visitwright/web

ifneq ($(CURDIR),$(ROOT))
# Called from another folder with -f: everything below is written for this one.
.PHONY: help setup verify build web run test lint bench clean
help setup verify build web run test lint bench clean:
	@$(MAKE) --no-print-directory -C $(ROOT) $@
else

# The clone's own tools first (set-up makes them); never another Go than those.
export PATH := $(ROOT)/bin/tools/go/bin:$(ROOT)/bin/tools/node/bin:$(PATH)
export GOTOOLCHAIN := local
export CGO_ENABLED := 1
export VISITWRIGHT_PARTS ?= $(ROOT)/bin/parts

.PHONY: help
help: ## What can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.PHONY: setup
setup: ## Installs what is missing and fetches the pinned parts
	@cmd/visitwright/setup/setup.sh build

.PHONY: verify
verify: setup ## Compares the fetched parts with their noted hashes
	@python3 cmd/visitwright/setup/fetch.py verify bin/parts

.PHONY: build
build: setup web ## Builds bin/visitwright
	@echo "Compiling bin/visitwright"
	@go build -buildvcs=false -ldflags "-X main.revision=$$(git rev-parse HEAD 2>/dev/null)" -o bin/visitwright \
	  ./cmd/visitwright 2> >(grep -v '^go: downloading' >&2)

# The browser app, built into $(WEB)/dist, which the program embeds.
.PHONY: web
web: $(WEB)/dist/.built

$(WEB)/node_modules/.installed: $(WEB)/package.json $(WEB)/package-lock.json | setup
	@echo "Installing the browser app's packages"
	@cd $(WEB) && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

WEB_SOURCES := $(shell find $(WEB) -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/test-results/*' -not -path '*/e2e/*' -not -name '*.go' 2>/dev/null)
$(WEB)/dist/.built: $(WEB_SOURCES) $(WEB)/node_modules/.installed
	@echo "Building the browser app"
	@cd $(WEB) && npm run --silent build -- --logLevel warn
	@touch $@

.PHONY: run
run: ## Starts the service with a demonstration visit
	@cmd/visitwright/setup/setup.sh run
	@$(MAKE) --no-print-directory build
	@VISITWRIGHT_DATA="$${VISITWRIGHT_DATA:-$(ROOT)/.data}" bin/visitwright demo

# Packages whose tests are run under the race detector: where several goroutines write to one thing.
RACY := ./scribe/capture/... ./ehr/store/privatepg ./cmd/visitwright/config ./cmd/visitwright/live \
  ./cmd/visitwright/recorder ./cmd/visitwright/server

.PHONY: test
test: ## Runs every test, the browser's included
	@cmd/visitwright/setup/setup.sh test
	@$(MAKE) --no-print-directory build
	@cd $(WEB) && npm run --silent test
	@cd $(WEB) && npm run --silent e2e
	@go test -race -timeout 30m $(RACY)
	@go test -timeout 30m $$(go list ./... | grep -vxFf <(go list $(RACY)))

.PHONY: lint
lint: build ## Format, vet, staticcheck, import rules, types
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$unformatted" ]; then echo "gofmt: $$unformatted"; exit 1; fi
	@go vet ./...
	@go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
	@go test -run "TestImports|TestAllowed" ./cmd/visitwright
	@cd $(WEB) && npm run --silent typecheck

.PHONY: bench
bench: build ## Measures concurrent live streams on this machine
	@bin/visitwright eval capture --bench

.PHONY: clean
clean: ## Removes what was built here; the user's cache stays
	@rm -rf bin $(WEB)/dist $(WEB)/node_modules

endif
