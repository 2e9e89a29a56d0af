import { looked, type ScoreRule } from '../../rule.ts';

/** Warnings that other rules say again, with an object. */
const SAID_ELSEWHERE = /^(COMPONENT_KUBERNETES_UNLISTED|LOCK_)/;

/** The spec raises no warning. */
export const specFindings: ScoreRule = {
  id: 'OPERABILITY_FINDINGS',
  section: 'operability',
  weight: 4,
  title: '`plinth validate` warns of nothing.',
  why: 'a warning that nobody answers hides the next one',
  fix: 'do what the warning says',
  look: ({ findings, spec }) => {
    const own = findings.filter(({ code }) => !SAID_ELSEWHERE.test(code));
    return own.length === 0
      ? [looked(`spec of ${spec.metadata.name}`)]
      : own.map(({ at, code, fix, problem }) => looked(at, `${code}: ${problem}`, undefined, fix));
  },
};
