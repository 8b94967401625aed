"""Tables of spans, by Python's own csv module; the texts lie beside the table, each named after its document.

Run as a script, this file would hide the module of the same name: it is loaded by its path.
"""

import importlib
import pathlib
import sys

PACKAGES = []
FORMAT = "csv"


def library():
    """Python's csv module, though this file has its name."""
    here = str(pathlib.Path(__file__).resolve().parent)
    path = sys.path
    loaded = sys.modules.pop("csv", None) if getattr(sys.modules.get("csv"), "FORMAT", None) else None
    sys.path = [entry for entry in path if str(pathlib.Path(entry or ".").resolve()) != here]
    try:
        return importlib.import_module("csv")
    finally:
        sys.path = path
        if loaded is not None:
            sys.modules["csv"] = loaded


def read(folder):
    folder = pathlib.Path(folder)
    texts = {path.stem: path.read_bytes().decode("utf-8-sig") for path in sorted(folder.rglob("*.txt"))}
    sets = {}
    with open(next(folder.rglob("spans.csv")), encoding="utf-8", newline="") as file:
        for row in library().DictReader(file):
            spans = sets.setdefault((row["document"], row["annotator"] or None), [])
            if row["start"] == "":
                continue  # a tag of the document as a whole
            start, end = int(row["start"]), int(row["end"])
            spans.append([start, end, row["label"], row["text"]])
    for (document, annotator), spans in sets.items():
        yield {"annotator": annotator, "text": texts[document], "spans": spans}
    for document in sorted(texts.keys() - {document for document, _ in sets}):
        yield {"annotator": None, "text": texts[document], "spans": []}
