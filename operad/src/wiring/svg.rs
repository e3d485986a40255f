//! Diagrams as pictures.

use super::{Diagram, Sink, Source};
use std::fmt::Write as _;

const COLUMN: usize = 160;
const ROW: usize = 20;
const WIDTH: usize = 100;
const MARGIN: usize = 60;

/// Where a box is.
#[derive(Clone, Copy, Default)]
struct Place {
    x: usize,
    y: usize,
    height: usize,
}

impl Place {
    fn port(&self, port: usize, of: usize) -> usize {
        self.y + self.height * (2 * port + 1) / (2 * of.max(1))
    }
}

impl Diagram {
    /// Returns the diagram as one SVG picture: boxes in columns, inputs on the left.
    pub fn svg(&self) -> String {
        // A diagram has no circles; without layers all boxes are in one column.
        let layers = self.layers().unwrap_or_else(|_| vec![0; self.boxes.len()]);
        let mut tops: Vec<usize> = vec![MARGIN / 2; layers.iter().max().map_or(0, |m| m + 1)];
        let mut places = Vec::new();
        for (layer, (_, interface)) in layers.iter().zip(&self.boxes) {
            let ports = interface.inputs.max(interface.outputs).max(2);
            let height = ROW * ports;
            let top = tops.get_mut(*layer);
            let y = top.as_deref().copied().unwrap_or(MARGIN);
            if let Some(top) = top {
                *top += height + ROW;
            }
            let x = MARGIN + COLUMN * layer;
            places.push(Place { x, y, height });
        }
        let height = tops
            .iter()
            .copied()
            .max()
            .unwrap_or(MARGIN)
            .max(ROW * 2 * (1 + self.outer.inputs.max(self.outer.outputs)));
        let width = 2 * MARGIN + COLUMN * tops.len().max(1) - (COLUMN - WIDTH);
        let edge = Place { x: 0, y: 0, height };
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\">\n\
             <rect x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#888\" \
             stroke-dasharray=\"4\"/>\n",
            width - 1,
            height - 1
        );
        for wire in self.wires() {
            let (x1, y1) = match wire.from {
                Source::Outer(port) => (0, edge.port(port, self.outer.inputs)),
                Source::Box(b, port) => {
                    let place = places.get(b).copied().unwrap_or_default();
                    let of = self.boxes.get(b).map_or(1, |(_, i)| i.outputs);
                    (place.x + WIDTH, place.port(port, of))
                }
            };
            let (x2, y2) = match wire.to {
                Sink::Outer(port) => (width, edge.port(port, self.outer.outputs)),
                Sink::Box(b, port) => {
                    let place = places.get(b).copied().unwrap_or_default();
                    let of = self.boxes.get(b).map_or(1, |(_, i)| i.inputs);
                    (place.x, place.port(port, of))
                }
            };
            let bend = (x2.saturating_sub(x1) / 2).max(20);
            let _ = writeln!(
                out,
                "<path d=\"M{x1} {y1} C{} {y1} {} {y2} {x2} {y2}\" fill=\"none\" stroke=\"#246\"/>",
                x1 + bend,
                x2.saturating_sub(bend)
            );
        }
        for ((name, _), place) in self.boxes.iter().zip(&places) {
            let Place { x, y, height } = *place;
            let _ = writeln!(
                out,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{height}\" rx=\"4\" \
                 fill=\"#eef3f8\" stroke=\"#246\"/>\n\
                 <text x=\"{}\" y=\"{}\" text-anchor=\"middle\" dominant-baseline=\"middle\">{}</text>",
                x + WIDTH / 2,
                y + height / 2,
                escaped(name)
            );
        }
        out.push_str("</svg>\n");
        out
    }
}

/// Writes a name as the text of an element; long names are cut.
fn escaped(name: &str) -> String {
    let mut out = String::new();
    for (place, c) in name.chars().enumerate() {
        if place == 15 {
            out.push('…');
            break;
        }
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
