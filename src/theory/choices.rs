//! The power of several choices: queues that are joined after looking at d of them, and balls thrown into bins.

/// The mean time in system with `choices` looks, in service times, in the supermarket model: Poisson arrivals, many
/// servers with exponential service times, each request to the shortest of `choices` queues taken at random.
///
/// E\[T\] = sum over i >= 1 of rho^((d^i - d) / (d - 1)), exact as the number of servers grows without end
/// (Mitzenmacher 2001; Vvedenskaya, Dobrushin & Karpelevich 1996); with one choice 1 / (1 - rho), for any number.
/// `None` without a choice, or where the utilisation is not from 0 to below 1.
pub fn time_in_system(choices: u32, utilisation: f64) -> Option<f64> {
    let d = f64::from(choices);
    let exponents = std::iter::successors(Some(0.0), |exponent| Some(d * (exponent + 1.0)));
    let terms = exponents.map(|exponent| libm::pow(utilisation, exponent)).take_while(|term| *term > 1e-18);
    let time = || if choices == 1 { 1.0 / (1.0 - utilisation) } else { terms.sum() };
    is_steady(choices, utilisation).then(time)
}

/// The part s_i of the queues that hold at least `length` requests, the one in service included, in the same model:
/// rho^((d^i - 1) / (d - 1)) (Mitzenmacher 2001). `None` as above.
pub fn queue_tail(choices: u32, utilisation: f64, length: u32) -> Option<f64> {
    let (d, i) = (f64::from(choices), f64::from(length));
    let exponent = if choices == 1 { i } else { (libm::pow(d, i) - 1.0) / (d - 1.0) };
    is_steady(choices, utilisation).then(|| libm::pow(utilisation, exponent))
}

fn is_steady(choices: u32, utilisation: f64) -> bool {
    choices > 0 && (0.0..1.0).contains(&utilisation)
}

/// The leading order of the fullest bin's load when `n` balls go into `n` bins, each to the emptiest of `choices`
/// taken at random: ln n / ln ln n with one choice, ln ln n / ln d with d (Azar, Broder, Karlin & Upfal 1994).
///
/// How it grows, not what it is: from two choices on it leaves out a constant, and with one a factor that comes near
/// 1 only slowly. `None` below three bins, where ln ln n is not positive, and without a choice.
pub fn fullest_bin_order(n: u32, choices: u32) -> Option<f64> {
    let ln = libm::log(f64::from(n));
    let order = match choices {
        1 => ln / libm::log(ln),
        d => libm::log(ln) / libm::log(f64::from(d)),
    };
    (n > 2 && choices > 0).then_some(order)
}

/// The probability that no bin holds more than `most` balls when `n` balls go into `n` bins at random, by one choice.
///
/// With P(j) that probability for j balls, P(j) = sum over i = 1 to `most` of
/// ((n + 1) i - j) / j C(j, i) n^-i P(j - i): the recurrence for the n-th power of the series sum x^i / i!, cut after
/// `most` (Knuth, The Art of Computer Programming 2, section 4.7), with each coefficient over the uncut one. All its
/// terms are positive for up to n balls, so nothing cancels; for more it would. Takes about n times `most` steps.
pub fn fullest_bin_at_most(n: u32, most: u32) -> f64 {
    let bins = f64::from(n);
    let mut within = vec![1.0];
    for balls in 1..=n {
        let j = f64::from(balls);
        let (mut ways, mut sum) = (1.0, 0.0);
        for (before, i) in within.iter().rev().zip(1..=most) {
            let i = f64::from(i);
            ways *= (j - i + 1.0) / (i * bins);
            sum += ((bins + 1.0) * i - j) / j * ways * before;
        }
        within.push(sum);
    }
    within.last().copied().unwrap_or(1.0)
}

/// The mean load of the fullest bin when `n` balls go into `n` bins at random, by one choice, to eight digits.
pub fn fullest_bin_mean(n: u32) -> f64 {
    (0..n).map(|most| 1.0 - fullest_bin_at_most(n, most)).take_while(|over| *over > 1e-9).sum()
}
