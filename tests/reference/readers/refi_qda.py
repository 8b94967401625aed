"""REFI-QDA projects: valid by the standard's schema (lxml), and read by pyrefiqda."""

import pathlib
import tempfile

PACKAGES = ["lxml==6.1.3", "pyrefiqda==0.3.1"]
FORMAT = "refi-qda"

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "fixtures/formats/refi-qda/Project.xsd"


def read(folder):
    from lxml import etree
    from pyrefiqda import RefiProject

    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    for path in sorted(pathlib.Path(folder).rglob("*.qdpx")):
        with tempfile.TemporaryDirectory() as unpacked:
            project = RefiProject.load(path, extract_dir=unpacked)
            unpacked = pathlib.Path(unpacked)
            schema.assertValid(etree.parse(str(unpacked / "project.qde"), etree.XMLParser(huge_tree=True)))
            codes = {}
            collect(project.code_book.codes.code if project.code_book else [], codes)
            users = {user.guid: user.id for user in (project.users.user if project.users else [])}
            for source in project.sources.text_source if project.sources else []:
                yield from sets_of(source, unpacked, codes, users)


def collect(found, codes):
    for code in found:
        codes[code.guid] = code.name
        collect(code.code, codes)


def sets_of(source, unpacked, codes, users):
    name = source.plain_text_path.removeprefix("internal://")
    text = (unpacked / "sources" / name).read_bytes().decode("utf-8-sig")
    sets = {}
    for coding in source.coding:
        sets.setdefault(users.get(coding.creating_user), [])
    for selection in source.plain_text_selection:
        start, end = int(selection.start_position), int(selection.end_position)
        covered = text[start:end]
        said = selection.name or ""
        assert said == covered or "\\u{" in said or (said.endswith("…") and covered.startswith(said[:-1])), (said, covered)
        for coding in selection.coding:
            tag = codes[coding.code_ref.target_guid]
            sets.setdefault(users.get(coding.creating_user), []).append([start, end, tag, covered])
    for annotator, spans in (sets or {None: []}).items():
        yield {"annotator": annotator, "text": text, "spans": spans}
