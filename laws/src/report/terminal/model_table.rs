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

/// A column of counts: one standing, or several when there is no room for each.
struct Column {
    name: &'static str,
    ink: Ink,
    standings: Vec<Standing>,
}

type Counts = BTreeMap<Standing, u64>;

/// Lays out one row per model and one column per standing that occurs.
///
/// A narrow terminal gets one column for all good claims, a very narrow one also a single column
/// for all bad ones.
pub(super) fn model_table(evidence: &[Evidence], style: &Style) -> String {
    let rows: Vec<(&Evidence, Counts)> = evidence.iter().map(|e| (e, counts(e))).collect();
    let longest = rows
        .iter()
        .map(|(e, _)| one_line(&e.model).chars().count())
        .max();
    let wanted = longest.unwrap_or(0).clamp(5, 60);
    let room = |columns: &Vec<Column>| style.columns().saturating_sub(width(columns));
    let mut layouts = layouts(&rows);
    let fitting = layouts
        .iter()
        .position(|columns| room(columns) >= wanted.min(26));
    let columns = layouts.swap_remove(fitting.unwrap_or(layouts.len() - 1));
    let names = wanted.min(room(&columns)).max(5);

    let mut table = Table::new();
    table
        .load_style(NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(style.columns()).unwrap_or(u16::MAX));
    let right = |text: String| Cell::new(text).set_alignment(CellAlignment::Right);
    let mut header = vec![Cell::new(style.mark(Ink::Quiet, "model"))];
    header.push(right(style.mark(Ink::Quiet, "laws")));
    header.extend(
        columns
            .iter()
            .map(|c| right(style.mark(Ink::Quiet, c.name))),
    );
    table.set_header(header);
    for (evidence, counts) in &rows {
        let ink = if evidence.is_good() {
            Ink::Strong
        } else {
            Ink::Bad
        };
        let laws = style.mark(ink, &grouped(evidence.laws.len() as u64));
        let mut row = vec![Cell::new(one_line(&evidence.model)), right(laws)];
        row.extend(columns.iter().map(|c| {
            let count: u64 = c.standings.iter().filter_map(|s| counts.get(s)).sum();
            right(match count {
                0 => style.mark(Ink::Quiet, "·"),
                n => style.mark(c.ink, &grouped(n)),
            })
        }));
        table.add_row(row);
    }
    // Numbers keep their width; the names of the models wrap into what is left.
    let names = u16::try_from(names + PADDING).unwrap_or(u16::MAX);
    let mut constraints = vec![ColumnConstraint::Absolute(Width::Fixed(names))];
    constraints.extend((0..=columns.len()).map(|_| ColumnConstraint::ContentWidth));
    table.set_constraints(constraints);
    let mut out = String::new();
    for line in table.lines() {
        out.push_str(style.paint_marks(&line).trim_end());
        out.push('\n');
    }
    out
}

/// The space around a cell.
const PADDING: usize = 2;

/// Returns what a layout needs beside the names of the models.
fn width(columns: &[Column]) -> usize {
    let counts: usize = columns.iter().map(|c| c.name.len() + PADDING).sum();
    counts + "laws".len() + 2 * PADDING
}

/// Returns the layouts from the widest to the narrowest.
fn layouts(rows: &[(&Evidence, Counts)]) -> Vec<Vec<Column>> {
    let occurs = |s: &Standing| rows.iter().any(|(_, counts)| counts.contains_key(s));
    let (good, bad): (Vec<Standing>, Vec<Standing>) = Standing::ALL
        .into_iter()
        .filter(occurs)
        .partition(|s| s.is_good());
    let each = |standings: &[Standing]| -> Vec<Column> {
        standings
            .iter()
            .map(|s| Column {
                name: s.name(),
                ink: Ink::of(*s),
                standings: vec![*s],
            })
            .collect()
    };
    let all = |name, ink, standings: &[Standing]| Column {
        name,
        ink,
        standings: standings.to_vec(),
    };
    let mut widest = each(&good);
    widest.extend(each(&bad));
    let mut narrow = vec![all("good", Ink::Good, &good)];
    narrow.extend(each(&bad));
    let narrowest = vec![all("good", Ink::Good, &good), all("bad", Ink::Bad, &bad)];
    vec![widest, narrow, narrowest]
}

fn counts(evidence: &Evidence) -> Counts {
    let mut counts = Counts::new();
    for law in &evidence.laws {
        *counts.entry(Standing::of(law, &law.verdict())).or_default() += 1;
    }
    counts
}
