import { sarifLog } from '../../sarif.ts';
import { RULES } from '../rules/index.ts';
import type { Score, ScoreLine } from '../score.ts';

/** Weight from which a failure is an error to a code review tool. */
const ERROR_WEIGHT = 6;

/**
 * A score in the Static Analysis Results Interchange Format 2.1.0: failures as results, what is explained as suppressed.
 *
 * @param file - the spec, at which code review tools show the lines
 */
export function scoreSarif({ lines }: Score, file: string) {
  const used = RULES.filter(({ id }) => lines.some(({ rule }) => rule === id));
  const rules = used.map(({ fix, id, title, why }) => ({
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: fix },
  }));
  return sarifLog(
    rules,
    lines.map((line) => result(line, file)),
  );
}

function result({ at, because, construct, field, fix, problem, rule, weight }: ScoreLine, file: string) {
  const name = field === undefined ? at : `${at} ${field}`;
  return {
    ruleId: rule,
    level: weight >= ERROR_WEIGHT ? 'error' : 'warning',
    message: { text: `${name}: ${problem}. Fix: ${fix}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: file.replaceAll('\\', '/') }, region: { startLine: 1 } },
        logicalLocations: [{ name, ...(construct === undefined ? {} : { fullyQualifiedName: construct }) }],
      },
    ],
    ...(because === undefined
      ? {}
      : { suppressions: [{ kind: 'inSource', status: 'accepted', justification: because }] }),
  };
}
