// Types for <faultyard-demo>, which embed.js defines. Times are in simulated seconds.

export interface Moment {
  /** Simulated seconds. */
  t: number;
  /** How many events have happened. */
  event: number;
}

export interface Mark {
  id: string;
  t: number;
  label: string;
}

export interface Ready {
  lab: string;
  title: string;
  version: string;
  methods: string[];
  events: string[];
  marks: Mark[];
  params: Array<{ key: string; value: boolean | number | string; [schema: string]: unknown }>;
  minHeight: number;
  /** What was not as it should be in the address. */
  warnings: string[];
}

export interface Property {
  name: string;
  kind: string;
  holds: boolean;
  since?: number;
  text: string;
}

export interface TraceEvent {
  seq: number;
  t: number;
  kind: string;
  node: string | null;
  peer?: string;
  cause?: number;
  text: string;
  data: Record<string, unknown>;
}

/** What a rejected call carries. */
export interface FaultyardError extends Error {
  code: string;
}

export type Theme = "auto" | "light" | "dark";
export type Motion = "auto" | "full" | "reduced";
/** Seconds, or a text as in an address: `1:02`, `mark:<id>`, `ev:<number>`. */
export type When = number | string | { t: number | string } | { event: number } | { mark: string };
export type Value = boolean | number | string;

export interface Load {
  preset?: string;
  params?: Record<string, Value>;
  seed?: number | string;
  faults?: string;
  scenario?: object;
  state?: string;
}

export interface Fault {
  fault: string;
  target?: string | string[];
  /** Seconds until it ends. */
  for?: number;
  [amount: string]: unknown;
}

export type EventName =
  | "play" | "pause" | "ended" | "timeupdate" | "event" | "mark" | "fault" | "param" | "fork" | "property"
  | "prediction" | "complete" | "warning" | "open";

/** The events of the element; `detail` is the message's data. */
export type FaultyardEventMap = {
  [name in EventName as `faultyard-${name}`]: CustomEvent<Record<string, unknown>>;
} & {
  "faultyard-ready": CustomEvent<Ready>;
  "faultyard-size": CustomEvent<{ width: number; height: number }>;
  "faultyard-error": CustomEvent<{ code: string; message: string; fatal?: boolean }>;
};

export interface FaultyardDemo extends HTMLElement {
  /** Any command of the table in docs/embedding.md; rejects with a FaultyardError. */
  call<T = unknown>(name: string, data?: object): Promise<T>;

  play(): Promise<unknown>;
  pause(): Promise<unknown>;
  toggle(): Promise<unknown>;
  step(n?: number, unit?: "event" | "ms" | "mark"): Promise<Moment>;
  seek(to: When): Promise<Moment>;
  setSpeed(speed: number): Promise<number>;
  reset(keep?: "params" | "nothing", seed?: number | string): Promise<unknown>;
  load(preset: string, params?: Record<string, Value>, seed?: number | string, faults?: string): Promise<unknown>;
  load(run: Load): Promise<unknown>;
  getParams(): Promise<Record<string, Value>>;
  setParam(key: string, value: Value): Promise<Value>;
  inject(fault: string, target?: string | string[], seconds?: number): Promise<number>;
  inject(what: Fault | { command: string; argument?: Value }): Promise<number>;
  inspect(target?: string): Promise<unknown>;
  trace(from?: number, to?: number, kinds?: string[], limit?: number): Promise<TraceEvent[]>;
  trace(which: { from?: number; to?: number; kinds?: string[]; limit?: number }): Promise<TraceEvent[]>;
  properties(): Promise<Property[]>;
  digest(): Promise<string>;
  getScenario(): Promise<object>;
  getState(): Promise<string>;
  setState(state: string): Promise<unknown>;
  getMetrics(series?: string | string[], from?: number, to?: number, points?: number): Promise<unknown>;
  getMetrics(which: { series?: string[]; from?: number; to?: number; points?: number }): Promise<unknown>;
  search(property: string, rules?: unknown, budget?: number): Promise<unknown>;
  search(what: { property: string; rules?: unknown; budget?: number }): Promise<unknown>;
  snapshot(format?: "svg" | "png", scale?: number, view?: "stage" | "spacetime"): Promise<unknown>;
  snapshot(what: { format?: "svg" | "png"; scale?: number; view?: "stage" | "spacetime" }): Promise<unknown>;
  describe(level?: "summary" | "full"): Promise<string>;
  subscribe(events: EventName[], everyMs?: number): Promise<unknown>;
  unsubscribe(events: EventName[]): Promise<unknown>;
  setTheme(theme: Theme): Promise<unknown>;
  setMotion(motion: Motion): Promise<unknown>;
  setLang(lang: string): Promise<unknown>;
  ping(): Promise<unknown>;

  addEventListener<K extends keyof FaultyardEventMap>(
    type: K,
    listener: (this: FaultyardDemo, event: FaultyardEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: FaultyardDemo, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

type Setting = string | number;

/** The element's attributes; `p-<key>` is a parameter of the lab. */
export interface FaultyardAttributes {
  lab: string;
  preset?: string;
  seed?: Setting;
  t?: Setting;
  end?: Setting;
  autoplay?: Setting;
  speed?: Setting;
  loop?: Setting;
  pauseat?: string;
  faults?: string;
  ui?: "full" | "compact" | "min" | "none";
  show?: string;
  hide?: string;
  lock?: string;
  view?: "stage" | "spacetime" | "split";
  theme?: Theme;
  motion?: Motion;
  lang?: string;
  projector?: Setting;
  teacher?: Setting;
  predict?: string;
  ctl?: Setting;
  fit?: "fill" | "content";
  state?: string;
  events?: string;
  base?: string;
  sandbox?: string;
  width?: Setting;
  height?: Setting;
  [parameter: `p-${string}`]: Setting | undefined;
}

/** For React's JSX: the attributes, and what every element may have. */
export interface FaultyardJsx extends FaultyardAttributes {
  id?: string;
  title?: string;
  className?: string;
  class?: string;
  style?: object;
  hidden?: boolean;
  key?: string | number | bigint | null;
  // React's reference; `any` since these types need no React.
  ref?: any;
  children?: any;
}

declare global {
  interface HTMLElementTagNameMap {
    "faultyard-demo": FaultyardDemo;
  }
  interface HTMLElementEventMap extends FaultyardEventMap {}
  namespace JSX {
    interface IntrinsicElements {
      "faultyard-demo": FaultyardJsx;
    }
  }
}
