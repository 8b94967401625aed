"""CoNLL columns, their tags as seqeval takes them."""

import re
from pathlib import Path

PACKAGES = ["seqeval==1.2.2"]
FORMAT = "conll"
WHITE_SPACE = False


def read(folder):
    from seqeval.metrics.sequence_labeling import get_entities

    folder = Path(folder)
    for path in sorted(folder.rglob("*.conll")):
        content = path.read_bytes().decode("utf-8")
        for block in content.split("-DOCSTART-\tO\n\n")[1:]:
            sentences = [
                [row.split("\t") for row in sentence.split("\n")] for sentence in block.strip("\n").split("\n\n") if sentence
            ]
            spans = []
            for rows in sentences:
                for tag, first, last in get_entities([row[1] for row in rows]):
                    covered = " ".join(row[0] for row in rows[first:last + 1])
                    spans.append([0, 0, unescaped(tag), covered])
            text = "\n".join(" ".join(row[0] for row in rows) for rows in sentences)
            annotator = path.parent.name if path.parent != folder else None
            yield {"annotator": annotator, "text": text, "spans": spans}


def unescaped(name):
    return re.sub(r"_x([0-9A-F]{4})_", lambda escape: chr(int(escape.group(1), 16)), name)
