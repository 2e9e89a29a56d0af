import type { RuleResult } from '../rule-result.ts';

/** How a control of a guide is held. */
export type Held =
  /** Rules of this score look at it. */
  | { readonly by: 'rule'; readonly rules: readonly Uppercase<string>[] }
  /** The machines or the control plane decide it, and whoever runs those answers for it. */
  | { readonly by: 'provider'; readonly because: string }
  /** A setting of the cluster decides it, which our stacks make where they make the cluster. */
  | { readonly by: 'cluster'; readonly because: string };

/** One control of a guide. */
export interface Control {
  /** Its number in the guide. */
  readonly id: string;
  /** What it asks for, in our words. */
  readonly asks: string;
  readonly held: Held;
}

/** A guide that a platform is held to. */
export interface Guide {
  readonly name: string;
  readonly controls: readonly Control[];
}

/** What a score says about one control. */
export interface ControlResult {
  readonly guide: string;
  readonly id: string;
  readonly asks: string;
  /** `held`: every rule passes or is explained; `failed`: one does not; `unseen`: nothing of it is rendered; the others as {@link Held}. */
  readonly state: 'held' | 'failed' | 'unseen' | 'provider' | 'cluster';
  /** Rules that look, or whose duty it is and why. */
  readonly by: string;
}

/** What a score says about the controls of guides. Pure. */
export function controlResults(
  guides: readonly Guide[],
  { rules }: { readonly rules: readonly RuleResult[] },
): ControlResult[] {
  return guides.flatMap(({ controls, name }) =>
    controls.map(({ asks, held, id }): ControlResult => {
      if (held.by !== 'rule') return { guide: name, id, asks, state: held.by, by: held.because };
      const own = rules.filter(({ rule }) => held.rules.some((each) => each === rule));
      const seen = own.some(({ explained, failed, passed }) => passed + failed + explained > 0);
      const failed = own.some((each) => each.failed > 0);
      return { guide: name, id, asks, state: failed ? 'failed' : seen ? 'held' : 'unseen', by: held.rules.join(', ') };
    }),
  );
}

/** A control that rules look at. */
export function ruled(id: string, asks: string, ...rules: readonly Uppercase<string>[]): Control {
  return { id, asks, held: { by: 'rule', rules } };
}

/** A control of whoever runs the machines or the control plane. */
export function provided(id: string, asks: string, because: string): Control {
  return { id, asks, held: { by: 'provider', because } };
}

/** A control of the cluster's own settings. */
export function configured(id: string, asks: string, because: string): Control {
  return { id, asks, held: { by: 'cluster', because } };
}
