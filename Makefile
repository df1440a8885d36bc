# What a person types. Every target works from a fresh clone; `make help` lists them.

MAVEN := ./mvnw $(if $(CI),-B)
WAYBILL := storage-cli/target/waybill/bin/waybill
BUILT := storage-cli/target/waybill.built

# Folders too: one changes its time when a file in it is added or removed.
SOURCES := pom.xml mvnw $(wildcard */pom.xml) $(shell find */src/main -not -name '* *')

.DEFAULT_GOAL := help
.PHONY: help build test storage-push storage-pull bench test-ceph test-kill test-writers test-bounded format clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' Makefile

build: $(BUILT) ## build the command storage-cli/target/waybill/bin/waybill

$(BUILT): $(SOURCES)
	@echo "building $(WAYBILL) ..."
	@$(MAVEN) -q -T 2 package -DskipTests
	@touch $@

storage-push: $(BUILT) ## push the folder storage/ to the configured remote
	@$(WAYBILL) push

storage-pull: $(BUILT) ## bring the folder storage/ back from the configured remote
	@$(WAYBILL) pull

test: ## build everything, run every test and every check
	@scripts/check-tracked-files
	@$(MAVEN) -T 3 verify -Dwaybill.whole
	@touch $(BUILT)

test-ceph: ## run the S3 and Naas tests against a Ceph that is started for them
	@scripts/test-ceph

test-kill: ## kill pushes and pulls at many random moments on each store, and finish them
	@$(MAVEN) -q -Pquick -pl storage-cli -am test -Dtest=KillTest -Dsurefire.failIfNoSpecifiedTests=false \
		-Dwaybill.test.args=-Dwaybill.kill.moments=50
	@tail -n 5 storage-cli/target/kill-moments.txt

test-writers: ## let eight processes save 25 versions each of one artifact at once, in a folder, on S3 and by SFTP
	@$(MAVEN) -q -Pquick -pl storage-cli -am test -Dtest=ArtifactWritersTest -Dsurefire.failIfNoSpecifiedTests=false \
		-Dwaybill.test.args=-Dwaybill.writers.each=25

test-bounded: ## push, plan, sync and delete five million objects in a heap of 256 MiB
	@$(MAVEN) -q -Pquick -pl adapter-sqlite -am test -Dtest=BoundedRunTest -Dsurefire.failIfNoSpecifiedTests=false \
		-Dwaybill.test.args="-Dwaybill.bounded.objects=5000000 -Dwaybill.bounded.heap=256m"

bench: $(BUILT) ## measure beside rclone, aws and rsync
	@scripts/bench

format: ## lay out the Java sources as the build demands
	@$(MAVEN) -q spotless:apply -pl '!waybill-bom'

clean: ## remove what was built
	@$(MAVEN) -q clean
