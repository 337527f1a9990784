# Tasks of PSTku. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
KILLS ?= 20
SECONDS_OF_LOAD ?= 30
NIGHT ?= 600
VENV := .venv
BIN := $(VENV)/bin
export PSTKU_DATA ?= $(CURDIR)/instance
export PORT
export FLASK_APP := pstku.app:create_app
# A service user who may not write here would compile the whole program at every start.
COMPILE := $(BIN)/python -m compileall -q config.py wsgi.py kiosk migrations pstku && $(BIN)/pybabel -q compile -d pstku/translations
FAULTS := $(BIN)/python -m tests.soak kills $(KILLS) load 30 $(SECONDS_OF_LOAD)

.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev upgrade test check bench bench-growth faults outages soak proof proof-answers proof-award proof-model proof-backups proof-nights proof-engines proof-relinking proof-dark-days freeze papers pictures messages fmt clean

help: ## daftar tugas
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: setup ## siapkan, migrasi, isi kantor 7571 beserta contoh, lalu layani di PORT (8000)
	@deploy/serve-demo $(BIN)

setup: $(VENV)/.runtime ## lingkungan Python dengan pustaka terkunci
	@$(COMPILE)

setup-dev: $(VENV)/.development ## pustaka untuk uji dan pemeriksaan
	@$(COMPILE)

$(VENV)/bin/python:
	@deploy/make-venv $(PYTHON) $(VENV)

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements-dev.txt
	@touch $@ $(VENV)/.runtime

upgrade: setup ## cadangkan, sesuaikan skema basis data, periksa; bila gagal, semuanya tetap seperti semula
	@$(BIN)/flask pstku upgrade

test: setup-dev ## semua uji: SQLite, PostgreSQL, dan peramban
	@tests/run $(BIN)

check: setup-dev ## gaya, tipe, lapisan, templat, gambar panduan
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python -m pytest -p no:cacheprovider tests/pictures/check.py

bench: setup-dev ## kecepatan dan memori di samping lantainya, 14c5ec1 (BASE=folder), yang lalu (PREVIOUS=folder); ONLY=guest,vote sebagian
	$(BIN)/python -m tests.bench

bench-growth: setup-dev ## biaya tiap halaman pada 10 ribu, 100 ribu, 1 juta kunjungan, di kedua mesin (sekitar 20 menit)
	$(BIN)/python -m tests.bench.growth

faults: setup-dev ## matikan server KILLS (20) kali selagi tamu menulis, lalu 30 tamu per detik, di kedua basis data sekaligus
	@ENGINE=sqlite $(FAULTS) & sqlite=$$!; ENGINE=postgresql $(FAULTS) && ENGINE=pgbouncer $(FAULTS); served=$$?; wait $$sqlite && exit $$served

outages: setup-dev ## buat setiap gangguan sungguhan (basis data hilang, terkunci, penuh, …): /readyz dan yang dilihat orang
	$(BIN)/python -m tests.soak.faults

soak: setup-dev ## dua puluh menit 30 permintaan per detik, lalu satu tablet: 1.000 tamu, 1.000 kiriman, diam NIGHT (600) detik; memori tidak membengkak; lalu axe pada setiap layar dalam setiap ukuran, teks, bahasa dan kontras
	$(BIN)/python -m tests.soak long 30 1200
	ENGINE=sqlite $(BIN)/python -m tests.soak guests 1000 drains 1000 night $(NIGHT) axe 4

proof: setup-dev ## yang lama: 200 kali mati, muat ulang, PostgreSQL tersendat, soak, jawaban, penghargaan (lebih dari satu jam)
	$(BIN)/python -m tests.soak kills 200 reload 30 10 hang 15 12
	@$(MAKE) --no-print-directory soak outages proof-answers proof-award proof-model proof-backups proof-nights proof-engines proof-relinking proof-dark-days

proof-answers: setup-dev ## benar dan salahnya jawaban atas semua pertanyaan uji
	$(BIN)/python -m tests.proof.answers

proof-award: setup-dev ## apakah yang jujur menang: curang dan jujur dalam ribuan triwulan tiruan (sekitar sepuluh menit)
	$(BIN)/python -m tests.proof.award

proof-model: setup-dev ## 10.000 langkah acak di kantor tiruan pada kedua basis data: dua buku, satu jawaban (sekitar sepuluh menit)
	PSTKU_MODEL_STEPS=10000 tests/run $(BIN) tests/model

proof-backups: setup-dev ## 30 cadangan selagi 50 tamu per detik menulis, dan pulih dari satu juta kunjungan dalam lima menit
	$(BIN)/python -m tests.proof.backups

proof-nights: setup-dev ## lima belas bulan pekerjaan malam dengan jam yang digeser, di kedua basis data (sekitar sepuluh menit)
	$(BIN)/python -m tests.proof.nights

proof-engines: setup-dev ## uji semua halaman pada kedua basis data; `make test` memakai PostgreSQL hanya bila perlu
	tests/run $(BIN) --both tests/views

proof-relinking: setup-dev ## empat puluh triwulan: tak seorang pun menebak tamu mana menulis apa (beberapa menit)
	PSTKU_RELINKED_QUARTERS=40 tests/run $(BIN) tests/operations/test_relinking.py

proof-dark-days: setup-dev ## dua puluh hari 150 tamu tanpa server, kembali dalam urutan apa pun, di kedua basis data (beberapa menit)
	PSTKU_DARK_DAYS=20 tests/run $(BIN) tests/views/test_dark_day.py

freeze: setup-dev ## simpan sekali untuk selamanya apa yang disegel tablet rilis ini (sesudah version di pyproject.toml naik)
	$(BIN)/python -m pytest -p no:cacheprovider tests/vectors/freeze.py
papers: setup-dev ## buat setiap naskah, baca lagi, dan buka yang Word dengan LibreOffice (dikatakan bila tidak terpasang)
	$(BIN)/python -m tests.papers

pictures: setup-dev ## ambil lagi gambar layar tamu yang sudah berubah untuk docs/panduan (kurang dari satu menit)
	$(BIN)/python -m pytest -p no:cacheprovider tests/pictures/take.py

messages: setup-dev ## kumpulkan kalimat yang dibaca tamu ke pstku/translations, lalu tulis bahasa Inggrisnya di sana
	@$(BIN)/python -m tests.words

fmt: setup-dev ## rapikan kode
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## hapus lingkungan dan data contoh
	rm -rf $(VENV) instance
