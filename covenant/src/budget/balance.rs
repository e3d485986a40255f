//! Where the granted amounts are.

use super::Amounts;

/// Where the granted amounts are: always `granted = spent + reserved + free + escrowed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Balance {
    /// What was granted.
    pub granted: Amounts,
    /// What is gone.
    pub spent: Amounts,
    /// What calls that run may need.
    pub reserved: Amounts,
    /// What can be reserved.
    pub free: Amounts,
    /// What children have.
    pub escrowed: Amounts,
}

impl Balance {
    /// Makes the balance of what is granted and untouched.
    pub fn of(granted: Amounts) -> Balance {
        Balance {
            granted,
            free: granted,
            ..Balance::default()
        }
    }

    /// Returns whether nothing was lost and nothing made.
    pub fn is_conserved(&self) -> bool {
        let parts = [self.spent, self.reserved, self.free, self.escrowed];
        (0..super::Resource::COUNT).all(|at| {
            let of = |amounts: &Amounts| amounts.numbers().get(at).copied().map(u128::from);
            let sum: Option<u128> = parts.iter().map(of).sum();
            sum == of(&self.granted)
        })
    }
}
