"""PubTator, by the package bioc. Line breaks after the title are spaces there, as the format has no place for them."""

import pathlib

PACKAGES = ["bioc==2.1"]
FORMAT = "pubtator"
WHITE_SPACE = False


def read(folder):
    from bioc import pubtator

    folder = pathlib.Path(folder)
    for path in sorted(folder.rglob("*.pubtator")):
        annotator = None if path.parent == folder else path.parent.name
        with open(path, encoding="utf-8", newline="\n") as file:
            for document in pubtator.load(file):
                text = document.text
                spans = []
                for mark in document.annotations:
                    assert text[mark.start : mark.end].replace("\n", " ").strip() == mark.text.strip(), mark
                    spans.append([mark.start, mark.end, mark.type, mark.text])
                yield {"annotator": annotator, "text": text, "spans": spans}
