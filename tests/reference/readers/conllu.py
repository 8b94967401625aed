"""CoNLL-U, as the conllu library reads it."""

import re
from pathlib import Path

PACKAGES = ["conllu==6.0.0", "seqeval==1.2.2"]
FORMAT = "conllu"
WHITE_SPACE = False


def read(folder):
    import conllu
    from seqeval.metrics.sequence_labeling import get_entities

    folder = Path(folder)
    for path in sorted(folder.rglob("*.conllu")):
        documents = []
        for sentence in conllu.parse(path.read_bytes().decode("utf-8")):
            if "newdoc id" in sentence.metadata:
                documents.append([])
            documents[-1].append(sentence)
        for sentences in documents:
            spans, words = [], []
            for sentence in sentences:
                forms = [token["form"] for token in sentence]
                tags = [(token["misc"] or {}).get("NER", "O") for token in sentence]
                words.extend(forms)
                for tag, first, last in get_entities(tags):
                    spans.append([0, 0, unescaped(tag), " ".join(forms[first:last + 1])])
            annotator = path.parent.name if path.parent != folder else None
            yield {"annotator": annotator, "text": " ".join(words), "spans": spans}


def unescaped(name):
    return re.sub(r"_x([0-9A-F]{4})_", lambda escape: chr(int(escape.group(1), 16)), name)
