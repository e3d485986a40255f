//! Functions of several arguments between small sets: the endomorphism operad of a family of sets.

use crate::full_operad::spliced;
use crate::theories::*;
use crate::{FullOperad, Permutation};
use lawful::{Sort, register};
use std::fmt;

/// The largest table of a sampled function.
const MOST_ENTRIES: usize = 64;
/// The largest number of sampled functions.
const MOST_FUNCTIONS: usize = 1024;

/// A function from a product of small sets to a small set, by its values.
///
/// The set of size `n` is `{0, .., n - 1}`; the last argument varies fastest.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Function {
    output: u8,
    inputs: Vec<u8>,
    values: Vec<u8>,
}

impl Function {
    /// Makes a function from its values; `None` if there are not as many values as arguments, a
    /// value is not below `output`, or the table is larger than 64.
    ///
    /// ```
    /// use lawful_operad::models::Function;
    /// let and = Function::new(2, [2, 2], [0, 0, 0, 1]).unwrap();
    /// assert_eq!(and.call(&[1, 1]), Some(1));
    /// assert_eq!(and.call(&[1, 2]), None);
    /// assert!(Function::new(2, [2, 2], [0, 0, 0, 2]).is_none());
    /// ```
    pub fn new(
        output: u8,
        inputs: impl Into<Vec<u8>>,
        values: impl Into<Vec<u8>>,
    ) -> Option<Function> {
        let (inputs, values) = (inputs.into(), values.into());
        let size = inputs
            .iter()
            .try_fold(1usize, |n, size| n.checked_mul(usize::from(*size)))?;
        let fits = size <= MOST_ENTRIES && values.len() == size;
        (fits && values.iter().all(|v| *v < output)).then_some(Function {
            output,
            inputs,
            values,
        })
    }

    /// Returns the value at some arguments; `None` if they are not in the sets.
    pub fn call(&self, arguments: &[u8]) -> Option<u8> {
        if arguments.len() != self.inputs.len() {
            return None;
        }
        let mut place = 0;
        for (argument, size) in arguments.iter().zip(&self.inputs) {
            if argument >= size {
                return None;
            }
            place = place * usize::from(*size) + usize::from(*argument);
        }
        self.values.get(place).copied()
    }

    /// Makes a function by asking for its value at all arguments.
    fn tabulate(output: u8, inputs: Vec<u8>, value: impl Fn(&[u8]) -> Option<u8>) -> Function {
        let size = inputs.iter().map(|n| usize::from(*n)).product();
        let mut values = Vec::with_capacity(size);
        let mut arguments = vec![0u8; inputs.len()];
        for _ in 0..size {
            values.push(value(&arguments).unwrap_or(0));
            for (argument, size) in arguments.iter_mut().zip(&inputs).rev() {
                *argument += 1;
                if *argument < *size {
                    break;
                }
                *argument = 0;
            }
        }
        Function {
            output,
            inputs,
            values,
        }
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}→{} {:?}", self.inputs, self.output, self.values)
    }
}

/// The endomorphism operad of a family of small sets, sampled up to a number of arguments.
pub struct Endomorphisms {
    sizes: Vec<u8>,
    widest: usize,
    functions: Vec<Function>,
}

/// A family of sets that is not small.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EndomorphismsError {
    /// A set is empty, too large or there twice, or there is none.
    #[error("`{0:?}` are no sizes of sets; give one to three different numbers from 1 to 4")]
    Sizes(Vec<u8>),
    /// There are too many functions.
    #[error(
        "there are more than {MOST_FUNCTIONS} functions of at most `{0}` arguments; take fewer arguments or smaller sets"
    )]
    TooMany(usize),
}

