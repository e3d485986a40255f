//! Associativity of a constant table, decided while the program compiles.

use super::Triple;

/// Finds the smallest triple for which the table is not associative.
///
/// The elements `a` with `(a . b) . c = a . (b . c)` for all `b`, `c` are closed under the
/// operation (whether or not it is associative), so an element that is a product of elements that
/// passed needs no visit. Elements are visited in order, so the first failure is the smallest.
/// This keeps tables of 256 elements within what a compiler is willing to evaluate.
///
/// All entries must be below `N`.
pub(super) const fn smallest_triple<const N: usize>(table: &[[u8; N]; N]) -> Option<Triple> {
    let mut known = [false; N];
    let mut list = [0u8; N];
    let mut length = 0;
    let mut multiplied = 0;
    let mut a = 0;
    while a < N {
        if !known[a] {
            if let Some(triple) = first_failure(table, a) {
                return Some(triple);
            }
            known[a] = true;
            list[length] = a as u8;
            length += 1;
            while multiplied < length && length < N {
                let x = list[multiplied] as usize;
                let mut k = 0;
                while k <= multiplied {
                    let y = list[k] as usize;
                    let products = [table[x][y], table[y][x]];
                    let mut side = 0;
                    while side < 2 {
                        let product = products[side];
                        if !known[product as usize] {
                            known[product as usize] = true;
                            list[length] = product;
                            length += 1;
                        }
                        side += 1;
                    }
                    k += 1;
                }
                multiplied += 1;
            }
        }
        a += 1;
    }
    None
}

/// Finds the smallest `b`, `c` for which `(a . b) . c` and `a . (b . c)` differ.
const fn first_failure<const N: usize>(table: &[[u8; N]; N], a: usize) -> Option<Triple> {
    let mut b = 0;
    while b < N {
        let ab = table[a][b] as usize;
        let mut c = 0;
        while c < N {
            let left = table[ab][c];
            let right = table[a][table[b][c] as usize];
            if left != right {
                return Some(Triple {
                    a,
                    b,
                    c,
                    left: left as usize,
                    right: right as usize,
                });
            }
            c += 1;
        }
        b += 1;
    }
    None
}
