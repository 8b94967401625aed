"""UIMA CAS XMI through dkpro-cassis, with the type system that was written beside the files."""
import warnings
from pathlib import Path

import cassis

PACKAGES = ["dkpro-cassis==0.12.0"]
FORMAT = "uima-xmi"

NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"


def spans(cas):
    for structure in cas.select_all():
        kind = structure.type
        is_ours = kind.name.startswith("custom.") or kind.name == NAMED_ENTITY
        if is_ours and kind.get_feature("begin") and not kind.get_feature("Governor"):
            yield [structure.begin, structure.end, structure.value, structure.get_covered_text()]


def read(folder):
    warnings.simplefilter("ignore")
    folder = Path(folder)
    with (folder / "TypeSystem.xml").open("rb") as file:
        types = cassis.load_typesystem(file)
    for path in sorted(folder.rglob("*.xmi")):
        with path.open("rb") as file:
            cas = cassis.load_cas_from_xmi(file, typesystem=types)
        annotator = None if path.parent == folder else path.parent.name
        yield {"annotator": annotator, "text": cas.sofa_string or "", "spans": list(spans(cas))}
