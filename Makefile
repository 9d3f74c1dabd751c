# The one entry point. `make` alone lists what there is.
# It needs Go and make; a C compiler, if there is one, adds the race detector.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

FUZZTIME  ?= 10s
BENCHARGS ?=
RECORD    ?= testdata/examples/operation.jsonl
SAMPLES   ?= testdata/samples
PROFILE   := cmd/udmap/default.pgo

# Tools are built once for each Go version and each set of pins in tools/go.mod.
TOOLS := .cache/bin/$(shell go env GOVERSION)-$(shell cat tools/go.mod tools/go.sum | cksum | cut -d ' ' -f 1)

# The race detector needs cgo and a C compiler that finds the C library.
INCLUDE := \#include
RACE := $(shell test "$$(go env CGO_ENABLED)" = 1 && \
	echo '$(INCLUDE) <stdlib.h>' | $$(go env CC) -fsyntax-only -x c - 2>/dev/null && echo -race)

## Everyday

.PHONY: help
help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } \
		/^## / { printf "\n%s\n", substr($$0, 4) } \
		/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: build ## Show one record, its event, what filled it, and the sums of all samples
	@mkdir -p .cache/demo
	@printf '\nA raw record, $(RECORD):\n\n'
	@sed 's/^/  /' $(RECORD)
	@printf '\nThe UDM event it becomes, laid out for reading (udmap convert --pretty):\n\n'
	@bin/udmap convert --pretty $(RECORD)
	@printf '\nWhere its target user comes from (udmap explain --field target.user):\n\n'
	@bin/udmap explain $(RECORD) --field target.user >.cache/demo/explanation.txt
	@sed '1,/^Fields/d' .cache/demo/explanation.txt
	@printf '\nAll sample logs, some of them broken (udmap convert $(SAMPLES) --out .cache/demo):\n\n'
	@bin/udmap convert $(SAMPLES) --out .cache/demo --ledger .cache/demo/ledger.jsonl || test $$? -eq 1
	@printf '\nThe events, what was rejected and the ledger are in .cache/demo.\n'

.PHONY: build
build: ## Build the command line to bin/udmap
	@go build -trimpath -o bin/udmap ./cmd/udmap

.PHONY: test
test: lint check versitygw chromium ## Everything that must hold before a change is merged
ifndef RACE
	@echo "test: no C compiler for cgo, so the race detector is OFF"
endif
	go test $(RACE) -shuffle=on ./...
	go test -tags purego ./parser
	@for module in cfnlint samtranslator moto; do \
		python3 -c "import $$module" 2>/dev/null || \
			echo "test: Python has no $$module, so NOT ALL tests of deploy/template.yaml ran (pip install cfn-lint aws-sam-translator 'moto[server]')"; \
	done

.PHONY: check
check: build ## Prove the mapping tables, run the golden cases, and find every value of the samples
	bin/udmap check --strict
	bin/udmap test --fail-on-uncovered
	@mkdir -p .cache
	@echo "bin/udmap check --strict examples"
	@bin/udmap check --strict examples >.cache/examples.txt || { cat .cache/examples.txt; exit 1; }
	@echo "bin/udmap coverage --fail-on unmapped testdata/samples/zendesk_*.jsonl"
	@bin/udmap coverage --fail-on unmapped testdata/samples/zendesk_*.jsonl >.cache/coverage.txt || \
		{ cat .cache/coverage.txt; exit 1; }

.PHONY: fmt
fmt: $(TOOLS)/gofumpt ## Format the Go code
	@$(TOOLS)/gofumpt -l -w .

.PHONY: generate
generate: ## Write again what is generated from code and tables
	go generate ./...

.PHONY: package
package: ## Build the Lambda functions for arm64 and pack them, reproducibly, into dist
	@go run ./internal/bundle -out dist

## Deeper

.PHONY: lint
lint: $(TOOLS)/gofumpt $(TOOLS)/golangci-lint $(TOOLS)/deadcode ## Formatting, go.mod, vet, the rules of .golangci.yml, unreachable code
	@echo "lint: gofumpt, go mod tidy, go vet, golangci-lint, deadcode"
	@unformatted=$$($(TOOLS)/gofumpt -l .); test -z "$$unformatted" || \
		{ echo "not formatted, run make fmt:"; echo "$$unformatted"; exit 1; }
	@go mod tidy -diff || { echo "not tidy, run go mod tidy"; exit 1; }
	@go vet ./...
	@$(TOOLS)/golangci-lint run ./...
	@unreachable=$$($(TOOLS)/deadcode -test ./...); test -z "$$unreachable" || \
		{ echo "no program and no test reaches:"; echo "$$unreachable"; exit 1; }

.PHONY: versitygw
versitygw: ## Build the S3 server that tests start, which takes a minute, once
	@cd tools/versitygw && GOFLAGS= GOWORK=off CGO_ENABLED=0 go tool -n versitygw >/dev/null

.PHONY: chromium
chromium: ## Install the browser that tests the page of udmap serve, where there is none
	@for program in chromium chromium-browser google-chrome chrome headless-shell; do \
		command -v $$program >/dev/null && exit 0; \
	done; \
	if command -v apt-get >/dev/null && test "$$(id -u)" = 0; then \
		echo "chromium: installing it (once)"; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null || \
			echo "chromium: it could not be installed, so the page of udmap serve will NOT be tested"; \
	else \
		echo "chromium: there is none, and this is not root with apt-get, so the page of udmap serve will NOT be tested"; \
	fi

.PHONY: fuzz
fuzz: ## Run each fuzz target for FUZZTIME (10s)
	@targets=$$(grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' . | sed 's/func //' | sort); \
	test -n "$$targets" || { echo "fuzz: there is no fuzz target"; exit 1; }; \
	for target in $$targets; do \
		go test -run '^$$' -fuzz "^$${target##*:}\$$" -fuzztime $(FUZZTIME) "$$(dirname "$${target%%:*}")" || exit 1; \
	done

.PHONY: bench
bench: ## Measure speed and memory against the limits (BENCHARGS is passed on)
	@kept=0; go run -pgo=$(PROFILE) ./internal/bench $(BENCHARGS) || kept=$$?; \
		go test -run '^$$' -bench . -benchtime 1x ./cmd/normalizer-lambda ./internal/trial || kept=$$?; exit $$kept

.PHONY: profile
profile: ## Profile mapping, for some seconds, into what the compiler is given (PROFILE)
	@go run -pgo=off ./internal/bench -profile $(PROFILE)

.PHONY: cover
cover: ## Measure what the tests reach, into .cache/cover.html
	@mkdir -p .cache
	@go test -coverpkg ./... -coverprofile .cache/cover.out ./...
	@go tool cover -html .cache/cover.out -o .cache/cover.html
	@go tool cover -func .cache/cover.out | tail -n 1

.PHONY: clean
clean: ## Remove what was built here, the tools included
	@rm -rf bin dist .cache

# The tools, pinned in tools/go.mod. golangci-lint takes minutes, once.
$(TOOLS)/gofumpt:       package := mvdan.cc/gofumpt
$(TOOLS)/golangci-lint: package := github.com/golangci/golangci-lint/v2/cmd/golangci-lint
$(TOOLS)/deadcode:      package := golang.org/x/tools/cmd/deadcode
$(TOOLS)/benchstat:     package := golang.org/x/perf/cmd/benchstat

$(TOOLS)/%:
	@echo "building $* (once)"
	@CGO_ENABLED=0 go build -C tools -trimpath -ldflags '-s -w' -o ../$@ $(package)
