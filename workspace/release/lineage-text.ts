import type { Lineage, ServedLineage } from './lineage.ts';

type Paint = (style: 'bold' | 'green' | 'red' | 'yellow' | 'cyan', text: string) => string;

/** A lineage for people: from the traffic back to the data, one fact a line. */
export function lineageText({ endpoint, served, statesBefore, team }: Lineage, paint: Paint): string {
  const parts = served.map((each) => servedLines(each, paint).join('\n'));
  const back = `${statesBefore} earlier state${statesBefore === 1 ? '' : 's'} of the traffic to go back to`;
  return `${paint('bold', `${team}/${endpoint}`)}\n\n${parts.join('\n\n')}\n\n${back}\n`;
}

function servedLines(line: ServedLineage, paint: Paint): string[] {
  const { asPromoted, digest, gate, headers, number, release, weight } = line;
  const { author, code, created, dataset, model, note, run, runtime } = release;
  const asked = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  const facts: readonly (readonly [name: string, text: string | undefined])[] = [
    ['traffic', `${weight} %${asked.length === 0 ? '' : `, and requests with ${asked.join(', ')}`}`],
    ['endpoint', `${release.metadata.team}/${release.metadata.endpoint}-r${number}`],
    ['runtime', [runtime.image, ...(runtime.args ?? [])].join(' ')],
    ['signature', signatureText(line, paint)],
    ['model', `${model.uri} (${model.format}, ${model.bytes} bytes)`],
    ...gate.map(
      ({ measured, passed, rule }) =>
        [
          'gate',
          `${paint(passed ? 'green' : 'red', passed ? 'passed' : 'failed')} ${rule}: ${measured ?? 'not measured'}`,
        ] as const,
    ),
    ['run', `${run.tracker} ${run.id}`],
    ['code', `${code.repository} ${code.commit}`],
    ['dataset', `${dataset.kind} ${dataset.uri} ${dataset.version}`],
    ['released', `${created} by ${author}`],
    ['note', note],
    ['digest', asPromoted ? digest : `${digest} ${paint('red', 'is not what was promoted: the file was changed')}`],
  ];
  return [
    `  ${paint('bold', `release ${number}`)}`,
    ...facts.flatMap(([name, text]) => (text === undefined ? [] : [`    ${name.padEnd(10)} ${text}`])),
  ];
}

function signatureText({ release: { signature }, signature: verdict }: ServedLineage, paint: Paint): string {
  if (signature === undefined) return paint('yellow', 'none');
  const by = `${signature.kind} of ${signature.signer}`;
  if (verdict.verdict === 'valid') return `${paint('green', 'valid')}: ${by}`;
  const colour = verdict.verdict === 'invalid' ? 'red' : 'yellow';
  return `${paint(colour, verdict.verdict)}: ${by}: ${verdict.because}`;
}
