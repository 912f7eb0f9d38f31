# Copyright (c) 2026, PeerTube Collection Contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-FileCopyrightText: 2026 PeerTube Collection Contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# The first Python of these that is new enough. Another one: make PYTHON=/path/to/python3 ...
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
NOX = .venv/bin/nox

.PHONY: help demo test lint format audit devel versions unit contract faults attacks controller ee integration \
	integration-real sanity docs bench load soak mutants properties fuzz clean

# antsibull-nox rewrites files that are not formatted, except in CI.
lint test: export CI = true

help:
	@echo 'make demo         set up a simulated PeerTube, find drift, export; PEERTUBE_URL=... only looks at a real one'
	@echo 'make test         run every check and every test'
	@echo 'make lint         run the checks of what is written: style, types, documentation, licences, packaging'
	@echo 'make format       format the code'
	@echo 'make unit         or contract, faults, attacks, properties, controller, ee, integration, sanity: run those only'
	@echo 'make versions     test each supported ansible-core, Python and requests, as far as this machine has them'
	@echo 'make devel        test the development branch of ansible-core; needs network'
	@echo 'make audit        look for known vulnerabilities in what users install; needs network'
	@echo 'make integration-real   run the integration targets against the official PeerTube image; needs Docker and network'
	@echo 'make docs         build the documentation to HTML'
	@echo 'make bench        measure what it costs: benchmarks/*.md; BENCH=--quick for a first impression'
	@echo 'make load         log in on 1,000 hosts, apply to 100 instances at once; make soak: log in and out 2,000 times'
	@echo 'make fuzz         fuzz what reads bytes from outside; SECONDS=60 for each target'
	@echo 'make mutants      look for what no unit test would notice; MUTANTS="--every 10 _session.obtain" for a part'
	@echo 'make clean        remove everything that the other commands made'

demo: $(NOX)
	@$(NOX) --session demo

test: $(NOX)
	@rm -rf tests/output && mkdir tests/output
	@$(NOX) --parallel 2 --report tests/output/nox.json; tests=$$?; .venv/bin/python tests/summary.py && exit $$tests

lint: $(NOX)
	@$(NOX) --session checks

format: $(NOX)
	@$(NOX) --session formatters

versions: $(NOX)
	@$(NOX) --tags versions

audit devel unit contract faults attacks properties controller ee integration integration-real sanity docs: $(NOX)
	@$(NOX) --session $@

bench: $(NOX)
	@$(NOX) --session bench -- $(BENCH)

soak load: $(NOX)
	@$(NOX) --session $@

fuzz: SECONDS ?= 60
fuzz: $(NOX)
	@$(NOX) --session fuzz -- --seconds $(SECONDS)

mutants: $(NOX)
	@$(NOX) --session mutants -- $(MUTANTS)

clean:
	rm -rf .venv .nox .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache tests/output

$(NOX): Makefile
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or newer is needed and was not found.' >&2; exit 1; }
	@echo 'Setting up .venv with $(PYTHON) ...'
	@$(PYTHON) -m venv --clear .venv
	@.venv/bin/pip install --quiet --disable-pip-version-check nox==2026.10.20 antsibull-nox==1.9.0
	@touch $@
