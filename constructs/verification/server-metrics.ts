import type { EndpointSpec } from '../../spec/serving.ts';
import type { VerifiedMetric } from '../../spec/verification-form.ts';

/** What a server shows of itself: its requests, how long they take, and what a release of it is judged by. */
export interface ServerMetrics {
  /** Requests over time. */
  readonly traffic?: string;
  /** Mean time of a request. Unit: milliseconds. */
  readonly latency?: string;
  /** What a release is judged by. */
  readonly metrics: readonly Pick<VerifiedMetric, 'name' | 'kind' | 'unit' | 'query' | 'tolerance' | 'harm'>[];
}

/** A tolerance of a tenth: two servers of one model never have the same machine. */
const TOLERANCE = { relative: 0.1 } as const;
/** Five more failed requests in a hundred must not be missed. */
const FAILED = { harm: { absolute: 5 }, unit: '%', kind: 'errors', name: 'failed requests' } as const;

/**
 * What the server of an endpoint shows, as PromQL of one arm; the names are those of the servers' own documents.
 *
 * @param job - job of the monitor that asks it; other monitors ask it too
 */
export function serverMetrics(endpoint: EndpointSpec, job: string): ServerMetrics {
  const arm = `{$arm,job="${job}"}`;
  if (endpoint.kind === 'language') return language(arm);
  switch (endpoint.format) {
    case 'sklearn':
    case 'xgboost':
    case 'lightgbm':
      return python(arm);
    case 'onnx':
    case 'triton':
    case 'torch':
      return triton(arm);
    case 'mlflow':
      return mlserver(arm, job);
    case 'tensorflow':
      return { metrics: [] };
  }
}

/** Rate over one step, of all series of an arm. */
function rate(series: string): string {
  return `sum(rate(${series}[$step]))`;
}

function slower(query: string, name = 'latency'): ServerMetrics['metrics'][number] {
  return { name, kind: 'latency', unit: 'ms', query, tolerance: TOLERANCE, harm: undefined };
}

function failing(failed: string, all: string): ServerMetrics['metrics'][number] {
  return { ...FAILED, query: `100 * (${failed}) / (${all})`, tolerance: undefined };
}

/** KServe's own servers count no failures. */
function python(arm: string): ServerMetrics {
  const traffic = rate(`request_predict_seconds_count${arm}`);
  const latency = `1000 * ${rate(`request_predict_seconds_sum${arm}`)} / ${traffic}`;
  return { traffic, latency, metrics: [slower(latency)] };
}

function triton(arm: string): ServerMetrics {
  const [good, bad] = ['success', 'failure'].map((which) => rate(`nv_inference_request_${which}${arm}`));
  const latency = `${rate(`nv_inference_request_duration_us${arm}`)} / 1000 / ${good}`;
  const traffic = `${good} + ${bad}`;
  return { traffic, latency, metrics: [slower(latency), failing(`${bad}`, traffic)] };
}

/** Its own documents and its library disagree about an `s` in the name of the latency. */
function mlserver(arm: string, job: string): ServerMetrics {
  const [good, bad] = ['success', 'failure'].map((which) => rate(`model_infer_request_${which}_total${arm}`));
  const timed = (part: string) =>
    rate(`{__name__=~"rest_server_requests?_duration_seconds_${part}",$arm,job="${job}",path=~".*/infer"}`);
  const latency = `1000 * ${timed('sum')} / ${timed('count')}`;
  const traffic = `${good} + ${bad}`;
  return { traffic, latency, metrics: [slower(latency), failing(`${bad}`, traffic)] };
}

/** Time to the first token and of the whole answer, each by itself: prompts and answers differ in length. */
function language(arm: string): ServerMetrics {
  const mean = (metric: string) => `1000 * ${rate(`vllm:${metric}_sum${arm}`)} / ${rate(`vllm:${metric}_count${arm}`)}`;
  const [first, whole] = [mean('time_to_first_token_seconds'), mean('e2e_request_latency_seconds')];
  const traffic = rate(`vllm:e2e_request_latency_seconds_count${arm}`);
  return { traffic, latency: whole, metrics: [slower(first, 'first token'), slower(whole)] };
}
