SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MVN := ./mvnw -q -B -ntp

##@ Platform
swarm_deploy: ## deploy on this host and on NODES="ssh://user@b …"; installs what is missing, waits until it works
	@stacks/deploy.sh up
deploy_services: ## the same on this host alone
	@NODES= stacks/deploy.sh up
build_images: ## build the images whose inputs changed (REFRESH=1: take security fixes)
	@stacks/doctor.sh --engine && images/build.sh
watch_services: ## the same as status, again and again (NO_COLOR=1 works here too)
	@CLICOLOR_FORCE=1 watch -c -t -n 2 "stacks/api.sh status || docker service ls --format 'table {{.Name}}\t{{.Replicas}}\t{{.Image}}'"
status: ## what the reconciler sees: conditions, nodes with their tasks, operations, workers
	@stacks/api.sh status
plan: ## what the reconciler would do now; F=file: what applying the file would change
	@stacks/api.sh plan $(F)
apply: ## show what stacks/desired-state.yml (or F=file) changes, and make it the desired state
	@stacks/api.sh apply $(or $(F),stacks/desired-state.yml)
history: ## what was done, and why
	@stacks/api.sh history
rollback: ## go back to an earlier desired state: make rollback N=7 (numbers: stacks/api.sh get /api/v1/revisions)
	@stacks/api.sh rollback "$(N)"
bootstrap: ## verify and re-apply a component now: make bootstrap C=minio (or nessie, dremio)
	@stacks/api.sh bootstrap "$(C)"
credentials: ## print users, passwords, tokens
	@jobs/credentials.sh
logs: ## logs of a service, and what follows until Ctrl-C: make logs S=minio
	@stacks/logs.sh "$(S)"
doctor: ## check hosts, engines, ports, disk, clocks
	@stacks/doctor.sh
firewall: ## close the swarm's ports to all but its nodes, on this host and NODES="ssh://…" (OFF=1: take it back)
	@stacks/firewall.sh $(if $(filter-out 0,$(OFF)),off,on)
stop_services: ## remove the services, keep volumes and secrets
	@stacks/remove.sh stop
destroy: ## remove everything on this host and on NODES="ssh://user@b …", data too (asks)
	@stacks/remove.sh destroy

##@ Data
run_pipeline: ## the pipeline's DAGs, followed to their end (BREWERY_API=… for another source; DIRECT=1: without Airflow)
	@if [ -n "$(DIRECT)" ]; then jobs/pipeline.sh; else jobs/dags.sh breweries_eventual breweries_hourly breweries_daily; fi
sql: ## query the catalog: make sql Q="select count(*) from nessie.silver.breweries"
	@jobs/sql.sh "$(Q)"

##@ Development
test: ## what CI runs: lint, unit, in-process and three-engine tests
	@.ci/test.sh
test_one: ## one test class or method of any module, without checks of format and style: make test_one T=SparkPlannerTest
	@.ci/test-one.sh "$(T)"
dev: ## the reconciler in Quarkus dev mode beside a simulated cluster, with the status page; no engine
	@.ci/dev.sh
test_long: ## the tests on three engines that take too long for CI
	@e2e/long.sh
test_upgrade: ## from the last release to this checkout on three engines
	@e2e/upgrade.sh
lint: ## shell, YAML, Dockerfiles; lengths of files and lines
	@.ci/lint.sh
fmt: ## format the Java code
	@$(MVN) spotless:apply
faults: ## every fault at every write of the reconciler; rewrites docs/faults.md (about an hour and a half; MINUTES=n to stop earlier)
	@$(MVN) -pl reconciler test -Dtest=FaultsRun -Dfaults.minutes=$(or $(MINUTES),180) -Dmaven.test.redirectTestOutputToFile=false
bench: ## speed and size, written to docs/benchmarks.md
	@e2e/bench.sh reconciler platform
bench_reconciler: ## the part of bench that needs no engine: the reconciler beside a simulated swarm
	@e2e/bench.sh reconciler
lock: ## record the checksums of downloaded files in images/images.lock
	@images/lock.sh

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z_]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' Makefile

.PHONY: swarm_deploy deploy_services build_images watch_services status plan apply history rollback bootstrap credentials logs doctor firewall stop_services destroy run_pipeline sql test test_one dev test_long test_upgrade lint fmt faults bench bench_reconciler lock help
