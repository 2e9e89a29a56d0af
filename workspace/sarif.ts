import type { Finding } from '../spec/finding.ts';
import { plinthVersion } from './plinth-version.ts';

/** Findings in the Static Analysis Results Interchange Format 2.1.0, which code review tools read. */
export function sarif(findings: readonly Finding[]) {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'plinth', version: plinthVersion(), rules: codes.map((id) => ({ id })) } },
        results: findings.map(result),
      },
    ],
  };
}

function result({ at, code, fix, level, place, problem }: Finding) {
  return {
    ruleId: code,
    level,
    message: { text: `${at}: ${problem}. Fix: ${fix}` },
    ...(place === undefined
      ? {}
      : {
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: place.file.replaceAll('\\', '/') },
                region: { startLine: place.line, startColumn: place.column },
              },
            },
          ],
        }),
  };
}
