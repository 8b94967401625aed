//! Entities that grow, entities from elsewhere, archives that are larger than they say, and names in archives that lead out
//! of them.

use super::samples::{Sample, bytes_of, first, ids, is_packed, packed, samples, unpacked};
use super::{Taken, file, good_of, in_little_room, whole};
use glossator::formats::{Grouped, InputFile, grouped, named};

/// Ten entities, each ten times the one before: ten thousand million letters in the end.
fn bomb() -> String {
    let more = ('b'..='j').map(|name| {
        let before = format!("&{};", (name as u8 - 1) as char);
        format!("<!ENTITY {name} \"{}\">", before.repeat(10))
    });
    format!("<!DOCTYPE x [<!ENTITY a \"{}\">{}]>", "q".repeat(10), more.collect::<String>())
}

/// The XML with a declaration before its first element, and words before what stands in that.
fn declared(xml: &str, declaration: &str, words: &str) -> Option<String> {
    let starts = xml.match_indices('<').map(|(at, _)| at);
    let root = starts.filter(|at| xml[at + 1..].starts_with(char::is_alphabetic)).min()?;
    let inside = root + xml[root..].find('>')? + 1;
    Some(format!("{}{declaration}{}{words}{}", &xml[..root], &xml[root..inside], &xml[inside..]))
}

/// The sample with each of its XML files changed in turn, those in archives as well.
fn with_declarations(sample: &Sample, declaration: &str, words: &str) -> Vec<Vec<InputFile>> {
    let mut all = Vec::new();
    for at in 0..sample.files.len() {
        let name = &sample.files[at].name;
        let changed = changes(name, &bytes_of(&sample.files[at]), declaration, words);
        all.extend(changed.into_iter().map(|changed| {
            let mut files = sample.files.clone();
            files[at] = changed;
            files
        }));
    }
    all
}

fn changes(name: &str, bytes: &[u8], declaration: &str, words: &str) -> Vec<InputFile> {
    if is_packed(bytes) {
        let entries = unpacked(bytes);
        let mut all = Vec::new();
        for at in 0..entries.len() {
            for changed in changes(&entries[at].0, &entries[at].1, declaration, words) {
                let mut entries = entries.clone();
                entries[at].1 = bytes_of(&changed);
                all.push(packed(name, &entries));
            }
        }
        return all;
    }
    let xml = std::str::from_utf8(bytes).ok().filter(|content| content.trim_start_matches('\u{FEFF}').starts_with('<'));
    xml.and_then(|xml| declared(xml, declaration, words)).map(|xml| file(name, xml)).into_iter().collect()
}

/// What can be seen of an input: its texts and labels, or why it is refused.
fn seen(taken: &Result<Taken, String>) -> String {
    match taken {
        Ok(taken) => format!("{:?} {:?} {} {:?}", taken.texts(), taken.project.codebook, taken.lost, taken.refused),
        Err(why) => why.clone(),
    }
}

#[test]
fn entities_do_not_grow() {
    in_little_room(|| {
        let mut n = 0;
        for id in ids() {
            for sample in samples(id) {
                for files in with_declarations(&sample, &bomb(), "&j;") {
                    for taken in [whole(sample.format, &files), good_of(sample.format, &files)] {
                        let seen = seen(&taken);
                        assert!(!seen.contains(&"q".repeat(20)) && seen.len() < 300_000, "{id} {files:?}");
                    }
                    n += 1;
                }
            }
        }
        // Those of docx, odt and epub have several files; the others are html, uima-xmi, refi-qda, gate, bioc, inception-zip.
        assert!(n > 15, "{n}");
    });
}

#[test]
fn entities_of_other_files_are_not_opened() {
    let folder = tempfile::TempDir::new().unwrap();
    let secret = folder.path().join("secret.txt");
    std::fs::write(&secret, "SECRET").unwrap();
    let declaration = format!("<!DOCTYPE x [<!ENTITY s SYSTEM \"file://{}\">]>", secret.display());
    let outside = format!("<!DOCTYPE x SYSTEM \"file://{}\">", secret.display());
    for id in ids() {
        for sample in samples(id) {
            for declaration in [&declaration, &outside] {
                for files in with_declarations(&sample, declaration, "&s;") {
                    let taken = whole(sample.format, &files);
                    assert!(!seen(&taken).contains("SECRET"), "{id} {files:?}");
                }
            }
        }
    }
}

