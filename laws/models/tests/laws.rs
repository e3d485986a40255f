//! Every law of every registered model is one test.

lawful::plugins![lawful_models];
lawful::test_main!(own);
