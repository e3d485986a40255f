//! Numbers as people read them. A rounded number never looks better than the exact one.

/// Groups the digits of a number by three: `1,234,567`.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (k, digit) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Counts things: `1 model`, `1,200 models`.
pub(crate) fn counted(n: u64, thing: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", grouped(n))
}

/// Prints an upper bound on a rate in `0..=1` as a percentage with two digits, rounded up.
pub(crate) fn bound(rate: f64) -> String {
    two_digits(rate * 100.0, f64::ceil)
}

/// Prints a part of a whole with three decimals, rounded up: `0.251`.
pub(crate) fn at_most(part: f64) -> String {
    format!("{:.3}", (part * 1000.0 - 1e-9).ceil() / 1000.0 + 0.0)
}

/// Prints `part` of `whole` as a percentage with two digits.
///
/// `0 %` and `100 %` are printed only if they are exact.
pub(crate) fn share(part: u64, whole: u64) -> String {
    if part == 0 || whole == 0 {
        return "0 %".to_owned();
    }
    if part >= whole {
        return "100 %".to_owned();
    }
    let percent = part as f64 / whole as f64 * 100.0;
    if percent >= 99.0 {
        let cut = (percent * 100.0).floor() / 100.0;
        return format!("{:.2} %", cut.min(99.99));
    }
    two_digits(percent, f64::round)
}

fn two_digits(percent: f64, round: fn(f64) -> f64) -> String {
    if !percent.is_finite() || percent <= 0.0 {
        return "0 %".to_owned();
    }
    let magnitude = percent.log10().floor() as i32;
    let decimals = (1 - magnitude).clamp(0, 15);
    let scale = 10f64.powi(decimals);
    // The small step back keeps a bound that is exact in decimals from being rounded up.
    let rounded = round(percent * scale - 1e-9) / scale;
    format!("{:.*} %", decimals as usize, rounded)
}

/// Prints a time: `870 ns`, `12.3 ms`, `4.56 s`, `3 min 20 s`.
pub(crate) fn duration(nanoseconds: u64) -> String {
    let n = nanoseconds as f64;
    match nanoseconds {
        0..1_000 => format!("{nanoseconds} ns"),
        1_000..1_000_000 => format!("{:.1} us", n / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} ms", n / 1e6),
        1_000_000_000..120_000_000_000 => format!("{:.2} s", n / 1e9),
        _ => {
            let seconds = nanoseconds / 1_000_000_000;
            format!("{} min {} s", grouped(seconds / 60), seconds % 60)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped() {
        let shown: Vec<String> = [0, 999, 1000, 1_234_567].map(grouped).to_vec();
        assert_eq!(shown, ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(counted(1, "model"), "1 model");
        assert_eq!(counted(2000, "model"), "2,000 models");
    }

    #[test]
    fn a_bound_is_rounded_up() {
        assert_eq!(bound(0.002_991), "0.30 %");
        assert_eq!(bound(0.003_01), "0.31 %");
        assert_eq!(bound(0.000_000_299_5), "0.000030 %");
        assert_eq!(bound(0.95), "95 %");
        assert_eq!(bound(0.000_3), "0.030 %");
        assert_eq!(bound(1.0), "100 %");
        assert_eq!(
            [0.25, 0.2501, 0.0].map(at_most),
            ["0.250", "0.251", "0.000"]
        );
    }

    #[test]
    fn all_and_nothing_are_said_only_when_exact() {
        assert_eq!(share(0, 10), "0 %");
        assert_eq!(share(10, 10), "100 %");
        assert_eq!(share(99_999, 100_000), "99.99 %");
        assert_eq!(share(1, 100_000), "0.0010 %");
        assert_eq!(share(34, 1000), "3.4 %");
    }

    #[test]
    fn times_have_a_fitting_unit() {
        let shown = [870, 12_300, 12_300_000, 4_560_000_000, 200_000_000_000].map(duration);
        assert_eq!(
            shown,
            ["870 ns", "12.3 us", "12.3 ms", "4.56 s", "3 min 20 s"]
        );
    }
}
