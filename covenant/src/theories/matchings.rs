//! What compiled patterns must be.

use lawful::{Sort, theory};

theory! {
    /// Patterns that were compiled: they match what their definition says.
    pub theory Matching in ::lawful_covenant::theories {
        /// Several patterns.
        sort Patterns;
        /// What is matched.
        sort Name;
        /// Returns whether a pattern matches, by the definition.
        op defined(p: Patterns, n: Name) -> bool;
        /// Returns whether a pattern matches, as it was compiled.
        op compiled(p: Patterns, n: Name) -> bool;

        /// Compiling changes nothing.
        law agrees(p: Patterns, n: Name) { compiled(p, n) == defined(p, n) }

        /// Compares the beginnings of texts: `ab` is then below `a`.
        lawbreaker prefix_of_text breaks agrees {
            Patterns: String = Sort::finite(["a/", "ab/", "a/b/"].map(String::from));
            Name: String = Sort::finite(["a/b", "ab/c", "abc", "b", "a/b/c"].map(String::from));
            defined(p, n) => n.starts_with(p.as_str());
            compiled(p, n) => n.starts_with(p.trim_end_matches('/'));
        }
    }
}
