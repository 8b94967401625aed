"""GATE XML through gatenlp."""
from pathlib import Path

from gatenlp import Document

PACKAGES = ["gatenlp==1.0.8", "requests==2.34.2"]  # gatenlp needs requests and does not say so
FORMAT = "gate"


def read(folder):
    for path in sorted(Path(folder).rglob("*.xml")):
        document = Document.load(str(path), fmt="gatexml")
        names = [name for name in document.annset_names() if name] or [""]
        for name in names:
            spans = []
            for annotation in document.annset(name):
                if "glossator.of" not in annotation.features:
                    spans.append([annotation.start, annotation.end, annotation.type, document[annotation]])
            yield {"annotator": name or None, "text": document.text, "spans": spans}
