//! Many patterns as one deterministic automaton over segments.
//!
//! A check takes one look-up for each segment of the action, whatever the number of patterns. The
//! patterns come in groups: a name is accepted only where *every* group has a match, so the meet of
//! several sets of permissions is one walk too.

use super::hash;
use super::pattern::{Pattern, Piece};
use super::spelling::{Cut, Spelling};
use hashbrown::HashTable;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// What is accepted at a state: for each group the marks of its matching patterns, in order.
pub(super) type Output = Vec<Vec<u32>>;

const DEAD: u32 = 0;
const START: u32 = 1;

/// Where the automaton stands after some segments.
#[derive(Debug, Clone, Copy)]
struct State {
    /// Where a segment leads that no literal names.
    default: u32,
    /// Where the colon leads before a relative resource, and before an absolute one.
    relative: u32,
    absolute: u32,
    /// The place in the outputs.
    output: u32,
    /// Which literals lead elsewhere.
    literals: Literals,
    /// All segments lead back to here.
    stays: bool,
}

/// The literals of a state. One alone is compared in place, without a look-up.
#[derive(Debug, Clone, Copy)]
enum Literals {
    None,
    One { to: u32, start: u32, end: u32 },
    Many,
}

#[derive(Debug, Clone)]
struct Edge {
    from: u32,
    to: u32,
    start: u32,
    end: u32,
    hash: u64,
}

#[derive(Debug)]
pub(super) struct Automaton {
    states: Vec<State>,
    edges: HashTable<Edge>,
    /// The texts of the edges, one after the other.
    texts: String,
    outputs: Vec<Output>,
}

/// The patterns together would make too large an automaton.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooComplex;

impl Automaton {
    /// The most work that building may take, counted in steps: patterns can be written so that their
    /// automaton is exponentially large, and those are refused.
    const MOST_WORK: usize = 1 << 21;

    /// Builds the automaton of groups of marked patterns.
    pub fn build(groups: &[Vec<(&Pattern, u32)>]) -> Result<Automaton, TooComplex> {
        let trie = Trie::build(groups)?;
        Builder::new(&trie, groups.len()).run()
    }

    /// Returns what is accepted for a name; the outputs are numbered from 0.
    #[inline]
    pub fn walk(&self, name: &Spelling) -> Option<usize> {
        let state = self.state(self.run(START, name, name.verb()))?;
        let next = if name.absolute {
            state.absolute
        } else {
            state.relative
        };
        let last = self.state(self.run(next, name, name.resource()))?;
        (last.output as usize).checked_sub(1)
    }

    /// Returns the outputs.
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    #[inline]
    fn state(&self, at: u32) -> Option<&State> {
        self.states.get(at as usize)
    }

    #[inline]
    fn run(&self, mut at: u32, name: &Spelling, cuts: &[Cut]) -> u32 {
        for cut in cuts {
            let Some(state) = self.state(at) else {
                return DEAD;
            };
            if state.stays {
                return at;
            }
            at = match state.literals {
                Literals::None => state.default,
                Literals::One { to, start, end } => {
                    let text = self.texts.get(start as usize..end as usize);
                    if text == Some(name.segment(cut)) {
                        to
                    } else {
                        state.default
                    }
                }
                Literals::Many => self.step(at, name, cut).unwrap_or(state.default),
            };
        }
        at
    }

    #[inline]
    fn step(&self, from: u32, name: &Spelling, cut: &Cut) -> Option<u32> {
        let segment = name.segment(cut);
        let found = self.edges.find(hash::of_edge(from, cut.hash), |edge| {
            edge.from == from && self.text(edge) == Some(segment)
        });
        found.map(|edge| edge.to)
    }

    #[inline]
    fn text(&self, edge: &Edge) -> Option<&str> {
        self.texts.get(edge.start as usize..edge.end as usize)
    }
}

/// A node of the patterns, laid over each other within each group.
#[derive(Default)]
struct Node<'p> {
    group: usize,
    literals: BTreeMap<&'p str, u32>,
    any: Option<u32>,
    /// A node that stays where it is on every segment.
    rest: Option<u32>,
    relative: Option<u32>,
    absolute: Option<u32>,
    stays: bool,
    accepts: Vec<u32>,
}

