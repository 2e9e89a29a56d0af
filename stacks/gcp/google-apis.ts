import { ManagedZone } from '@pulumi/gcp/dns/managedZone.js';
import { RecordSet } from '@pulumi/gcp/dns/recordSet.js';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';

/** In which network. */
export interface GoogleApisArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Id of the network. */
  readonly networkId: Input<string>;
}

/** Addresses of private.googleapis.com, the block that the facts name. */
const ADDRESSES = ['199.36.153.8', '199.36.153.9', '199.36.153.10', '199.36.153.11'];
/** Domains of Google's APIs and registries, and the name in each that has the addresses; all others point to it. */
const DOMAINS = {
  googleapis: { domain: 'googleapis.com.', host: 'private.googleapis.com.' },
  'artifact-registry': { domain: 'pkg.dev.', host: 'pkg.dev.' },
  'container-registry': { domain: 'gcr.io.', host: 'gcr.io.' },
} as const;
/** How long an answer may be kept. Unit: seconds. */
const TTL = 300;

/** Google's APIs at four addresses of their own: teams reach their buckets without the internet, and rules can name the way. */
export class GoogleApis extends ComponentResource {
  readonly #args: GoogleApisArgs;
  readonly #name: string;

  public constructor(name: string, args: GoogleApisArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:GoogleApis', name, {}, opts);
    this.#name = name;
    this.#args = args;
    for (const [short, { domain, host }] of Object.entries(DOMAINS)) this.#domain(short, domain, host);
    this.registerOutputs();
  }

  #domain(short: string, domain: string, host: string): void {
    const name = `${this.#name}-${short}`;
    const zone = new ManagedZone(
      name,
      {
        name: `${this.#args.cluster}-${short}`,
        dnsName: domain,
        description: `${domain} at its private addresses`,
        visibility: 'private',
        privateVisibilityConfig: { networks: [{ networkUrl: this.#args.networkId }] },
      },
      { parent: this },
    );
    const record = { managedZone: zone.name, ttl: TTL };
    new RecordSet(name, { ...record, name: host, type: 'A', rrdatas: ADDRESSES }, { parent: this });
    new RecordSet(`${name}-all`, { ...record, name: `*.${domain}`, type: 'CNAME', rrdatas: [host] }, { parent: this });
  }
}
