import { isIP } from 'node:net';
import { type Check, type CheckLine, found, ok, type Patient } from '../check.ts';

/** Hosts that the spec names, in DNS as this machine sees it. */
export const hosts: Check = {
  name: 'hosts',
  look: (patient) => Promise.all(hostsOf(patient).map((each) => look(patient, each))),
};

interface Named {
  readonly host: string;
  readonly at: string;
}

async function look({ resolve }: Patient, { at, host }: Named): Promise<CheckLine> {
  const addresses = await resolve(host);
  if (addresses.length > 0) return ok(host, addresses.slice(0, 3).join(', '));
  return found(host, {
    code: 'DOCTOR_HOST_UNKNOWN',
    level: 'warning',
    at,
    problem: `${host} has no address in DNS, seen from here`,
    fix: 'correct the name, add it to DNS, or look from inside the network that knows it',
  });
}

function hostsOf({ spec: { delivery, target } }: Patient): readonly Named[] {
  const named: { readonly text: string | undefined; readonly at: string }[] = [
    { at: 'delivery.repository', text: 'repository' in delivery ? delivery.repository : undefined },
    ...(target.kind === 'existing' ? [{ at: 'target.storage.objects', text: target.storage.objects }] : []),
    ...(target.kind === 'baremetal'
      ? [
          { at: 'target.endpoint', text: target.endpoint },
          ...Object.entries(target.mirrors).map(([name, text]) => ({ at: `target.mirrors.${name}`, text })),
        ]
      : []),
  ];
  const found = named.flatMap(({ at, text }) => {
    const host = hostIn(text ?? '');
    return host === undefined ? [] : [{ at, host }];
  });
  return [...new Map(found.map((each) => [each.host, each])).values()];
}

/** Host of an address: a URL, Git's short form, or a name with or without a port. Numbers need no DNS. */
function hostIn(text: string): string | undefined {
  const host =
    /^[a-z]+:\/\/(?:[^/@]*@)?([^/:]+)/.exec(text)?.[1] ?? /^[^@\s]+@([^:]+):/.exec(text)?.[1] ?? text.split(':')[0];
  return host === undefined || host === '' || isIP(host) !== 0 ? undefined : host;
}
