import { TEAM_LABELS } from '../../constructs/tenancy/index.ts';
import type { WrittenReason } from './exception.ts';

/** Annotation by which a namespace says why its pods may do more than restricted ones. */
const REASON = 'plinth.dev/pod-security-reason';

/** Reasons that follow from the platform itself: what its objects say, and what its spec chose. */
export const WRITTEN_REASONS: readonly WrittenReason[] = [
  {
    rules: ['SECURITY_POD_BASELINE', 'SECURITY_POD_RESTRICTED', 'SECURITY_NAMESPACE_LEVEL', 'SECURITY_READ_ONLY_ROOT'],
    reason: (scene, on) => {
      if (typeof on === 'string') return undefined;
      const { kind, metadata } = on.object;
      const name = kind === 'Namespace' ? metadata.name : metadata.namespace;
      const written = scene.namespace(name)?.metadata.annotations?.[REASON];
      return written === undefined ? undefined : `namespace ${name}: ${written}`;
    },
  },
  {
    rules: ['SECURITY_NAMESPACE_LEVEL'],
    reason: (scene, on) => {
      const fabric = typeof on !== 'string' && on.object.metadata.labels?.[TEAM_LABELS.purpose] === 'fabric';
      const narrowed = scene.has('ValidatingAdmissionPolicyBinding', 'plinth-fabric-pods', undefined);
      return fabric && narrowed
        ? 'jobs over RDMA lock memory and open the devices of the fabric; plinth-fabric-pods refuses whatever else restricted would'
        : undefined;
    },
  },
  {
    rules: ['TENANCY_MACHINE_CREDENTIALS'],
    reason: ({ spec }, _, { problem }) =>
      spec.target.kind === 'gcp' && /allow-identity/.test(problem)
        ? 'on GKE that address is the metadata server of the pod’s own identity; the machine’s is not handed out behind it'
        : undefined,
  },
  {
    rules: ['OPERABILITY_LOCKED', 'SECURITY_IMAGE_DIGEST'],
    reason: ({ lock, spec }) =>
      lock === undefined && 'repository' in spec.delivery
        ? `there is no lock, and delivery ${spec.delivery.kind} fetches charts and images by their versions; \`plinth lock\` pins their bytes`
        : undefined,
  },
  {
    rules: ['COST_PRICE'],
    reason: ({ spec }, on) => {
      const pool = spec.pools.find(({ name }) => on === `pools.${name}`);
      if (pool === undefined) return undefined;
      return pool.machine === undefined
        ? 'no price of it is published in a form that can be trusted, and nothing is guessed'
        : 'the machines are yours: only you know what they cost (machine.usdPerHour)';
    },
  },
  {
    rules: ['COST_STANDING_NODES'],
    reason: ({ spec }) =>
      spec.target.kind === 'baremetal' || spec.target.kind === 'existing'
        ? 'the machines are there whether somebody uses them or not'
        : undefined,
  },
];
