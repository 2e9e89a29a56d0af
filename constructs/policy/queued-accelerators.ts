import { Construct } from 'constructs';
import type { PolicyException } from '../../spec/policy.ts';
import { AdmissionPolicy, TEAM_NAMESPACES } from './admission-policy.ts';
import { listOf } from './cel.ts';
import { NOT_A_CONTROLLER } from './requester.ts';
import { TEAM_WORKLOADS } from './team-workloads.ts';

/** Which resources are accelerators. */
export interface QueuedAcceleratorsProps {
  /** Extended resources of the pools with accelerators. */
  readonly resources: readonly string[];
  /** Exceptions from it. */
  readonly exceptions: readonly PolicyException[];
}

/** Where the pods of Kubernetes’ own kinds stand; other kinds are asked for a queue whatever they hold. */
const POD_SPEC = "(object.kind == 'Pod' ? object.spec : object.spec.template.spec)";
const QUEUE = "object.metadata.?labels[?'kueue.x-k8s.io/queue-name'].orValue('')";

/**
 * Refuses jobs, workloads and single pods of teams that ask for accelerators, or are of a kind made for them, and name no queue.
 *
 * Kueue gives a queue to what names none, so that this refuses only where Kueue's webhooks were passed by: then nothing would hold
 * the pods back, and they would take accelerators beside every quota.
 */
export class QueuedAccelerators extends Construct {
  public constructor(scope: Construct, id: string, { exceptions, resources }: QueuedAcceleratorsProps) {
    super(scope, id);
    const names = listOf(resources);
    const asks = `${names}.exists(r, r in c.?resources.?limits.orValue({}) || r in c.?resources.?requests.orValue({}))`;
    const lists = ['containers', 'initContainers'].map((list) => `s.?${list}.orValue([]).exists(c, ${asks})`);
    new AdmissionPolicy(this, 'policy', {
      name: 'plinth-queued-accelerators',
      refuses: 'what asks for accelerators without a queue',
      on: TEAM_WORKLOADS,
      namespaces: TEAM_NAMESPACES,
      conditions: [NOT_A_CONTROLLER],
      variables: [
        {
          name: 'plain',
          expression: "request.kind.group in ['', 'apps', 'batch']",
        },
        {
          name: 'accelerated',
          expression: `!variables.plain || [${POD_SPEC}].exists(s, ${lists.join(' || ')} || s.?resourceClaims.orValue([]).size() > 0)`,
        },
      ],
      validations: [
        {
          expression: `!variables.accelerated || ${QUEUE} != ''`,
          message:
            'accelerators are given out by a queue: add the label kueue.x-k8s.io/queue-name with the name of one (kubectl get localqueues), such as default',
        },
      ],
      exceptions,
    });
  }
}
