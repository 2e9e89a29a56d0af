import type { Finding } from '../spec/finding.ts';
import { plinthVersion } from './plinth-version.ts';

/** Findings in the Static Analysis Results Interchange Format 2.1.0, which code review tools read. */
export function sarif(findings: readonly Finding[]) {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  return sarifLog(
    codes.map((id) => ({ id })),
    findings.map(result),
  );
}

/** A log of one run of Plinth. @param rules - descriptions of the rules that the results name */
export function sarifLog<R, T>(rules: readonly R[], results: readonly T[]) {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'plinth', version: plinthVersion(), rules } }, results }],
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
