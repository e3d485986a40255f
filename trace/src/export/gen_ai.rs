//! Which nodes are operations of generative AI, in the words of OpenTelemetry.

use crate::node::Fields;

/// The values of `gen_ai.operation.name` that the conventions have.
const OPERATIONS: [&str; 10] = [
    "chat",
    "create_agent",
    "embeddings",
    "execute_tool",
    "generate_content",
    "invoke_agent",
    "invoke_workflow",
    "plan",
    "retrieval",
    "text_completion",
];

/// Returns the operation that the kind of a node names, with or without `gen_ai.` before it.
pub(super) fn operation(kind: &str) -> Option<&'static str> {
    let name = kind.strip_prefix("gen_ai.").unwrap_or(kind);
    OPERATIONS.into_iter().find(|operation| *operation == name)
}

/// Returns the attributes that tags of the form `gen_ai.name=value` stand for.
pub(super) fn tagged<'a>(
    fields: &Fields<'a>,
) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
    fields
        .tags()
        .filter(|tag| tag.starts_with("gen_ai."))
        .filter_map(|tag| tag.split_once('='))
}

/// Returns the name of a span: the operation and what it is done with, as the conventions ask.
pub(super) fn span_name(fields: &Fields<'_>, operation: Option<&str>) -> String {
    let Some(operation) = operation else {
        return fields.kind.unwrap_or("event").to_owned();
    };
    let key = match operation {
        "execute_tool" => "gen_ai.tool.name",
        "invoke_agent" | "create_agent" => "gen_ai.agent.name",
        "invoke_workflow" => "gen_ai.workflow.name",
        "retrieval" => "gen_ai.data_source.id",
        _ => "gen_ai.request.model",
    };
    let tagged = tagged(fields).find(|(name, _)| *name == key);
    let object = match (tagged, operation) {
        (Some((_, value)), _) => Some(value),
        (None, "invoke_agent") => Some(fields.origin),
        (None, _) => None,
    };
    object.map_or_else(
        || operation.to_owned(),
        |object| format!("{operation} {object}"),
    )
}

/// What an attribute of the conventions holds, where that is not text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Text,
    Integer,
    Double,
    Texts,
}

/// Returns what an attribute holds.
pub(super) fn holds(key: &str) -> Holds {
    match key.strip_prefix("gen_ai.").unwrap_or_default() {
        "embeddings.dimension.count"
        | "request.choice.count"
        | "request.max_tokens"
        | "request.seed" => Holds::Integer,
        "evaluation.score.value"
        | "request.frequency_penalty"
        | "request.presence_penalty"
        | "request.temperature"
        | "request.top_k"
        | "request.top_p" => Holds::Double,
        "request.encoding_formats" | "request.stop_sequences" | "response.finish_reasons" => {
            Holds::Texts
        }
        usage if usage.starts_with("usage.") => Holds::Integer,
        _ => Holds::Text,
    }
}

/// Returns whether an operation is a call of another service, rather than work of this one.
pub(super) fn is_call(operation: &str) -> bool {
    matches!(
        operation,
        "chat"
            | "create_agent"
            | "embeddings"
            | "generate_content"
            | "retrieval"
            | "text_completion"
    )
}
