import type { Arm, Point } from '../../verification/judge/evidence.ts';

/** A Prometheus, and how long it may take. */
export interface PrometheusAccess {
  /** Address without `/api`, such as `http://prometheus.monitoring:9090`. */
  readonly url: string;
  /** Longest wait for an answer. Unit: seconds. */
  readonly timeout: number;
}

/** A stretch of time to ask for. Unit: seconds since 1970, and seconds. */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** Characters of an answer that is no JSON which are shown. */
const SHOWN = 120;

/**
 * Asks for one query over a stretch of time. Never throws: a slow, broken or absent Prometheus is an answer too, and the judge
 * says what it means.
 */
export async function askPrometheus(access: PrometheusAccess, query: string, range: Range): Promise<Arm> {
  const { end, start, step } = range;
  const times = { start: String(start), end: String(end), step: String(step) };
  const answer = await asked(access, 'query_range', { query, ...times });
  if (answer.kind === 'unreachable') return answer;
  const series = answer.data?.resultType === 'matrix' ? answer.data.result : undefined;
  if (!Array.isArray(series)) return { kind: 'unreachable', because: 'it answered with something that is no series' };
  return {
    kind: 'points',
    points: series.flatMap(({ values = [] }: Series) => values.map(pointOf)).sort((a, b) => a.at - b.at),
  };
}

/** A series with its value now. */
export interface Labelled {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a query says now, or why nobody could ask. */
export type Now =
  | { readonly kind: 'samples'; readonly samples: readonly Labelled[] }
  | Extract<Arm, { kind: 'unreachable' }>;

/** Asks for one query now. Never throws, as {@link askPrometheus}. */
export async function askNow(access: PrometheusAccess, query: string): Promise<Now> {
  const answer = await asked(access, 'query', { query });
  if (answer.kind === 'unreachable') return answer;
  const series = answer.data?.resultType === 'vector' ? answer.data.result : undefined;
  if (!Array.isArray(series)) return { kind: 'unreachable', because: 'it answered with something that is no vector' };
  const samples = series.flatMap(({ metric = {}, value }: Series) =>
    value === undefined ? [] : [{ labels: metric, value: pointOf(value).value }],
  );
  return { kind: 'samples', samples };
}

async function asked(
  { timeout, url }: PrometheusAccess,
  how: 'query' | 'query_range',
  words: Readonly<Record<string, string>>,
): Promise<Answered> {
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}/api/v1/${how}`, {
      method: 'POST',
      body: new URLSearchParams({ ...words, timeout: `${timeout}s` }),
      signal: AbortSignal.timeout(timeout * 1_000),
    });
    return read(response.status, await response.text());
  } catch (error) {
    return { kind: 'unreachable', because: trouble(error as Error, timeout) };
  }
}

function trouble(error: Error, timeout: number): string {
  if (error.name === 'TimeoutError') return `no answer within ${timeout} s`;
  const cause = error.cause as { code?: string; message?: string } | undefined;
  return `no connection (${cause?.code ?? cause?.message ?? error.message})`;
}

function read(status: number, body: string): Answered {
  const answer = parsed(body);
  if (answer === undefined)
    return { kind: 'unreachable', because: `it answered ${status} with something else: ${oneLine(body)}` };
  if (answer.status !== 'success')
    return { kind: 'unreachable', because: `it answered ${status}: ${oneLine(answer.error ?? '')}` };
  return { kind: 'answered', data: answer.data };
}

/** A moment, and a value as text. */
type Written = readonly [number, string];

interface Series {
  readonly metric?: Readonly<Record<string, string>>;
  readonly value?: Written;
  readonly values?: readonly Written[];
}

interface Answer {
  readonly status?: string;
  readonly error?: string;
  readonly data?: { readonly resultType?: string; readonly result?: readonly Series[] };
}

type Answered = { readonly kind: 'answered'; readonly data: Answer['data'] } | Extract<Arm, { kind: 'unreachable' }>;

function parsed(body: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Answer) : undefined;
  } catch {
    return undefined;
  }
}

function pointOf([at, value]: Written): Point {
  return {
    at,
    value: value === '+Inf' ? Number.POSITIVE_INFINITY : value === '-Inf' ? Number.NEGATIVE_INFINITY : Number(value),
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, SHOWN);
}
