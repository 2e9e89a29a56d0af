import { GATE_RULE, type Release } from './release.ts';

/** One comparison that a metric must meet. */
export interface GateRule {
  /** Metric that is looked at. */
  readonly metric: string;
  /** How it is compared. */
  readonly operator: '>=' | '<=' | '==' | '>' | '<';
  /** What it is compared with. Unit: the metric's own. */
  readonly bound: number;
}

/** What became of one rule of a gate. */
export interface GateResult extends GateRule {
  /** The rule as it is written. */
  readonly rule: string;
  /** What was measured. @default - the release has no such metric */
  readonly measured?: number;
  /** Whether it holds. */
  readonly passed: boolean;
}

/** Reads a comparison such as `accuracy >= 0.9`; nothing where the text is none. */
export function gateRule(rule: string): GateRule | undefined {
  const [, metric, operator, bound] = GATE_RULE.exec(rule) ?? [];
  if (metric === undefined || operator === undefined || bound === undefined) return undefined;
  return { metric, operator: operator as GateRule['operator'], bound: Number(bound) };
}

/** Every rule of a release's gate with its outcome. A metric that was not measured passes nothing. */
export function gateResults({ gate, metrics }: Pick<Release, 'gate' | 'metrics'>): readonly GateResult[] {
  return gate.flatMap((rule) => {
    const parsed = gateRule(rule);
    if (parsed === undefined) return [];
    const measured = Object.hasOwn(metrics, parsed.metric) ? metrics[parsed.metric] : undefined;
    return [{ rule, ...parsed, measured, passed: measured !== undefined && holds(measured, parsed) }];
  });
}

function holds(value: number, { bound, operator }: GateRule): boolean {
  if (!Number.isFinite(value)) return false;
  switch (operator) {
    case '>=':
      return value >= bound;
    case '<=':
      return value <= bound;
    case '==':
      return value === bound;
    case '>':
      return value > bound;
    case '<':
      return value < bound;
  }
}
