"""Merging catalogues by sentence."""

from babel.messages.catalog import Catalog

from tests.words.merging import merged


def catalogue(**sentences: str) -> Catalog:
    made = Catalog("en")
    for said, english in sentences.items():
        made.add(said, english, locations=[(f"{english}.html", 0)])
    return made


BASE = catalogue(Halo="Hello", Lama="Old", Nama="Name")


def told(ours: Catalog, theirs: Catalog) -> tuple[dict[str, str], list[str]]:
    both, disputed = merged(BASE, ours, theirs)
    return {message.id: message.string for message in both if message.id}, disputed


def test_new_sentences_of_both_stand_and_what_one_deleted_is_gone():
    ours = catalogue(Halo="Hello", Nama="Name", Masuk="In")
    theirs = catalogue(Halo="Hello", Lama="Old", Nama="Your name", Keluar="Out")
    assert told(ours, theirs) == ({"Halo": "Hello", "Nama": "Your name", "Masuk": "In", "Keluar": "Out"}, [])


def test_two_translations_of_one_sentence_are_told():
    kept, disputed = told(catalogue(Halo="Hi"), catalogue(Halo="Welcome"))
    assert (kept, disputed) == ({"Halo": "Hi"}, ["Halo"])
