//! Why a node cannot be appended.

use super::AppendError;
use crate::node::{PayloadUnreadable, TraceNode};
use std::borrow::Borrow;

/// Why a node cannot be appended.
pub enum Refusal {
    Duplicate(u64),
    TimeWentBack(i64),
    NoTarget(String),
    EffectBeforeCause { target: String, time: i64 },
    NotErasable(String),
    Unreadable(PayloadUnreadable),
    Full(u64),
}

impl Refusal {
    /// Says it with the values of the node; `rest` are the nodes of the call after this one.
    #[cold]
    pub fn explain<N: Borrow<TraceNode>, E>(
        self,
        node: &TraceNode,
        rest: impl Iterator<Item = Result<N, E>>,
    ) -> AppendError {
        let (id, time) = (node.id().to_owned(), node.timestamp());
        match self {
            Refusal::Duplicate(index) => AppendError::DuplicateId { id, index },
            Refusal::TimeWentBack(last) => AppendError::TimeWentBack { id, time, last },
            Refusal::NoTarget(target) => {
                let mut rest = rest.map_while(Result::ok);
                if node.id() == target || rest.any(|node| node.borrow().id() == target) {
                    AppendError::LaterTarget { id, target }
                } else {
                    AppendError::UnknownTarget { id, target }
                }
            }
            Refusal::EffectBeforeCause {
                target,
                time: target_time,
            } => AppendError::EffectBeforeCause {
                id,
                time,
                target,
                target_time,
            },
            Refusal::NotErasable(target) => AppendError::NotErasable { id, target },
            Refusal::Unreadable(why) => AppendError::PayloadUnreadable(why),
            Refusal::Full(length) => AppendError::Full(length),
        }
    }
}