struct Trie<'p> {
    nodes: Vec<Node<'p>>,
}

impl<'p> Trie<'p> {
    fn build(groups: &[Vec<(&'p Pattern, u32)>]) -> Result<Trie<'p>, TooComplex> {
        // The first nodes are the roots of the groups.
        let roots = (0..groups.len()).map(|group| Node {
            group,
            ..Node::default()
        });
        let mut trie = Trie {
            nodes: roots.collect(),
        };
        for (group, patterns) in groups.iter().enumerate() {
            for (pattern, mark) in patterns {
                if trie.nodes.len() > Automaton::MOST_WORK {
                    return Err(TooComplex);
                }
                trie.add(group, pattern, *mark);
            }
        }
        Ok(trie)
    }

    fn add(&mut self, group: usize, pattern: &'p Pattern, mark: u32) {
        let verb = self.add_pieces(group, group as u32, &pattern.verb);
        let absolute = pattern.absolute;
        let middle = self.child(group, verb, |node| {
            if absolute {
                &mut node.absolute
            } else {
                &mut node.relative
            }
        });
        let end = self.add_pieces(group, middle, &pattern.resource);
        if let Some(node) = self.nodes.get_mut(end as usize) {
            node.accepts.push(mark);
        }
    }

    fn add_pieces(&mut self, group: usize, from: u32, pieces: &'p [Piece]) -> u32 {
        pieces.iter().fold(from, |at, piece| match piece {
            Piece::Any => self.child(group, at, |node| &mut node.any),
            Piece::Rest => {
                let rest = self.child(group, at, |node| &mut node.rest);
                if let Some(node) = self.nodes.get_mut(rest as usize) {
                    node.stays = true;
                }
                rest
            }
            Piece::Literal(text) => {
                let next = self.nodes.len() as u32;
                let known = self
                    .nodes
                    .get(at as usize)
                    .and_then(|n| n.literals.get(&**text));
                if let Some(known) = known {
                    return *known;
                }
                if let Some(node) = self.nodes.get_mut(at as usize) {
                    node.literals.insert(text, next);
                }
                self.push(group);
                next
            }
        })
    }

    fn child(
        &mut self,
        group: usize,
        at: u32,
        slot: impl for<'n> Fn(&'n mut Node<'p>) -> &'n mut Option<u32>,
    ) -> u32 {
        let next = self.nodes.len() as u32;
        let Some(node) = self.nodes.get_mut(at as usize) else {
            return at;
        };
        let slot = slot(node);
        if let Some(known) = slot {
            return *known;
        }
        *slot = Some(next);
        self.push(group);
        next
    }

    fn push(&mut self, group: usize) {
        self.nodes.push(Node {
            group,
            ..Node::default()
        });
    }
}

/// Makes sets of nodes that can be reached together into states.
struct Builder<'t, 'p> {
    trie: &'t Trie<'p>,
    groups: usize,
    known: FxHashMap<Vec<u32>, u32>,
    waiting: Vec<(u32, Vec<u32>)>,
    outputs: FxHashMap<Output, u32>,
    made: Automaton,
    work: usize,
}

impl<'t, 'p> Builder<'t, 'p> {
    fn new(trie: &'t Trie<'p>, groups: usize) -> Self {
        let dead = State {
            default: DEAD,
            relative: DEAD,
            absolute: DEAD,
            output: 0,
            literals: Literals::None,
            stays: true,
        };
        Builder {
            trie,
            groups,
            known: FxHashMap::default(),
            waiting: Vec::new(),
            outputs: FxHashMap::default(),
            made: Automaton {
                states: vec![dead],
                edges: HashTable::new(),
                texts: String::new(),
                outputs: Vec::new(),
            },
            work: 0,
        }
    }

    fn run(mut self) -> Result<Automaton, TooComplex> {
        self.state_of((0..self.groups as u32).collect())?;
        while let Some((state, set)) = self.waiting.pop() {
            self.fill(state, &set)?;
        }
        Ok(self.made)
    }

    /// Returns the state of a set of nodes; a set that lost a group accepts nothing any more.
    fn state_of(&mut self, mut set: Vec<u32>) -> Result<u32, TooComplex> {
        set.sort_unstable();
        set.dedup();
        self.work += set.len() + 1;
        if self.work > Automaton::MOST_WORK {
            return Err(TooComplex);
        }
        let mut groups: Vec<usize> = self.nodes(&set).map(|node| node.group).collect();
        groups.sort_unstable();
        groups.dedup();
        if groups.len() < self.groups || set.is_empty() {
            return Ok(DEAD);
        }
        if let Some(known) = self.known.get(&set) {
            return Ok(*known);
        }
        let state = self.made.states.len() as u32;
        let dead = self.made.states.first().copied().ok_or(TooComplex)?;
        self.made.states.push(dead);
        self.known.insert(set.clone(), state);
        self.waiting.push((state, set));
        Ok(state)
    }

    fn nodes<'s>(&self, set: &'s [u32]) -> impl Iterator<Item = &'t Node<'p>> + use<'s, 't, 'p> {
        let trie = self.trie;
        set.iter()
            .filter_map(move |at| trie.nodes.get(*at as usize))
    }

    fn fill(&mut self, state: u32, set: &[u32]) -> Result<(), TooComplex> {
        let mut base: Vec<u32> = Vec::new();
        let mut literals: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        let (mut relative, mut absolute) = (Vec::new(), Vec::new());
        for (at, node) in set.iter().zip(self.nodes(set)) {
            base.extend(node.stays.then_some(*at));
            base.extend(node.any.into_iter().chain(node.rest));
            relative.extend(node.relative);
            absolute.extend(node.absolute);
            for (text, to) in &node.literals {
                literals.entry(text).or_default().push(*to);
            }
        }
        let output = self.output_of(set);
        let default = self.state_of(base.clone())?;
        let (relative, absolute) = (self.state_of(relative)?, self.state_of(absolute)?);
        let mut elsewhere = Vec::with_capacity(literals.len());
        for (text, mut to) in literals {
            to.extend(&base);
            let to = self.state_of(to)?;
            if to != default {
                elsewhere.push((text, to));
            }
        }
        let literals = match elsewhere.as_slice() {
            [] => Literals::None,
            [(text, to)] => {
                let (start, end) = self.text(text);
                Literals::One {
                    to: *to,
                    start,
                    end,
                }
            }
            many => {
                for (text, to) in many {
                    self.edge(state, text, *to);
                }
                Literals::Many
            }
        };
        if let Some(made) = self.made.states.get_mut(state as usize) {
            *made = State {
                default,
                relative,
                absolute,
                output,
                literals,
                stays: matches!(literals, Literals::None) && default == state,
            };
        }
        Ok(())
    }

    fn output_of(&mut self, set: &[u32]) -> u32 {
        let mut output: Output = vec![Vec::new(); self.groups];
        for node in self.nodes(set) {
            if let Some(marks) = output.get_mut(node.group) {
                marks.extend(&node.accepts);
            }
        }
        if output.iter().any(Vec::is_empty) {
            return 0;
        }
        output.iter_mut().for_each(|marks| marks.sort_unstable());
        let next = self.made.outputs.len() as u32 + 1;
        let number = *self.outputs.entry(output.clone()).or_insert(next);
        if number == next {
            self.made.outputs.push(output);
        }
        number
    }

    /// Keeps a text; returns where it begins and ends.
    fn text(&mut self, text: &str) -> (u32, u32) {
        let start = self.made.texts.len() as u32;
        self.made.texts.push_str(text);
        (start, self.made.texts.len() as u32)
    }

    fn edge(&mut self, from: u32, text: &str, to: u32) {
        let (start, end) = self.text(text);
        let hash = hash::of_edge(from, hash::of_segment(text));
        let edge = Edge {
            from,
            to,
            start,
            end,
            hash,
        };
        self.made.edges.insert_unique(hash, edge, |edge| edge.hash);
    }
}