/// Formats that are an archive, or read one.
const PACKED: [&str; 5] = ["docx", "odt", "epub", "refi-qda", "inception-zip"];

#[test]
fn an_archive_that_is_larger_than_it_says_or_says_too_much_is_refused() {
    for id in PACKED {
        let Sample { format, files } = first(id);
        let bytes = bytes_of(&files[0]);
        for (size, why) in [(1, "it is larger than the archive says"), (2_000_000_000, "unpacked, its files have over")]
        {
            let changed = [file(&files[0].name, with_sizes(&bytes, size))];
            let error = whole(format, &changed).err().unwrap_or_else(|| panic!("{id}, {size}"));
            assert!(error.starts_with(why), "{id}: {error}");
            assert!(error.contains(&files[0].name), "{id}: {error}");
        }
    }
}

/// An archive whose list says of each file that it has so many bytes, unpacked.
fn with_sizes(bytes: &[u8], size: u32) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let heads: Vec<usize> = memchr::memmem::find_iter(&bytes, b"PK\x01\x02").collect();
    assert!(!heads.is_empty());
    for head in heads {
        bytes[head + 24..head + 28].copy_from_slice(&size.to_le_bytes());
    }
    bytes
}

#[test]
fn names_in_an_archive_lead_nowhere() {
    let names = ["../../up.txt", "/etc/root.txt", "..\\back.txt", "C:\\drive.txt", "a/../../b.txt", "con\u{1}trol.txt"];
    let entries: Vec<(String, Vec<u8>)> =
        names.iter().map(|name| ((*name).to_owned(), format!("In {name}").into_bytes())).collect();
    let (groups, refused) = grouped(vec![packed("a.zip", &entries)], None);
    let refused: Vec<String> = refused.iter().map(|(_, error)| error.to_string()).collect();
    let out = ["../../up.txt", "../back.txt", "a/../../b.txt"];
    assert_eq!(refused, out.map(|name| format!("the name leads out of the archive: a.zip/{name}")));
    assert_eq!(groups.len(), names.len() - out.len());
    for group in groups {
        assert!(group.files[0].name.starts_with("a.zip/"));
        let taken = whole(group.format, &group.files).unwrap();
        let (id, document) = taken.project.documents.iter().next().unwrap();
        assert!(!id.as_str().contains(['/', '\\', ':', '\u{1}']) && !id.as_str().starts_with('.'), "{id}");
        assert!(document.text.as_str().starts_with("In "));
    }
}

#[test]
fn an_archive_with_nothing_to_read_is_told() {
    for entries in [vec![], vec![("picture.png".to_owned(), b"x".to_vec())]] {
        let (groups, refused) = grouped(vec![packed("a.zip", &entries)], None);
        let refused: Vec<String> = refused.iter().map(|(_, error)| error.to_string()).collect();
        assert_eq!((groups.len(), refused), (0, vec!["there is no file in it that can be read: a.zip".to_owned()]));
    }
}

#[test]
fn an_archive_in_an_archive_is_not_opened() {
    let inner = packed("b.zip", &[("c.txt".to_owned(), b"Ana".to_vec())]);
    let outer = packed("a.zip", &[("b.zip".to_owned(), bytes_of(&inner)), ("d.txt".to_owned(), b"Bo".to_vec())]);
    let (groups, _) = grouped(vec![outer], None);
    let taken = |group: &Grouped| whole(group.format, &group.files).map(|taken| taken.texts().concat());
    assert_eq!(groups.len(), 2);
    assert!(taken(&groups[0]).is_err_and(|why| why.contains("a.zip/b.zip")));
    assert_eq!(taken(&groups[1]).as_deref(), Ok("Bo"));
    // One that stands where a project's file of somebody is to be is opened; one in that is not.
    let project = r#"{"source_documents": [{"name": "a.txt", "format": "text"}]}"#;
    let nested =
        (0..2000).fold(bytes_of(&inner), |bytes, _| bytes_of(&packed("x.zip", &[("x.zip".to_owned(), bytes)])));
    let entries = [
        ("exportedproject.json".to_owned(), project.into()),
        ("source/a.txt".to_owned(), b"Ana".to_vec()),
        ("annotation/a.txt/ana.zip".to_owned(), nested),
    ];
    in_little_room(move || {
        let format = named("inception-zip").unwrap();
        let taken = good_of(format, &[packed("p.zip", &entries)]);
        assert_eq!(taken.map(|taken| taken.words()), Ok(Vec::new()));
    });
}