impl Endomorphisms {
    /// Makes the operad of all functions of at most `widest` arguments between sets of the given
    /// sizes.
    ///
    /// # Errors
    /// If a size is not in 1 to 4 or there twice, or there are more than 1024 functions.
    pub fn new(
        sizes: impl Into<Vec<u8>>,
        widest: usize,
    ) -> Result<Endomorphisms, EndomorphismsError> {
        let sizes = sizes.into();
        let different = sizes
            .iter()
            .enumerate()
            .all(|(k, n)| (1..=4).contains(n) && sizes.iter().take(k).all(|earlier| earlier != n));
        if sizes.is_empty() || sizes.len() > 3 || !different {
            return Err(EndomorphismsError::Sizes(sizes));
        }
        let mut profiles = vec![Vec::new()];
        let mut last = profiles.clone();
        for _ in 0..widest.min(4) {
            last = last
                .iter()
                .flat_map(|p: &Vec<u8>| sizes.iter().map(|n| [p.clone(), vec![*n]].concat()))
                .collect();
            profiles.extend(last.iter().cloned());
        }
        let mut functions = Vec::new();
        for inputs in profiles {
            for output in &sizes {
                let entries: usize = inputs.iter().map(|n| usize::from(*n)).product();
                let count = usize::from(*output).checked_pow(entries as u32);
                let room = MOST_FUNCTIONS - functions.len();
                let Some(count) = count.filter(|c| *c <= room) else {
                    return Err(EndomorphismsError::TooMany(widest));
                };
                for code in 0..count {
                    let mut rest = code;
                    let mut values = vec![0; entries];
                    for value in values.iter_mut().rev() {
                        *value = (rest % usize::from(*output)) as u8;
                        rest /= usize::from(*output);
                    }
                    functions.push(Function {
                        output: *output,
                        inputs: inputs.clone(),
                        values,
                    });
                }
            }
        }
        Ok(Endomorphisms {
            sizes,
            widest,
            functions,
        })
    }
}

impl FullOperad for Endomorphisms {
    type Color = u8;
    type Operation = Function;

    fn colors(&self) -> Sort<u8> {
        Sort::finite(self.sizes.clone())
    }

    fn operations(&self) -> Sort<Function> {
        Sort::finite(self.functions.clone())
    }

    fn output(&self, f: &Function) -> u8 {
        f.output
    }

    fn inputs(&self, f: &Function) -> Vec<u8> {
        f.inputs.clone()
    }

    fn identity_of(&self, color: &u8) -> Function {
        Function::tabulate(*color, vec![*color], |x| x.first().copied())
    }

    fn compose_at(&self, f: &Function, slot: usize, g: &Function) -> Function {
        let inputs = spliced(&f.inputs, slot, &g.inputs);
        Function::tabulate(f.output, inputs, |arguments| {
            let behind = slot + g.inputs.len();
            let inner = g.call(arguments.get(slot..behind)?)?;
            let mut outer = arguments.get(..slot)?.to_vec();
            outer.push(inner);
            outer.extend_from_slice(arguments.get(behind..)?);
            f.call(&outer)
        })
    }

    fn permute(&self, f: &Function, s: &Permutation) -> Function {
        let back = s.inverse();
        Function::tabulate(f.output, s.rearrange(&f.inputs), |arguments| {
            f.call(&back.rearrange(arguments))
        })
    }

    fn widest(&self) -> usize {
        self.widest
    }
}

/// The built-in families are small: the fallback is the set of one element.
fn family(sizes: &[u8], widest: usize) -> Endomorphisms {
    Endomorphisms::new(sizes, widest).unwrap_or(Endomorphisms {
        sizes: vec![1],
        widest: 0,
        functions: Vec::new(),
    })
}

register! {
    id: "operad.endomorphisms.two",
    version: "1",
    about: "functions of none to two arguments on a set of two elements",
    model: family(&[2], 2),
    theories: [SymmetricOperad],
}
register! {
    id: "operad.endomorphisms.one_and_two",
    version: "1",
    about: "functions of none to two arguments between sets of one and two elements",
    model: family(&[1, 2], 2),
    theories: [SymmetricOperad],
}
