//! The widgets as a person and a screen reader meet them: found by name, pressed by pointer and by key.
