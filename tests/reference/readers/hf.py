"""Parquet through `datasets`, as `load_dataset` finds it in a folder."""

import tempfile

PACKAGES = ["datasets==5.2.0", "pyarrow==26.0.1"]
FORMAT = "hf"


def read(folder):
    from datasets import load_dataset

    with tempfile.TemporaryDirectory() as cache:
        for row in load_dataset(str(folder), split="train", cache_dir=cache):
            text = row["text"]
            spans = [[it["start"], it["end"], it["label"]] for it in row["spans"]]
            yield {
                "annotator": row["annotator"],
                "text": text,
                "spans": [[start, end, label, text[start:end]] for start, end, label in spans],
            }
