import { Construct } from 'constructs';
import type { LabelSelector } from '../imports/kubernetes.gen.ts';
import { AdmissionRule, NEW_DEBUG_CONTAINERS, NEW_PODS, PODS, SHELLS } from './admission-rule.ts';
import { daemonRules, NO_DEVICES, noShell } from './daemon-rules.ts';
import { fabricRules } from './fabric-rules.ts';
import { type DaemonFabric, receiveDaemon } from './receive-daemon.ts';
import { TEAM_LABELS } from './team-namespace.ts';

/** What fabric namespaces let in. */
export interface FabricPodsProps {
  /** Fabrics whose jobs bring a receive daemon. @default - none */
  readonly daemons?: readonly DaemonFabric[];
}

const FABRIC: LabelSelector = { matchLabels: { [TEAM_LABELS.purpose]: 'fabric' } };
/** Namespaces of teams without a fabric. */
const WORK: LabelSelector = {
  matchExpressions: [
    { key: TEAM_LABELS.team, operator: 'Exists' },
    { key: TEAM_LABELS.purpose, operator: 'NotIn', values: ['fabric'] },
  ],
};

/**
 * Narrows the fabric namespaces, whose Pod Security level is the widest, to exactly what RDMA needs: locked memory.
 *
 * No level of the Pod Security Standards allows `IPC_LOCK` but the one that allows everything, so everything else that
 * the restricted level refuses is refused here again. Windows pods, for which that level makes exceptions, are refused
 * whole.
 *
 * On machines of GPUDirect-TCPX and -TCPXO jobs bring a receive daemon, which needs more: it is let in word for word, nobody
 * enters it, and nobody else asks the injector that is there for devices of the machine.
 */
export class FabricPods extends Construct {
  public constructor(scope: Construct, id: string, { daemons = [] }: FabricPodsProps = {}) {
    super(scope, id);
    const known = daemons.map(receiveDaemon);
    new AdmissionRule(this, 'rule', {
      name: 'plinth-fabric-pods',
      on: [NEW_PODS, NEW_DEBUG_CONTAINERS],
      namespaces: FABRIC,
      validations: fabricRules(known),
    });
    if (known.length === 0) return;
    new AdmissionRule(this, 'daemon', {
      name: 'plinth-fabric-daemon',
      on: [PODS, NEW_DEBUG_CONTAINERS],
      namespaces: FABRIC,
      validations: daemonRules(known),
    });
    new AdmissionRule(this, 'shells', {
      name: 'plinth-fabric-daemon-shells',
      on: [SHELLS],
      namespaces: FABRIC,
      validations: noShell(known),
    });
    new AdmissionRule(this, 'devices', {
      name: 'plinth-machine-devices',
      on: [PODS],
      namespaces: WORK,
      validations: NO_DEVICES,
    });
  }
}
