import { components } from '../../catalog/index.ts';
import { RESTRICTED_CONTAINER } from '../core/index.ts';
import type { Container } from '../imports/kubernetes.gen.ts';
import { TEAM_SERVICE_ACCOUNT } from '../tenancy/index.ts';
import { RESTRICTED_POD } from './restricted-pod.ts';

/** Search algorithms that can be asked for, and the image of Katib that has each. */
export const SEARCH_ALGORITHMS = {
  random: 'suggestion-hyperopt',
  tpe: 'suggestion-hyperopt',
  grid: 'suggestion-optuna',
  'multivariate-tpe': 'suggestion-optuna',
  hyperband: 'suggestion-hyperband',
  bayesianoptimization: 'suggestion-skopt',
  cmaes: 'suggestion-goptuna',
  sobol: 'suggestion-goptuna',
} as const;

/** A search algorithm. */
export type SearchAlgorithm = keyof typeof SEARCH_ALGORITHMS;

/** Kinds that a trial may be. */
const TRIAL_KINDS = ['TrainJob.v1alpha1.trainer.kubeflow.org', 'Job.v1.batch'];

/**
 * Katib's own configuration, version `config.kubeflow.org/v1beta1`: its helpers run in the teams' restricted namespaces.
 *
 * Early stopping is left out: its container takes no security context, so that no team namespace would accept it.
 */
export function katibConfig() {
  const image = (name: string) => `ghcr.io/kubeflow/katib/${name}:v${components.katib.version}`;
  const resources = { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } };
  return {
    apiVersion: 'config.kubeflow.org/v1beta1',
    kind: 'KatibConfig',
    init: {
      certGenerator: { enable: true },
      controller: { webhookPort: 8443, injectSecurityContext: true, trialResources: TRIAL_KINDS },
    },
    runtime: {
      metricsCollectors: [
        { kind: 'StdOut', image: image('file-metrics-collector'), resources },
        { kind: 'File', image: image('file-metrics-collector'), resources },
        { kind: 'TensorFlowEvent', image: image('tfevent-metrics-collector'), resources },
      ],
      suggestions: Object.entries(SEARCH_ALGORITHMS).map(([algorithmName, name]) => ({
        algorithmName,
        image: image(name),
        resources,
        serviceAccountName: TEAM_SERVICE_ACCOUNT,
        securityContext: SUGGESTION,
      })),
    },
  };
}

/** Its pod takes no security context from the configuration: the container has to bring all of it. */
const SUGGESTION: Container['securityContext'] = {
  ...RESTRICTED_CONTAINER,
  runAsNonRoot: true,
  runAsUser: RESTRICTED_POD.runAsUser,
  seccompProfile: RESTRICTED_POD.seccompProfile,
};
