//! Writing terms, without recursion.

use super::{Head, TermId, Terms};

/// The longest text that is written, in bytes, before the rest is left out.
const LONGEST: usize = 1 << 28;

enum Piece {
    Term(TermId),
    Text(&'static str),
}

impl Terms {
    /// Writes a term: `seq(par(a, b), c)`. Beyond 256 megabytes the rest is written as `..`.
    pub fn show(&self, term: TermId) -> String {
        self.show_at_most(term, LONGEST)
    }

    /// Writes a term; what does not fit into so many bytes is written as `..`.
    pub fn show_at_most(&self, term: TermId, bytes: usize) -> String {
        let mut out = String::new();
        let mut rest = vec![Piece::Term(term)];
        while let Some(piece) = rest.pop() {
            if out.len() >= bytes {
                out.push_str("..");
                return out;
            }
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Term(term) => match self.head(term) {
                    Some(Head::Var(v)) => out.push_str(self.variable_name(v)),
                    Some(Head::Op(op)) => {
                        out.push_str(self.signature.name(op));
                        let arguments = self.args(term);
                        if !arguments.is_empty() {
                            out.push('(');
                            rest.push(Piece::Text(")"));
                            for (k, argument) in arguments.iter().enumerate().rev() {
                                rest.push(Piece::Term(*argument));
                                if k > 0 {
                                    rest.push(Piece::Text(", "));
                                }
                            }
                        }
                    }
                    None => out.push('?'),
                },
            }
        }
        out
    }
}
