"""Prodigy's JSONL: tokens become a spaCy Doc, whose spans by tokens must be those by characters."""

import json
import pathlib
import sys

PACKAGES = ["spacy==3.8.18"]
FORMAT = "prodigy"


def _tokens():
    """spaCy's, and not the reader beside this file that has its name."""
    here = pathlib.Path(__file__).resolve().parent
    path = sys.path
    sys.path = [entry for entry in path if pathlib.Path(entry or ".").resolve() != here]
    try:
        import spacy.tokens
        import spacy.vocab

        return spacy.tokens, spacy.vocab.Vocab()
    finally:
        sys.path = path


def read(folder):
    tokens, vocabulary = _tokens()
    for path in sorted(pathlib.Path(folder).rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if not line:
                continue
            task = json.loads(line)
            words = [token["text"] for token in task["tokens"]]
            doc = tokens.Doc(vocabulary, words=words, spaces=[token["ws"] for token in task["tokens"]])
            assert doc.text == task["text"], (doc.text, task["text"])
            spans = []
            for it in task.get("spans", []):
                span = tokens.Span(doc, it["token_start"], it["token_end"] + 1, label=it["label"])
                assert (span.start_char, span.end_char) == (it["start"], it["end"]), it
                spans.append([span.start_char, span.end_char, span.label_, span.text])
            yield {"annotator": task.get("_annotator_id"), "text": doc.text, "spans": spans}
