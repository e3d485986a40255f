//! Nothing: the tests are in `tests/` and the cases in `cases/`.
