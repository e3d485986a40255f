//! Identity tokens, trust and value tensors, witnessing, decay, coherence and stores.
