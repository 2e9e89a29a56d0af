import { EXIT, paint, print, say } from './terminal.ts';

/** How promises are watched. */
export interface BurnOptions {
  /** Address of Prometheus. */
  readonly prometheus: string;
  /** Times too fast from which a wave stops. */
  readonly factor: number;
  /** Time that they are watched, such as `5m`. @default - one look */
  readonly watch?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Longest wait for an answer. Unit: seconds. */
const TIMEOUT = 10;

/** Watches the platform's promises before a wave. @returns 0 where all are quiet, 1 where one burns or nobody can tell */
export async function gateByBurn({ factor, json, prometheus, watch }: BurnOptions): Promise<number> {
  const { duration } = await import('../spec/units.ts');
  const { watchBurn } = await import('../workspace/verify/burn.ts');
  const found = await watchBurn({
    ...{ factor, url: prometheus, timeout: TIMEOUT },
    watch: watch === undefined ? 0 : (duration.parse(watch) as number),
    onLook: ({ reason, verdict }) => say(`${verdict}: ${reason}`),
  });
  if (json === true) print(found);
  else
    print(
      found.verdict === 'quiet'
        ? `${paint('green', '✓ quiet')}  ${found.reason}\n`
        : `${paint('red', found.verdict === 'burning' ? '✕ burning' : '? not known')}  ${found.reason}: stop\n`,
    );
  return found.verdict === 'quiet' ? EXIT.done : EXIT.found;
}
