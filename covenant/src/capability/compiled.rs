//! Permissions made ready for checks.

use super::action::Action;
use super::automaton::{Automaton, TooComplex};
use super::condition::Circumstances;
use super::pattern::Pattern;
use super::permission::{Effect, Permission};
use super::permissions::Permissions;
use std::fmt;

/// Which permission decided: the place in its layer's order, and the layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PermissionRef {
    /// The layer, from 0.
    pub layer: u16,
    /// The permission in its layer, from 0.
    pub place: u32,
}

/// What permissions say about a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// Every layer allows; the permission of the last layer is named.
    Allowed(PermissionRef),
    /// This permission denies.
    Denied(PermissionRef),
    /// Permissions match, but in one layer the conditions of none hold; the first is named.
    Unmet(PermissionRef),
    /// Nothing allows it.
    NotAllowed,
}

/// Permissions that cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompileError {
    /// The patterns overlap in too many ways.
    #[error(
        "the patterns overlap in too many ways to be checked fast; use fewer `*` in the middle"
    )]
    TooComplex,
    /// Too many permissions with conditions match one action.
    #[error(
        "{0} permissions with conditions match one action, such as `{1}`; at most {max} may",
        max = Compiled::MOST_CONDITIONAL
    )]
    TooManyConditional(usize, String),
}

impl From<TooComplex> for CompileError {
    fn from(_: TooComplex) -> CompileError {
        CompileError::TooComplex
    }
}

/// Permissions, and other patterns to look for, made ready: a check costs the same with ten
/// permissions and with ten thousand.
#[derive(Debug)]
pub struct Compiled {
    permissions: Vec<Vec<Permission>>,
    allow: Automaton,
    /// What each output of `allow` comes to.
    allowed: Vec<Allowed>,
    /// Denials and triggers; case is ignored.
    deny: Option<Automaton>,
    denied: Vec<Denied>,
}

/// What the allowances of an output come to.
#[derive(Debug)]
enum Allowed {
    /// In every layer one without conditions; the last layer's is named.
    Always(PermissionRef),
    /// In each layer any of these; a layer with an unconditional one has it alone.
    OneOfEach(Vec<Vec<PermissionRef>>),
}

/// What the denials of an output come to, and the triggers that match.
#[derive(Debug)]
struct Denied {
    always: Option<PermissionRef>,
    perhaps: Vec<PermissionRef>,
    triggers: Vec<u32>,
}

impl Compiled {
    /// The most permissions with conditions that may match one action in one layer.
    pub const MOST_CONDITIONAL: usize = 64;

    /// Compiles permissions, and patterns that trigger something: they are numbered from 0.
    ///
    /// # Errors
    /// If the automaton would be too large, or too many permissions with conditions match one
    /// action.
    pub fn new(permissions: &Permissions, triggers: &[Pattern]) -> Result<Compiled, CompileError> {
        let layers: Vec<Vec<Permission>> = permissions
            .layers()
            .map(|layer| layer.iter().cloned().collect())
            .collect();
        let (allow, allowed) = allowances(&layers)?;
        let (deny, denied) = denials(&layers, triggers)?;
        Ok(Compiled {
            permissions: layers,
            allow,
            allowed,
            deny,
            denied,
        })
    }

    /// Returns the permission of a reference.
    pub fn permission(&self, at: PermissionRef) -> Option<&Permission> {
        self.permissions
            .get(usize::from(at.layer))?
            .get(at.place as usize)
    }

    /// Returns whether a permission has conditions.
    pub(crate) fn is_conditional(&self) -> bool {
        let mut all = self.permissions.iter().flatten();
        all.any(Permission::is_conditional)
    }

    /// Decides: a denial wins, then every layer must allow.
    #[inline]
    pub fn check(&self, action: &Action, at: &Circumstances<'_>) -> (Answer, &[u32]) {
        let mut triggers: &[u32] = &[];
        if let Some(denied) = self.denials_of(action) {
            triggers = &denied.triggers;
            if let Some(by) = denied.always {
                return (Answer::Denied(by), triggers);
            }
            let denies = |by: &&PermissionRef| self.holds(**by, at) != Some(false);
            if let Some(by) = denied.perhaps.iter().find(denies) {
                return (Answer::Denied(*by), triggers);
            }
        }
        let allowed = self.allow.walk(action.spelling());
        let answer = match allowed.and_then(|output| self.allowed.get(output)) {
            None => Answer::NotAllowed,
            Some(Allowed::Always(by)) => Answer::Allowed(*by),
            Some(Allowed::OneOfEach(layers)) => self.one_of_each(layers, at),
        };
        (answer, triggers)
    }

    #[inline]
    fn denials_of(&self, action: &Action) -> Option<&Denied> {
        let output = self.deny.as_ref()?.walk(action.folded())?;
        self.denied.get(output)
    }

