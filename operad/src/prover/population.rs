//! A population search over configurations of the samplers.

use super::gene::{Genes, Learnt};
use super::{Answer, Prove, Seen, Task};
use lawful::check::Tried;
use lawful::rng::Rng;
use lawful::{Exception, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// How many configurations live at once.
const SIZE: usize = 48;
/// How many cases a configuration is tried with.
const BATCH: usize = 4;
/// How many new ones a generation brings.
const YOUNG: usize = 32;

type Watch = dyn Fn(&[Value]) -> Vec<Seen> + Send + Sync;

/// Looks for a counterexample with a population of sampler configurations.
///
/// A configuration says, for each variable, where its value comes from: the sampler, an edge, a value
/// that was learnt (or its neighbour, or it with a bit flipped), another variable. Configurations
/// whose cases came near to something rare live on; they are mutated and crossed.
///
/// What it exploits, and nothing else finds a fault at one point of 2^32 by search:
///
/// - **what the model compares its values with**, if it may be watched: every comparison tells a
///   value worth trying and how far the case was from it. A condition such as `a == k && b == l` is
///   found in two steps of one value each.
/// - **constants** that are given, for example those in the model's code.
/// - **how near an equality within a tolerance is to its limit**.
///
/// A model that is neither watched nor brings constants, and has no tolerance, is searched no better
/// than at random.
#[derive(Clone, Default)]
pub struct Population {
    constants: Vec<String>,
    watch: Option<Arc<Watch>>,
}

impl Population {
    /// Gives values, as JSON, that are worth trying.
    pub fn constants(mut self, values: impl IntoIterator<Item = impl Into<String>>) -> Population {
        self.constants.extend(values.into_iter().map(Into::into));
        self
    }

    /// Lets the search see what the model compares values with while a case runs.
    ///
    /// See [`notice`](super::notice) for models in Rust. What is seen only guides the search.
    pub fn watching(
        mut self,
        watch: impl Fn(&[Value]) -> Vec<Seen> + Send + Sync + 'static,
    ) -> Population {
        self.watch = Some(Arc::new(watch));
        self
    }
}

/// What the search has seen at one place.
#[derive(Default)]
struct Place {
    times: u64,
    /// The smallest distance from equality that is not equality.
    nearest: f64,
}

struct Search<'t> {
    task: &'t Task,
    watch: Option<&'t Watch>,
    rng: Rng,
    learnt: Learnt,
    places: HashMap<u64, Place>,
    worst_error: f64,
}

impl Prove for Population {
    fn prove(&self, task: &Task) -> Result<Answer, Exception> {
        let variables = task.cases()?.sorts().len();
        if variables == 0 {
            return Ok(Answer::Unknown("the law has no variable".to_owned()));
        }
        let mut search = Search {
            task,
            watch: self.watch.as_deref(),
            rng: Rng::new(task.allowance().seed),
            learnt: Learnt::default(),
            places: HashMap::new(),
            worst_error: 0.0,
        };
        for constant in &self.constants {
            search.learnt.learn(constant);
        }
        search.run(variables)
    }
}

impl Search<'_> {
    fn run(&mut self, variables: usize) -> Result<Answer, Exception> {
        let mut population: Vec<(f64, Genes)> = Vec::new();
        let mut generations = 0u64;
        while !self.task.is_over() {
            generations += 1;
            for _ in 0..YOUNG {
                let genes = self.young(&population, variables);
                match self.fitness(&genes)? {
                    Tally::Found(values) => return Ok(Answer::Counterexample(values)),
                    Tally::Over => break,
                    Tally::Fitness(fitness) => population.push((fitness, genes)),
                }
            }
            population.sort_by(|a, b| b.0.total_cmp(&a.0));
            population.truncate(SIZE);
            // What was rare becomes common: fame fades.
            for (fitness, _) in &mut population {
                *fitness *= 0.8;
            }
        }
        Ok(Answer::Unknown(format!(
            "{} cases in {generations} generations refuted nothing",
            self.task.ran()
        )))
    }

    fn young(&mut self, population: &[(f64, Genes)], variables: usize) -> Genes {
        let rng = &mut self.rng;
        let pick = |rng: &mut Rng| {
            // The better of two, drawn at random.
            let places = (rng.below(population.len()), rng.below(population.len()));
            let place = places.0.min(places.1);
            population.get(place).map(|(_, genes)| genes)
        };
        let (mother, father) = (pick(rng), pick(rng));
        match (mother, father, rng.below(8)) {
            (Some(mother), _, 0..=3) => mother.mutated(rng, &self.learnt),
            (Some(mother), Some(father), 4..=5) => {
                let child = mother.crossed(father, rng);
                child.mutated(rng, &self.learnt)
            }
            _ => Genes::random(variables, rng, &self.learnt),
        }
    }

    fn fitness(&mut self, genes: &Genes) -> Result<Tally, Exception> {
        let mut fitness = 0.0f64;
        for _ in 0..BATCH {
            let values = genes.values(self.task.cases()?, &mut self.rng, &self.learnt)?;
            let (tried, error) = match self.task.judge(&values) {
                Ok(judged) => judged,
                Err(why) if why.interrupted => return Err(why),
                Err(_) => return Ok(Tally::Over),
            };
            if tried == Tried::Refuted {
                return Ok(Tally::Found(values));
            }
            if let Some(error) = error.filter(|error| *error > self.worst_error) {
                self.worst_error = error;
                fitness += 1.0 + error;
            }
            if let Some(watch) = self.watch {
                let sorts = self.task.cases()?.sorts().zip(&values);
                let inputs: Vec<String> = sorts
                    .filter_map(|(sort, value)| sort.to_plain(value))
                    .collect();
                fitness += self.news(&watch(&values), &inputs);
            }
        }
        Ok(Tally::Fitness(fitness))
    }

    /// Returns how much that is rare or near a case has shown.
    fn news(&mut self, seen: &[Seen], inputs: &[String]) -> f64 {
        let mut news = 0.0;
        let mut equal: HashMap<u64, u64> = HashMap::new();
        for seen in seen {
            // Pairs and texts are compared part by part, at one place: a part that is reached because
            // the one before it was equal is somewhere new.
            let so_far = equal.entry(seen.place).or_default();
            let key = seen
                .place
                .wrapping_add(so_far.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            *so_far += u64::from(seen.distance == 0.0);
            let place = self.places.entry(key).or_default();
            place.times += 1;
            // A place that few cases reach is worth more than one that all do.
            news += 1.0 / (place.times as f64).sqrt();
            let near = place.times == 1 || seen.distance < place.nearest;
            if seen.distance > 0.0 && near {
                place.nearest = seen.distance;
                news += 1.0;
            }
            // What is not an input is what the model compares inputs with.
            for value in seen.values.iter().filter(|v| !inputs.contains(v)) {
                self.learnt.learn(value);
            }
        }
        news
    }
}

enum Tally {
    Found(Vec<Value>),
    Fitness(f64),
    Over,
}
