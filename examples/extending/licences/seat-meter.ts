import { ApiObject, JsonPatch, Size } from 'cdk8s';
import { ConfigMap, type ContainerResources, Cpu, Deployment, EnvValue, LabelSelector } from 'cdk8s-plus-27';
import { Construct } from 'constructs';

/** Where seats are counted, and whose. */
export interface SeatMeterProps {
  /** Namespace that it runs in. */
  readonly namespace: string;
  /** Host and port of the licence server. */
  readonly server: string;
  /** ConfigMap, and the key in it, with the address that numbers are sent to. */
  readonly events: { readonly name: string; readonly key: string };
  /** Image, with its tag. */
  readonly image: string;
}

/** Counts the seats in use and logs the numbers: one Deployment that a restricted namespace takes. */
export class SeatMeter extends Construct {
  /** Labels of its pods. */
  public readonly podLabels = { app: 'seat-meter' };

  public constructor(scope: Construct, id: string, { events, image, namespace, server }: SeatMeterProps) {
    super(scope, id);
    const address = ConfigMap.fromConfigMapName(this, 'events', events.name);
    const deployment = new Deployment(this, 'deployment', {
      metadata: { name: 'seat-meter', namespace },
      podMetadata: { labels: this.podLabels },
      replicas: 1,
      // Without this the selector carries a hash of the place in the tree, and moving the construct would replace the pods.
      select: false,
      automountServiceAccountToken: false,
      securityContext: { ensureNonRoot: true, user: 10001, group: 10001 },
      containers: [
        {
          image,
          envVariables: {
            LICENCE_SERVER: EnvValue.fromValue(server),
            EVENTS_URL: EnvValue.fromConfigMap(address, events.key),
          },
          resources: {
            cpu: { request: Cpu.millis(20), limit: Cpu.millis(200) },
            memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) },
            ephemeralStorage: { limit: Size.gibibytes(1) },
          } satisfies ContainerResources,
          securityContext: {
            ensureNonRoot: true,
            readOnlyRootFilesystem: true,
            allowPrivilegeEscalation: false,
          },
        },
      ],
    });
    deployment.select(LabelSelector.of({ labels: this.podLabels }));
    // A restricted namespace asks for both, and cdk8s-plus has no word for them.
    ApiObject.of(deployment).addJsonPatch(
      JsonPatch.add('/spec/template/spec/securityContext/seccompProfile', { type: 'RuntimeDefault' }),
      JsonPatch.add('/spec/template/spec/containers/0/securityContext/capabilities', { drop: ['ALL'] }),
    );
  }
}
