//! Calls: what an agent asks a gate for.

mod arguments;

pub use arguments::{Arguments, BadArguments};

use crate::budget::Amounts;
use crate::capability::Action;
use crate::digest::{Digest, Purpose};
use crate::encoding::Writer;

/// What a call costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Cost {
    /// Nothing that a budget counts.
    #[default]
    Nothing,
    /// So much; it is spent when the call is allowed.
    Known(Amounts),
    /// At most so much; it is set aside when the call is allowed, and settled afterwards.
    AtMost(Amounts),
}

/// What an agent asks a gate for: an action, its arguments, its cost, the model that runs it.
///
/// ```
/// use lawful_covenant::call::{Arguments, Call};
/// let call = Call::new("mcp:github/create_issue".parse().unwrap());
/// let other = call.clone().with_arguments(Arguments::parse(br#"{"title": "x"}"#).unwrap());
/// assert_ne!(call.digest(), other.digest());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// What is to be done.
    pub action: Action,
    /// With what.
    pub arguments: Arguments,
    /// At what cost.
    pub cost: Cost,
    /// By which model, as the registry names it.
    pub model: Option<String>,
}

impl Call {
    /// Makes a call without arguments and cost.
    pub fn new(action: Action) -> Call {
        Call {
            action,
            arguments: Arguments::default(),
            cost: Cost::Nothing,
            model: None,
        }
    }

    /// Sets the arguments.
    #[must_use]
    pub fn with_arguments(mut self, arguments: Arguments) -> Call {
        self.arguments = arguments;
        self
    }

    /// Sets the cost.
    #[must_use]
    pub fn with_cost(mut self, cost: Cost) -> Call {
        self.cost = cost;
        self
    }

    /// Sets the model.
    #[must_use]
    pub fn with_model(mut self, model: &str) -> Call {
        self.model = Some(model.to_owned());
        self
    }

    /// Returns the digest of exactly this call: action, arguments, cost and model. An approval is
    /// bound to it.
    pub fn digest(&self) -> Digest {
        static PURPOSE: Purpose = Purpose::new("lawful covenant call v1");
        let mut writer = Writer::with_capacity(256);
        writer.text(self.action.as_str());
        self.arguments.encode(&mut writer);
        let (kind, amounts) = match &self.cost {
            Cost::Nothing => (0, Amounts::NONE),
            Cost::Known(amounts) => (1, *amounts),
            Cost::AtMost(amounts) => (2, *amounts),
        };
        writer.u8(kind);
        amounts.numbers().iter().for_each(|n| {
            writer.u64(*n);
        });
        writer.u8(u8::from(self.model.is_some()));
        writer.text(self.model.as_deref().unwrap_or_default());
        Digest::derive_with(&PURPOSE, &writer.finish())
    }
}
