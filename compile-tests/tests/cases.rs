//! One case for each misuse; the `.stderr` beside it is what its author reads.

#[test]
fn misuse_does_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("cases/*.rs");
}
