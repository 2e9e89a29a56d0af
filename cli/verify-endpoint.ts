import type { VerifyOptions } from '../workspace/verify/verify.ts';
import type { Act, JudgedEndpoint } from '../workspace/verify/verify-endpoint.ts';
import { paint, say } from './terminal.ts';

/** Where an endpoint and its releases are. */
export interface EndpointPlace {
  /** Spec of the platform. */
  readonly file: string;
  /** `TEAM/ENDPOINT`. */
  readonly endpoint: string;
  /** Git folder that `synth` writes. */
  readonly out: string;
  /** Whether the verdict is written there. */
  readonly act: boolean;
  /** Sigstore's trust root. @default - identities of signers cannot be checked */
  readonly trustedRoot?: string | undefined;
}

/** Judges the newest release of an endpoint, and acts by it if it may. */
export async function judgeEndpointAt(
  { act, endpoint, file, out, trustedRoot }: EndpointPlace,
  how: Pick<VerifyOptions, 'source' | 'wait' | 'onLook'>,
): Promise<JudgedEndpoint> {
  const { endpointKey, trafficDesk } = await import('../workspace/release/open-desk.ts');
  const { judgeEndpoint } = await import('../workspace/verify/verify-endpoint.ts');
  const key = endpointKey(endpoint);
  return judgeEndpoint(await trafficDesk({ file, folder: out, trustedRoot }), key, { ...how, act });
}

/** Says what became of a verdict. */
export function tellAct(
  { act, changed }: Omit<JudgedEndpoint, 'verdict'>,
  { act: may, endpoint, out }: EndpointPlace,
): void {
  if (act.kind === 'nothing') say(`${paint('yellow', 'as before')}: ${endpoint}: ${act.because}`);
  else if (changed?.changed === true) {
    say(`${paint('green', 'written')}: ${endpoint}: ${actText(act)}`);
    say(`next: commit ${out}/releases; reverting that commit takes it back`);
  } else if (may) say(`${paint('yellow', 'as before')}: ${endpoint}`);
  else say(`${paint('yellow', 'not written')}: ${endpoint}: ${actText(act)}; --act writes it`);
}

function actText(act: Exclude<Act, { kind: 'nothing' }>): string {
  return act.kind === 'promote'
    ? `release ${act.release} gets ${act.weight} %`
    : `release ${act.release} is taken back`;
}

/** What a program is told of it. */
export function actJson({ act, changed }: Omit<JudgedEndpoint, 'verdict'>): object {
  return { act, written: changed?.changed === true };
}
