import type { Row } from './board.ts';
import { lines, red, row } from './panels.ts';

/** What the judging of releases shows. */
export const VERIFICATION_ROWS: readonly Row[] = [
  row(
    'Releases',
    lines(
      'Rollouts',
      'short',
      { '{{phase}}': 'count by (phase) (rollout_info)' },
      'Rollouts by phase: Progressing and Paused are under way, Degraded was taken back or cannot go on.',
    ),
    lines(
      'Judgements',
      'short',
      { '{{phase}}': 'count by (phase) (analysis_run_info)' },
      'Analyses by phase: Failed found the release worse; Error and Inconclusive say nothing about it.',
    ),
    red(
      lines(
        'Errors',
        'short',
        { '{{namespace}} {{name}}': 'sum by (namespace, name) (rate(rollout_reconcile_error[5m])) > 0' },
        'Steps a second that failed, by rollout.',
      ),
      0.1,
    ),
  ),
];
