//! Every law of every registered model is one test.

lawful::plugins![lawful_platform];
lawful::test_main!();
