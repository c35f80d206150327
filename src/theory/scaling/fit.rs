//! The Universal Scalability Law fitted to measured throughput, by least squares.
//!
//! Both fits keep sigma and kappa at 0 or more: a negative one would promise that waiting for each other makes work
//! faster. With q(n) = a + b (n - 1) + c n (n - 1) the law is X = n / q(n), where lambda = 1 / a, sigma = b / a and
//! kappa = c / a.

use super::Usl;

/// The coefficients a, b and c of q.
type Coefficients = [f64; 3];

/// One equation of least squares: what its three unknowns are multiplied with, and what should come out.
type Row = (Coefficients, f64);

/// Which unknowns are free; the others are 0. All, without kappa, without sigma, without both.
const FREE: [[bool; 3]; 4] =
    [[true, true, true], [true, true, false], [true, false, true], [true, false, false]];

/// The law that is nearest to `measured`, pairs of workers and throughput: least squares of the throughput itself, by
/// the method of Gauss and Newton, to seven digits. `None` where a number is not above 0, and with fewer than three
/// different numbers of workers.
pub fn fit(measured: &[(f64, f64)]) -> Option<Usl> {
    let [a, b, c] = best(measured, |free| descend(measured, free), |q| misfit(measured, q))?;
    (a > 0.0).then(|| Usl { lambda: 1.0 / a, sigma: b / a, kappa: c / a })
}

/// Gunther's fit by a parabola (2007, chapter 5): lambda is the throughput measured with one worker, and sigma and
/// kappa are least squares of lambda n / X - 1 = sigma (n - 1) + kappa n (n - 1). `None` where [`fit`] gives none,
/// and where one worker alone was not measured.
///
/// All of an error in the first measurement goes into the result, and slow points count more than fast ones: [`fit`]
/// is the better one, and this is what older reports show.
pub fn fit_linearised(measured: &[(f64, f64)]) -> Option<Usl> {
    let (_, lambda) = *measured.iter().find(|(n, _)| *n == 1.0)?;
    let rows: Vec<Row> =
        measured.iter().map(|(n, x)| ([0.0, n - 1.0, n * (n - 1.0)], lambda * n / x - 1.0)).collect();
    let solve = |[_, sigma, kappa]: [bool; 3]| least_squares(&rows, [false, sigma, kappa]);
    let squares =
        |q: &Coefficients| rows.iter().map(|(factors, right)| square(dot(factors, q) - right)).sum();
    let [_, sigma, kappa] = best(measured, solve, squares)?;
    Some(Usl { lambda, sigma, kappa })
}

/// The best solution without a negative coefficient. It is the best with some of them free and the others 0, so each
/// set is tried.
fn best(
    measured: &[(f64, f64)],
    solve: impl Fn([bool; 3]) -> Option<Coefficients>,
    misfit: impl Fn(&Coefficients) -> f64,
) -> Option<Coefficients> {
    let usable = |(n, x): &(f64, f64)| *n > 0.0 && *x > 0.0 && n.is_finite() && x.is_finite();
    if !measured.iter().all(usable) || !has_three_sizes(measured) {
        return None;
    }
    let found = FREE.into_iter().filter_map(solve).filter(|q| q.iter().all(|part| *part >= 0.0));
    found.min_by(|one, other| misfit(one).total_cmp(&misfit(other)))
}

fn has_three_sizes(measured: &[(f64, f64)]) -> bool {
    let mut sizes: Vec<f64> = measured.iter().map(|(n, _)| *n).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    sizes.len() >= 3
}

/// q's three parts at `n`.
fn basis(n: f64) -> Coefficients {
    [1.0, n - 1.0, n * (n - 1.0)]
}

/// The sum of squared errors of the throughput; infinite where q is not above 0.
fn misfit(measured: &[(f64, f64)], q: &Coefficients) -> f64 {
    let error = |(n, x): &(f64, f64)| match dot(&basis(*n), q) {
        part if part > 0.0 => square(n / part - x),
        _ => f64::INFINITY,
    };
    measured.iter().map(error).sum()
}

/// Gauss and Newton: the law is taken as linear near the coefficients, solved, and taken anew where that leads.
fn descend(measured: &[(f64, f64)], free: [bool; 3]) -> Option<Coefficients> {
    // To begin with, least squares of n / X = q(n), which is linear; X^2 / n turns an error of q into one of X.
    let row = |(n, x): &(f64, f64)| (basis(*n).map(|part| part * x * x / n), *x);
    let mut q = least_squares(&measured.iter().map(row).collect::<Vec<Row>>(), free)?;
    for _ in 0..200 {
        let slope = |(n, x): &(f64, f64)| {
            let part = dot(&basis(*n), &q);
            (basis(*n).map(|factor| -factor * n / square(part)), x - n / part)
        };
        let step = least_squares(&measured.iter().map(slope).collect::<Vec<Row>>(), free)?;
        match shorten(measured, &q, &step) {
            Some(next) => q = next,
            None => break,
        }
    }
    Some(q)
}

/// Goes by `step`, or by a half, a quarter ... of it, until the fit gets better; `None` where it does not any more.
fn shorten(measured: &[(f64, f64)], q: &Coefficients, step: &Coefficients) -> Option<Coefficients> {
    let ways = std::iter::successors(Some(1.0), |part| Some(part / 2.0)).take(30);
    let moved = |part: f64| [0, 1, 2].map(|i| q[i] + part * step[i]);
    ways.map(moved).find(|next| misfit(measured, next) < misfit(measured, q))
}

/// Least squares by the normal equations, solved after Gauss. Unknowns that are not free are 0. `None` where the rows
/// do not say enough.
fn least_squares(rows: &[Row], free: [bool; 3]) -> Option<Coefficients> {
    // The right sides are the fourth column.
    let mut matrix = [[0.0; 4]; 3];
    for (factors, right) in rows {
        for i in (0..3).filter(|i| free[*i]) {
            (0..3).filter(|j| free[*j]).for_each(|j| matrix[i][j] += factors[i] * factors[j]);
            matrix[i][3] += factors[i] * right;
        }
    }
    (0..3).filter(|i| !free[*i]).for_each(|i| matrix[i][i] = 1.0);
    let diagonal = [0, 1, 2].map(|i| matrix[i][i]);
    for pivot in 0..3 {
        // The matrix is symmetric and positive: no pivot has to be looked for, and none may vanish.
        if matrix[pivot][pivot] <= 1e-13 * diagonal[pivot] {
            return None;
        }
        let row = matrix[pivot].map(|entry| entry / matrix[pivot][pivot]);
        matrix[pivot] = row;
        for other in (0..3).filter(|other| *other != pivot) {
            let times = matrix[other][pivot];
            (0..4).for_each(|column| matrix[other][column] -= times * row[column]);
        }
    }
    Some(matrix.map(|row| row[3]))
}

fn dot(one: &Coefficients, other: &Coefficients) -> f64 {
    one.iter().zip(other).map(|(x, y)| x * y).sum()
}

fn square(x: f64) -> f64 {
    x * x
}
