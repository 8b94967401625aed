//! The small parts that the window is made of. They know egui and plain values, never the workspace or the model.
