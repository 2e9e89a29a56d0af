/** How a metric moves. A histogram's name is used with `_bucket`, `_count` and `_sum`, a summary's also without. */
export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary';

/** A metric that a component of the platform exposes. */
export interface Metric {
  /** Name as it is exposed; of a histogram without `_bucket`. */
  readonly name: string;
  /** How it moves. */
  readonly type: MetricType;
  /** Labels that the exporter gives it, and those that scraping adds. */
  readonly labels: readonly string[];
  /** What exposes it. */
  readonly exporter: string;
  /** Where its name, type and labels were read. */
  readonly source: string;
}

/** What all metrics of one exporter share. */
export interface Exporter {
  /** What exposes them. */
  readonly exporter: string;
  /** Where their names, types and labels were read. */
  readonly source: string;
  /** Labels that all of them have. @default [] - none */
  readonly labels?: readonly string[];
}

/** One line of a list: name, type and the labels besides the exporter's. */
export type MetricLine = readonly [name: string, type: MetricType, labels?: readonly string[]];

/** The metrics of an exporter. */
export function metricsOf(exporter: Exporter, lines: readonly MetricLine[]): readonly Metric[] {
  return lines.map(([name, type, labels = []]) => ({
    name,
    type,
    labels: [...(exporter.labels ?? []), ...labels],
    exporter: exporter.exporter,
    source: exporter.source,
  }));
}
