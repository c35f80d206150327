//! The Kubernetes HPA's own: tolerance, behaviour, readiness.

use super::super::params::AutoscalingParams;
use super::HPA;
use crate::algorithms::autoscaling::hpa::limits::Select;
use crate::choice;
use crate::lab::{Alternative, Field, Row};

const SELECTS: &[Alternative<Select>] = &[
    Alternative::new("max", "Max: the greater counts", Select::Max),
    Alternative::new("min", "Min: the smaller counts", Select::Min),
    Alternative::new("disabled", "Disabled: no change", Select::Disabled),
];

const fn hpa(field: Field) -> Field {
    field.group("Kubernetes HPA").live()
}

/// Tolerance, behaviour, readiness.
pub const ROWS: &[Row<AutoscalingParams>] = &[
    Row::new(
        hpa(Field::number("tolerance", "Tolerance, up", 0, 50).unit("%"))
            .help("So far above the target nothing is done.", HPA),
        |p| p.behaviour.tolerance.into(),
        |p, v| p.behaviour.tolerance = v as u32,
    ),
    Row::new(
        hpa(Field::number("tolerance-down", "Tolerance, down", -1, 50).unit("%").least_is("as up"))
            .help("So far below the target nothing is done.", "Kubernetes 1.33, behavior.scaleDown.tolerance."),
        |p| p.behaviour.tolerance_down.into(),
        |p, v| p.behaviour.tolerance_down = v as i32,
    ),
    Row::new(
        hpa(Field::number("down-window", "Stabilisation, down", 0, 3_600).step(15).unit("s")).help(
            "Machines are taken away only down to the highest recommendation of this time.",
            HPA,
        ),
        |p| p.behaviour.down.window_s.into(),
        |p, v| p.behaviour.down.window_s = v as u32,
    ),
    Row::new(
        hpa(Field::number("up-window", "Stabilisation, up", 0, 3_600).step(15).unit("s")).help(
            "Machines are added only up to the lowest recommendation of this time.",
            HPA,
        ),
        |p| p.behaviour.up.window_s.into(),
        |p, v| p.behaviour.up.window_s = v as u32,
    ),
    choice!(
        hpa(Field::choice("up-select", "Of the limits up")).help(
            "Which of the two limits below counts when both are set, or that no machine is added.",
            "Kubernetes, autoscaling/v2: behavior, selectPolicy.",
        ),
        SELECTS, |p| p.behaviour.up.select
    ),
    Row::new(
        hpa(Field::number("up-percent", "Up by at most", 0, 900).step(5).unit("%").least_is("no such limit")).help(
            "Policy Percent: in each period so many percent may be added. Without a limit of either kind none is added.",
            HPA,
        ),
        |p| p.behaviour.up.percent.into(),
        |p, v| p.behaviour.up.percent = v as u32,
    ),
    Row::new(
        hpa(Field::number("up-count", "Up by at most", 0, 100).unit("machines").least_is("no such limit")).help(
            "Policy Pods: in each period so many may be added.",
            HPA,
        ),
        |p| p.behaviour.up.count.into(),
        |p, v| p.behaviour.up.count = v as u32,
    ),
    choice!(
        hpa(Field::choice("down-select", "Of the limits down")).help(
            "Which of the two limits below counts when both are set, or that no machine is taken away.",
            "Kubernetes, autoscaling/v2: behavior, selectPolicy.",
        ),
        SELECTS, |p| p.behaviour.down.select
    ),
    Row::new(
        hpa(Field::number("down-percent", "Down by at most", 0, 100).step(5).unit("%").least_is("no such limit")).help(
            "Policy Percent: in each period so many percent may be taken away. Without a limit of either kind none is.",
            HPA,
        ),
        |p| p.behaviour.down.percent.into(),
        |p, v| p.behaviour.down.percent = v as u32,
    ),
    Row::new(
        hpa(Field::number("down-count", "Down by at most", 0, 100).unit("machines").least_is("no such limit")).help(
            "Policy Pods: in each period so many may be taken away.",
            HPA,
        ),
        |p| p.behaviour.down.count.into(),
        |p, v| p.behaviour.down.count = v as u32,
    ),
    Row::new(
        hpa(Field::number("period", "The period of these limits", 15, 1_800).step(15).unit("s")).help(
            "Over this time changes are counted.",
            HPA,
        ),
        |p| p.behaviour.up.period_s.into(),
        |p, v| p.behaviour.up.period_s = v as u32,
    ),
    Row::new(
        hpa(Field::number("down-period", "The period of the limits down", 0, 1_800).step(15).unit("s").least_is("as up")).help(
            "Over this time it is counted what is taken away.",
            HPA,
        ),
        |p| p.behaviour.down.period_s.into(),
        |p, v| p.behaviour.down.period_s = v as u32,
    ),
    Row::new(
        hpa(Field::number("readiness-delay", "Initial readiness delay", 0, 600).step(5).unit("s")).help(
            "A machine that has not been ready since so long after its start was never ready: its CPU does not count.",
            "kube-controller-manager: --horizontal-pod-autoscaler-initial-readiness-delay.",
        ),
        |p| p.behaviour.readiness_delay_s.into(),
        |p, v| p.behaviour.readiness_delay_s = v as u32,
    ),
    Row::new(
        hpa(Field::number("cpu-init", "CPU initialisation period", 0, 1_800).step(15).unit("s")).help(
            "For so long after its start a machine\u{2019}s CPU counts only if all of the sample is from when it was ready.",
            "kube-controller-manager: --horizontal-pod-autoscaler-cpu-initialization-period.",
        ),
        |p| p.behaviour.cpu_init_s.into(),
        |p, v| p.behaviour.cpu_init_s = v as u32,
    ),
];
