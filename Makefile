# What can be done with this checkout; each target does the set-up it needs by itself.
# A distribution's Python is built with profiles and takes two thirds of the time of most others.
SYSTEM = /usr/bin/python3
NEW_ENOUGH = -c 'import sys; sys.exit(sys.version_info < (3, 11))'
ifndef PYTHON
PYTHON := $(shell $(SYSTEM) $(NEW_ENOUGH) 2>/dev/null && echo $(SYSTEM) || echo python3)
endif
TOO_OLD = error: $(PYTHON) is older than 3.11; name a newer one: make PYTHON=python3.11
TOOL = .work/venv/bin/python tools

# Compiled files go below .work, so that neither the checkout nor ODOO_HOME fills with them.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.work/pycache
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME

.PHONY: help set-up demo serve test soak odoo-test core-tests lint bench upgrade-test terms pictures rooms stop clean

help:
	@echo "make demo    one month of the demo community, end to end; its papers in out/"
	@echo "make serve   the demo's database on a web address (PORT=8069)"
	@echo "make test    the whole suite (ARGS='convenience_service/tests/test_x.py -k name', LANES=2)"
	@echo "make soak    the tests that draw their cases, with all of them (SEED=1 draws them again)"
	@echo "make odoo-test TAGS=/convenience_service:TestTariff  by Odoo's own loader"
	@echo "make core-tests  Odoo's own tests with the addon installed (ARGS='account hr')"
	@echo "make lint    ruff, pylint-odoo, Odoo's test_lint (ARGS=code for the first two)"
	@echo "make bench   the benchmarks, all of them whatever becomes of one (ARGS='desk aged')"
	@echo "make upgrade-test  upgrades an earlier version's demo month (ARGS=commit), then uninstalls"
	@echo "make terms   i18n/ brought up to date with the source; names what has no Chinese yet"
	@echo "make pictures  the pictures of docs/, taken anew from the demo database"
	@echo "make rooms   the rooms of the addon, drawn from its source for docs/architecture.md"
	@echo "make stop    stop the database server of this checkout"
	@echo "make clean   remove all that the others made"
	@echo "ONLY=code    needs no database: the set-up stops before it makes one"
	@echo "ODOO_HOME=…  uses an Odoo 19 tree that is already there"

set-up:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "$(TOO_OLD)")'
	@$(PYTHON) tools/set_up.py $(ONLY)

demo: set-up
	@$(TOOL)/demo.py

serve: set-up
	@$(TOOL)/serve.py

test: set-up
	@$(TOOL)/run_tests.py $(ARGS)

soak: set-up
	@$(TOOL)/run_tests.py --soak $(ARGS)

odoo-test: set-up
	@$(TOOL)/odoo_tests.py $(TAGS)

core-tests: set-up
	@$(TOOL)/core_tests.py $(ARGS)

lint: set-up
	@$(TOOL)/lint.py $(ARGS)

bench: set-up
	@$(TOOL)/bench_all.py $(ARGS)

upgrade-test: set-up
	@$(TOOL)/check_upgrade.py $(ARGS)

terms: set-up
	@$(TOOL)/terms.py

pictures: set-up
	@$(TOOL)/pictures.py

rooms: set-up
	@$(TOOL)/draw_rooms.py

stop:
	@$(PYTHON) tools/postgres.py stop

clean:
	@$(PYTHON) tools/postgres.py remove
	@rm -rf .work out
