import type { RuleResult } from '../rule-result.ts';
import type { Score, ScoreLine } from '../score.ts';

/** A score as a JUnit report: a suite for each section, a test for each rule that had something to look at. */
export function scoreJunit({ lines, rules, sections }: Score): string {
  const suites = sections.map(({ section }) => {
    const own = rules.filter((each) => each.section === section && each.passed + each.failed + each.explained > 0);
    const failures = own.filter(({ failed }) => failed > 0).length;
    const head = `  <testsuite name="${section}" tests="${own.length}" failures="${failures}">`;
    return [head, ...own.flatMap((each) => testCase(each, lines)), '  </testsuite>'];
  });
  return `${['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="plinth score">', ...suites.flat(), '</testsuites>'].join('\n')}\n`;
}

function testCase({ rule, section, title }: RuleResult, lines: readonly ScoreLine[]): string[] {
  const failed = lines.filter((line) => line.rule === rule && line.state === 'failed');
  const explained = lines.filter((line) => line.rule === rule && line.state === 'explained');
  const open = `    <testcase classname="plinth.score.${section}" name="${escaped(`${rule}: ${title}`)}"`;
  if (failed.length === 0 && explained.length === 0) return [`${open}/>`];
  const said = (line: ScoreLine) => `${line.at}${line.field === undefined ? '' : ` ${line.field}`}: ${line.problem}`;
  const failure = `${failed.map(said).join('\n')}\nfix: ${failed[0]?.fix}`;
  return [
    `${open}>`,
    ...(failed.length === 0
      ? []
      : [`      <failure message="${failed.length} not explained">${escaped(failure)}</failure>`]),
    ...(explained.length === 0
      ? []
      : [
          `      <system-out>${escaped(explained.map((line) => `${said(line)} (${line.because})`).join('\n'))}</system-out>`,
        ]),
    '    </testcase>',
  ];
}

/** Characters that XML keeps for itself, and those that it cannot hold. */
function escaped(text: string): string {
  const kept = [...text].filter((each) => each >= ' ' || each === '\n').join('');
  return kept.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
