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
export async function askPrometheus({ timeout, url }: PrometheusAccess, query: string, range: Range): Promise<Arm> {
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}/api/v1/query_range`, {
      method: 'POST',
      body: new URLSearchParams({
        query,
        start: String(range.start),
        end: String(range.end),
        step: String(range.step),
        timeout: `${timeout}s`,
      }),
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

function read(status: number, body: string): Arm {
  const answer = parsed(body);
  if (answer === undefined)
    return { kind: 'unreachable', because: `it answered ${status} with something else: ${oneLine(body)}` };
  if (answer.status !== 'success')
    return { kind: 'unreachable', because: `it answered ${status}: ${oneLine(answer.error ?? '')}` };
  const series = answer.data?.resultType === 'matrix' ? answer.data.result : undefined;
  if (!Array.isArray(series)) return { kind: 'unreachable', because: 'it answered with something that is no series' };
  return { kind: 'points', points: series.flatMap(({ values }) => values.map(pointOf)).sort((a, b) => a.at - b.at) };
}

interface Answer {
  readonly status?: string;
  readonly error?: string;
  readonly data?: {
    readonly resultType?: string;
    readonly result?: readonly { readonly values: readonly (readonly [number, string])[] }[];
  };
}

function parsed(body: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Answer) : undefined;
  } catch {
    return undefined;
  }
}

function pointOf([at, value]: readonly [number, string]): Point {
  return {
    at,
    value: value === '+Inf' ? Number.POSITIVE_INFINITY : value === '-Inf' ? Number.NEGATIVE_INFINITY : Number(value),
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, SHOWN);
}
