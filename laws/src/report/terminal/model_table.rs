//! The table of models and counts.

use super::Style;
use super::paint::Ink;
use crate::evidence::Evidence;
use crate::report::numbers::grouped;
use crate::report::printable::one_line;
use crate::report::standing::Standing;
use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};
use std::collections::BTreeMap;

/// Lays out one row per model and one column per standing that occurs.
pub(super) fn model_table(evidence: &[Evidence], style: &Style) -> String {
    let rows: Vec<_> = evidence.iter().map(|e| (e, counts(e))).collect();
    let occurs = |s: &Standing| rows.iter().any(|(_, counts)| counts.contains_key(s));
    let columns: Vec<Standing> = Standing::ALL.into_iter().filter(occurs).collect();

    let mut table = Table::new();
    table
        .load_style(NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(style.columns()).unwrap_or(u16::MAX));
    let head = |name: &str| Cell::new(style.mark(Ink::Quiet, name));
    let number = |text: String| Cell::new(text).set_alignment(CellAlignment::Right);
    let mut header = vec![head("model"), head("laws").set_alignment(CellAlignment::Right)];
    header.extend(columns.iter().map(|s| head(s.name()).set_alignment(CellAlignment::Right)));
    table.set_header(header);
    for (evidence, counts) in &rows {
        let good = evidence.is_good();
        let ink = if good { Ink::Strong } else { Ink::Bad };
        let mut row = vec![
            Cell::new(one_line(&evidence.model)),
            number(style.mark(ink, &grouped(evidence.laws.len() as u64))),
        ];
        row.extend(columns.iter().map(|s| match counts.get(s) {
            Some(n) => number(style.mark(Ink::of(*s), &grouped(*n))),
            None => number(style.mark(Ink::Quiet, "·")),
        }));
        table.add_row(row);
    }
    // Numbers keep their width; the names of the models wrap into what is left.
    let longest = rows.iter().map(|(e, _)| one_line(&e.model).chars().count()).max();
    let numbers: usize = columns.iter().map(|s| s.name().len() + 2).sum::<usize>() + 6;
    let left = style.columns().saturating_sub(numbers + 2).max(10);
    let names = longest.unwrap_or(0).clamp(5, left) + 2;
    let names = u16::try_from(names).unwrap_or(u16::MAX);
    let mut constraints = vec![ColumnConstraint::Absolute(Width::Fixed(names))];
    if numbers + usize::from(names) <= style.columns() {
        constraints.extend(columns.iter().map(|_| ColumnConstraint::ContentWidth));
        constraints.push(ColumnConstraint::ContentWidth);
    }
    table.set_constraints(constraints);
    let mut out = String::new();
    for line in table.lines() {
        out.push_str(style.paint_marks(&line).trim_end());
        out.push('\n');
    }
    out
}

fn counts(evidence: &Evidence) -> BTreeMap<Standing, u64> {
    let mut counts = BTreeMap::new();
    for law in &evidence.laws {
        *counts.entry(Standing::of(law, &law.verdict())).or_default() += 1;
    }
    counts
}
