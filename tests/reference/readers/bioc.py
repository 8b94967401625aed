"""BioC XML through the bioc library."""
import sys
from pathlib import Path

# This file is called as the library is.
sys.path = [entry for entry in sys.path if Path(entry or ".").resolve() != Path(__file__).resolve().parent]
if getattr(sys.modules.get("bioc"), "__file__", None) == __file__:
    del sys.modules["bioc"]
from bioc import biocxml

PACKAGES = ["bioc==2.1"]
FORMAT = "bioc"


def read(folder):
    for path in sorted(Path(folder).rglob("*.xml")):
        with path.open("rb") as file:
            collection = biocxml.load(file)
        for document in collection.documents:
            passage = document.passages[0]
            text = passage.text or ""
            sets = {}
            for annotation in document.annotations:
                sets.setdefault(annotation.infons.get("annotator"), [])
            for annotation in passage.annotations:
                first, last = annotation.locations[0], annotation.locations[-1]
                span = [first.offset, last.offset + last.length, annotation.infons["type"], annotation.text]
                sets.setdefault(annotation.infons.get("annotator"), []).append(span)
            for annotator, spans in (sets or {None: []}).items():
                yield {"annotator": annotator, "text": text, "spans": spans}