    fn one_of_each(&self, layers: &[Vec<PermissionRef>], at: &Circumstances<'_>) -> Answer {
        let mut last = Answer::NotAllowed;
        for layer in layers {
            let holds = |by: &&PermissionRef| self.holds(**by, at) == Some(true);
            last = match (layer.iter().find(holds), layer.first()) {
                (Some(by), _) => Answer::Allowed(*by),
                (None, Some(first)) => return Answer::Unmet(*first),
                (None, None) => return Answer::NotAllowed,
            };
        }
        last
    }

    /// Returns whether all conditions hold; `None` if one of them cannot be decided and none fails.
    fn holds(&self, by: PermissionRef, at: &Circumstances<'_>) -> Option<bool> {
        let mut known = true;
        for condition in self.permission(by)?.conditions() {
            match condition.holds(at) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => known = false,
            }
        }
        known.then_some(true)
    }
}

type Marked<'p> = Vec<(&'p Permission, PermissionRef)>;

fn marked(layers: &[Vec<Permission>], effect: Effect) -> Vec<Marked<'_>> {
    let numbered = layers.iter().zip(0u16..);
    numbered
        .map(|(permissions, layer)| {
            let all = permissions.iter().zip(0u32..);
            all.filter(|(permission, _)| permission.effect() == effect)
                .map(|(permission, place)| (permission, PermissionRef { layer, place }))
                .collect()
        })
        .collect()
}

fn few(conditional: &[PermissionRef], name: &Permission) -> Result<(), CompileError> {
    if conditional.len() > Compiled::MOST_CONDITIONAL {
        let pattern = name.pattern().to_string();
        return Err(CompileError::TooManyConditional(conditional.len(), pattern));
    }
    Ok(())
}

fn allowances(layers: &[Vec<Permission>]) -> Result<(Automaton, Vec<Allowed>), CompileError> {
    let marked = marked(layers, Effect::Allow);
    let groups: Vec<Vec<(&Pattern, u32)>> = marked
        .iter()
        .map(|layer| {
            layer
                .iter()
                .map(|(p, at)| (p.pattern(), at.place))
                .collect()
        })
        .collect();
    let automaton = Automaton::build(&groups)?;
    let mut allowed = Vec::with_capacity(automaton.outputs().len());
    for output in automaton.outputs() {
        let mut of_layers = Vec::with_capacity(output.len());
        let mut always = None;
        let mut conditions = false;
        for (layer, (places, permissions)) in output.iter().zip(layers).enumerate() {
            let refs = places.iter().map(|place| PermissionRef {
                layer: layer as u16,
                place: *place,
            });
            let of = |at: &PermissionRef| permissions.get(at.place as usize);
            let plain = |at: &PermissionRef| of(at).is_some_and(|p| !p.is_conditional());
            let refs: Vec<PermissionRef> = refs.collect();
            if let Some(at) = refs.iter().copied().find(plain) {
                always = Some(at);
                of_layers.push(vec![at]);
            } else {
                if let Some(first) = refs.first().and_then(of) {
                    few(&refs, first)?;
                }
                conditions = true;
                of_layers.push(refs);
            }
        }
        allowed.push(match always {
            Some(by) if !conditions => Allowed::Always(by),
            _ => Allowed::OneOfEach(of_layers),
        });
    }
    Ok((automaton, allowed))
}

fn denials(
    layers: &[Vec<Permission>],
    triggers: &[Pattern],
) -> Result<(Option<Automaton>, Vec<Denied>), CompileError> {
    let marked: Marked<'_> = marked(layers, Effect::Deny).into_iter().flatten().collect();
    if marked.is_empty() && triggers.is_empty() {
        return Ok((None, Vec::new()));
    }
    let patterns: Vec<Pattern> = marked
        .iter()
        .map(|(permission, _)| permission.pattern().folded())
        .chain(triggers.iter().map(Pattern::folded))
        .collect();
    let absolute: Vec<(Pattern, u32)> = patterns
        .iter()
        .zip(0u32..)
        .filter_map(|(pattern, number)| Some((pattern.for_absolute()?, number)))
        .collect();
    let also = absolute.iter().map(|(pattern, number)| (pattern, *number));
    let numbered = patterns.iter().zip(0u32..).chain(also).collect();
    let automaton = Automaton::build(&[numbered])?;
    let mut denied = Vec::with_capacity(automaton.outputs().len());
    for output in automaton.outputs() {
        let mut of_output = Denied {
            always: None,
            perhaps: Vec::new(),
            triggers: Vec::new(),
        };
        for mark in output.iter().flatten() {
            match marked.get(*mark as usize) {
                Some((permission, at)) if permission.is_conditional() => {
                    of_output.perhaps.push(*at);
                    few(&of_output.perhaps, permission)?;
                }
                Some((_, at)) => of_output.always = of_output.always.or(Some(*at)),
                None => of_output.triggers.push(*mark - marked.len() as u32),
            }
        }
        denied.push(of_output);
    }
    Ok((Some(automaton), denied))
}

impl fmt::Display for PermissionRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "permission {} of layer {}", self.place, self.layer)
    }
}
