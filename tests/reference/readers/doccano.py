"""doccano's JSONL by its documented shape, in plain Python: code points, as its server slices."""

import json
import pathlib

PACKAGES = []
FORMAT = "doccano"


def read(folder):
    paths = sorted(pathlib.Path(folder).rglob("*.jsonl"))
    for path in paths:
        in_folder = path.parent != pathlib.Path(folder)
        for line in path.read_text(encoding="utf-8").split("\n"):
            if not line:
                continue
            record = json.loads(line)
            text = record["text"]
            if "entities" in record and record["entities"] and isinstance(record["entities"][0], dict):
                spans = [(it["start_offset"], it["end_offset"], it["label"]) for it in record["entities"]]
            else:
                spans = record.get("entities", record.get("label", []))
                spans = [span for span in spans if isinstance(span, list)]
            yield {
                "annotator": path.parent.name if in_folder else None,
                "text": text,
                "spans": [[start, end, tag, text[start:end]] for start, end, tag in spans],
            }
