//! The parts of the page, and the file that each is in.

use super::{Draw, Part, part};
use crate::ui::components::claims::{Claims, ClaimsProps};
use crate::ui::components::controls::{Controls, ControlsProps};
use crate::ui::components::difference::{Difference, DifferenceProps};
use crate::ui::components::finder::FindProps;
use crate::ui::components::inspector::{Inspector, InspectorProps};
use crate::ui::components::legend::{Legend, LegendProps};
use crate::ui::components::lesson::{LessonPanel, LessonPanelProps, StepBody};
use crate::ui::components::log::{EventLog, EventLogProps};
use crate::ui::components::palette::{Palette, PaletteProps};
use crate::ui::components::plot::{Plots, PlotsProps};
use crate::ui::components::search::{SearchPanel, SearchPanelProps};
use crate::ui::components::source::{SourceCode, SourceCodeProps};
use crate::ui::components::spacetime::{Spacetime, SpacetimeProps};
use crate::ui::find::Find;
use crate::ui::pages::{
    Bench, EmbedPage, Home, Keys, KeysProps, LabPage, LabProps, LeftOut, LeftOutProps, Missing, MissingProps,
    PanelProps, Practice, Side, Trial, TrialProps,
};
use crate::ui::share::{Share, ShareProps};
use crate::ui::tuning::{Tuner, TunerProps};

// The kinds of pages: what a page is of is there before it is drawn.
part!(HOME, home_page in home: Home, ());
part!(LAB, lab_page in lab: LabPage, LabProps);
part!(EMBED, embed_page in embed: EmbedPage, LabProps);
part!(BENCH, bench_page in bench: Bench, ());
part!(PRACTICE, practice_page in practice: Practice, ());
// What the list of questions does not fetch.
part!(QUESTION, question in question: Trial, TrialProps);
part!(MISSING, missing_page in home: Missing, MissingProps);
// While one works on it; a built site has it as a page without the program.
#[cfg(not(feature = "split"))]
part!(SUMMARY, summary_page in summary: crate::ui::pages::Summary, ());

// Around the stage of a lab's page, at once; of an embed's, where its address asks for it.
part!(PLOTS, plots in plots: Plots, PlotsProps);
part!(LESSON, lesson in panels: LessonPanel, LessonPanelProps);
part!(LEFT_OUT, left_out in panels: LeftOut, LeftOutProps);
part!(SIDE, side in panels: Side, PanelProps);
part!(CONTROLS, controls in panels: Controls, ControlsProps);
part!(PALETTE, palette in panels: Palette, PaletteProps);

// Opened by somebody.
part!(STEP, step in step: StepBody, LessonPanelProps);
part!(CLAIMS, claims in claims: Claims, ClaimsProps);
part!(INSPECTOR, inspector in aside: Inspector, InspectorProps);
part!(LEGEND, legend in aside: Legend, LegendProps);
part!(KEYS, keys in aside: Keys, KeysProps);
part!(SPACETIME, spacetime in diagram: Spacetime, SpacetimeProps);
part!(LOG, log in log: EventLog, EventLogProps);
part!(SEARCH, search_panel in search: SearchPanel, SearchPanelProps);
part!(SOURCE, source in source: SourceCode, SourceCodeProps);
part!(TUNER, tuner in tuning: Tuner, TunerProps);
part!(DIFFERENCE, difference in difference: Difference, DifferenceProps);
part!(FIND, find in find: Find, FindProps);
part!(SHARE, share in share: Share, ShareProps);
