//! The Kubernetes HPA's own: tolerance, behaviour, readiness.

use super::super::params::AutoscalingParams;
use super::HPA;
use crate::algorithms::autoscaling::hpa::limits::Select;
use crate::lab::{Alternative, Field, Row};
use crate::{choice, number};

const SELECTS: &[Alternative<Select>] = &[
    Alternative::new("max", "Max: the larger change", Select::Max),
    Alternative::new("min", "Min: the smaller change", Select::Min),
    Alternative::new("disabled", "Disabled: no change", Select::Disabled),
];

const fn hpa(field: Field) -> Field {
    field.group("Kubernetes HPA").live()
}

/// Tolerance, behaviour, readiness.
pub const ROWS: &[Row<AutoscalingParams>] = &[
    number!(
        hpa(Field::number("tolerance", "Tolerance, up", 0, 50).unit("%"))
            .help("No change while the metric is at most this far above the target.", HPA),
        |p| p.behaviour.tolerance
    ),
    number!(
        hpa(Field::number("tolerance-down", "Tolerance, down", -1, 50).unit("%").least_is("as up"))
            .help("No change while the metric is at most this far below the target.", "Kubernetes 1.33, behavior.scaleDown.tolerance."),
        |p| p.behaviour.tolerance_down
    ),
    number!(
        hpa(Field::number("down-window", "Stabilisation, down", 0, 3_600).step(15).unit("s")).help(
            "Machines are removed only down to the highest recommendation of this window.",
            HPA,
        ),
        |p| p.behaviour.down.window_s
    ),
    number!(
        hpa(Field::number("up-window", "Stabilisation, up", 0, 3_600).step(15).unit("s")).help(
            "Machines are added only up to the lowest recommendation of this window.",
            HPA,
        ),
        |p| p.behaviour.up.window_s
    ),
    choice!(
        hpa(Field::choice("up-select", "Scale-up policy (selectPolicy)")).help(
            "Which of the two limits below applies when both are set; Disabled adds no machine.",
            "Kubernetes, autoscaling/v2: behavior, selectPolicy.",
        ),
        SELECTS, |p| p.behaviour.up.select
    ),
    number!(
        hpa(Field::number("up-percent", "Scale-up limit", 0, 900).step(5).unit("%").least_is("no limit")).help(
            "Policy Percent: how many percent may be added in each period. Without a limit of either kind, none are added.",
            HPA,
        ),
        |p| p.behaviour.up.percent
    ),
    number!(
        hpa(Field::number("up-count", "Scale-up limit", 0, 100).unit("machines").least_is("no limit")).help(
            "Policy Pods: how many machines may be added in each period.",
            HPA,
        ),
        |p| p.behaviour.up.count
    ),
    choice!(
        hpa(Field::choice("down-select", "Scale-down policy (selectPolicy)")).help(
            "Which of the two limits below applies when both are set; Disabled removes no machine.",
            "Kubernetes, autoscaling/v2: behavior, selectPolicy.",
        ),
        SELECTS, |p| p.behaviour.down.select
    ),
    number!(
        hpa(Field::number("down-percent", "Scale-down limit", 0, 100).step(5).unit("%").least_is("no limit")).help(
            "Policy Percent: how many percent may be removed in each period. Without a limit of either kind, none are removed.",
            HPA,
        ),
        |p| p.behaviour.down.percent
    ),
    number!(
        hpa(Field::number("down-count", "Scale-down limit", 0, 100).unit("machines").least_is("no limit")).help(
            "Policy Pods: how many machines may be removed in each period.",
            HPA,
        ),
        |p| p.behaviour.down.count
    ),
    number!(
        hpa(Field::number("period", "Limit period", 15, 1_800).step(15).unit("s")).help(
            "The window over which changes are counted.",
            HPA,
        ),
        |p| p.behaviour.up.period_s
    ),
    number!(
        hpa(Field::number("down-period", "Scale-down limit period", 0, 1_800).step(15).unit("s").least_is("as up")).help(
            "The window over which removals are counted.",
            HPA,
        ),
        |p| p.behaviour.down.period_s
    ),
    number!(
        hpa(Field::number("readiness-delay", "Initial readiness delay", 0, 600).step(5).unit("s")).help(
            "A machine that was last ready earlier than this after its start counts as never ready: its CPU is ignored.",
            "kube-controller-manager: --horizontal-pod-autoscaler-initial-readiness-delay.",
        ),
        |p| p.behaviour.readiness_delay_s
    ),
    number!(
        hpa(Field::number("cpu-init", "CPU initialisation period", 0, 1_800).step(15).unit("s")).help(
            "For this long after its start, a machine\u{2019}s CPU counts only if it was ready for the whole sample.",
            "kube-controller-manager: --horizontal-pod-autoscaler-cpu-initialization-period.",
        ),
        |p| p.behaviour.cpu_init_s
    ),
];
