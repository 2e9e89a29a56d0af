import type { PlatformSpec } from '../../spec/platform.ts';
import { TEAM_LABELS } from '../tenancy/index.ts';
import { type ControllerSize, controllerSize } from './controller-size.ts';

/** Values of the Spark operator chart that Plinth sets. */
export interface SparkOperatorValues {
  readonly controller: SparkOperatorPart & { readonly uiService: { readonly enable: boolean } };
  readonly webhook: SparkOperatorPart;
  readonly spark: {
    readonly jobNamespaces: readonly string[];
    readonly jobNamespaceSelector: string;
    readonly serviceAccount: { readonly create: boolean };
    readonly rbac: { readonly create: boolean };
  };
}

/** What its controller and its webhook have in common. */
interface SparkOperatorPart {
  readonly replicas: number;
  readonly leaderElection: { readonly enable: boolean };
  readonly resources: ControllerSize;
  readonly podDisruptionBudget: { readonly enable: boolean; readonly minAvailable: number };
}

/**
 * The chart's values. Namespaces are chosen by label and the drivers' rights are made with each team: the chart would
 * write into namespaces that do not exist yet when it is installed. Spark's page, which knows no sign-in, gets no Service.
 */
export function sparkOperatorValues(spec: PlatformSpec): SparkOperatorValues {
  const part: SparkOperatorPart = {
    replicas: 2,
    leaderElection: { enable: true },
    resources: controllerSize(spec),
    podDisruptionBudget: { enable: true, minAvailable: 1 },
  };
  return {
    controller: { ...part, uiService: { enable: false } },
    webhook: part,
    spark: {
      jobNamespaces: [],
      jobNamespaceSelector: TEAM_LABELS.team,
      serviceAccount: { create: false },
      rbac: { create: false },
    },
  };
}
