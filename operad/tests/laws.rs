//! Every law of every registered operad is one test.

lawful::plugins![lawful_operad];
lawful::test_main!();
