import type { Construct } from 'constructs';
import { type AddOn, PlatformNamespace, Room, type RoomProps } from 'plinth';
import { NetworkPolicy } from 'plinth/imports/kubernetes';
import type { TeamSpace } from 'plinth/tenancy';
import { type LicenceServerValues, licenceServer } from './licence-server.ts';
import { seatEvents } from './seat-events-fact.ts';
import { SeatMeter } from './seat-meter.ts';

/** What the room is given. */
export interface LicencesProps extends RoomProps {
  /** Teams and their namespaces. */
  readonly spaces: readonly TeamSpace[];
}

/** Port of the licence server. */
const PORT = 27_000;

/** Licences: seats of the crash simulator, for every team and for nobody else. */
export class Licences extends Room {
  /** The server. */
  public readonly server: AddOn<LicenceServerValues>;

  public constructor(platform: Construct, props: LicencesProps) {
    super(platform, 'licences', props);
    const { name: namespace } = new PlatformNamespace(this.in('operators'), 'namespace', {
      name: 'licences',
      kubernetes: props.spec.target.kubernetes,
    });
    this.server = this.install<LicenceServerValues>({
      component: licenceServer,
      namespace,
      values: { replicaCount: 2, service: { port: PORT }, licenceSecret: 'vendor-licence' },
      ready: [{ kind: 'Deployment', name: 'licence-server' }],
    });
    // What only the stack knows, under a name that both know; it stands in external.json.
    const { key, ...object } = seatEvents;
    this.external.push({ ...object, keys: [key], purpose: 'address of the queue that the seat meter writes to' });
    new SeatMeter(this.in('platform'), 'seat-meter', {
      namespace,
      server: `licence-server.${namespace}.svc:${PORT}`,
      image: 'registry.example.org/seat-meter:1.3.0',
      events: seatEvents,
    });
    new NetworkPolicy(this.in('platform'), 'allow-teams', {
      metadata: { name: 'allow-teams', namespace },
      spec: {
        podSelector: { matchLabels: { app: 'licence-server' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: {} }, ...props.spaces.map(peer)], ports: [{ protocol: 'TCP', port: PORT }] }],
      },
    });
    for (const space of props.spaces) this.#way(space, namespace);
  }

  /** A team's pods may reach the server; everything else stays as closed as tenancy made it. */
  #way({ namespaces, team }: TeamSpace, to: string): void {
    for (const { name } of namespaces) {
      new NetworkPolicy(this.for(team.name), `to-licences-${name}`, {
        metadata: { name: 'to-licences', namespace: name },
        spec: {
          podSelector: {},
          policyTypes: ['Egress'],
          egress: [
            {
              to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': to } } }],
              ports: [{ protocol: 'TCP', port: PORT }],
            },
          ],
        },
      });
    }
  }
}

function peer({ team }: TeamSpace) {
  return { namespaceSelector: { matchLabels: { 'plinth.dev/team': team.name } } };
}
