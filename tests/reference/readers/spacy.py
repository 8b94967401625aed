"""DocBin files through spaCy itself: the span group that has all spans."""

import importlib
import pathlib
import sys

PACKAGES = ["spacy==3.8.18"]
FORMAT = "spacy"


def _spacy():
    """spaCy, and not this file, which has its name."""
    here = str(pathlib.Path(__file__).resolve().parent)
    path = sys.path
    if hasattr(sys.modules.get("spacy"), "FORMAT"):
        del sys.modules["spacy"]
    sys.path = [entry for entry in path if pathlib.Path(entry or ".").resolve() != pathlib.Path(here)]
    try:
        spacy = importlib.import_module("spacy")
        return spacy, importlib.import_module("spacy.tokens")
    finally:
        sys.path = path


def read(folder):
    spacy, tokens = _spacy()
    for path in sorted(pathlib.Path(folder).rglob("*.spacy")):
        in_folder = path.parent != pathlib.Path(folder)
        vocabulary = spacy.blank("xx").vocab
        for doc in tokens.DocBin().from_disk(path).get_docs(vocabulary):
            spans = list(doc.spans.get("sc", []))
            # What stands in the entities stands in the group as well.
            there = {(span.start_char, span.end_char, span.label_) for span in spans}
            for entity in doc.ents:
                assert (entity.start_char, entity.end_char, entity.label_) in there, entity
            yield {
                "annotator": path.parent.name if in_folder else None,
                "text": doc.text,
                "spans": [[span.start_char, span.end_char, span.label_, span.text] for span in spans],
            }
