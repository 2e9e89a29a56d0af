import type { Row } from './board.ts';
import { lines, red, row } from './panels.ts';

const CHECKS = 'apiserver_validating_admission_policy_check_total{policy=~"plinth-.*"';

/** What policies refused, and what they only told. */
export const POLICY_ROWS: readonly Row[] = [
  row(
    'Refused',
    lines(
      'Refused',
      'reqps',
      { '{{policy}}': `sum by (policy) (rate(${CHECKS},enforcement_action="deny"}[5m]))` },
      'Requests a second that each policy refused.',
    ),
    lines(
      'Only told',
      'reqps',
      { '{{policy}}': `sum by (policy) (rate(${CHECKS},enforcement_action=~"warn|audit"}[5m]))` },
      'Requests a second that were let in with a warning or a line in the audit log.',
    ),
    red(
      lines(
        'Without an answer',
        'reqps',
        {
          '{{name}}':
            'sum by (name) (rate(apiserver_admission_webhook_rejection_count{name=~".*kyverno.*",error_type="calling_webhook_error"}[5m]))',
        },
        'Pods a second that were refused because Kyverno did not answer.',
      ),
      0.1,
    ),
  ),
];
