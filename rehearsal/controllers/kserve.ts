import {
  type ControllerDefinition,
  type ControllerRun,
  type ControllerSite,
  certificateFiles,
  PROCESS_CHANGES,
  withoutFlags,
} from './controller.ts';

/**
 * KServe: models behind endpoints.
 *
 * It looks once, at its start, which kinds of others are there (Gateway API, KEDA, Knative), and ends if those that its
 * configuration asks for are not.
 */
export const kserve: ControllerDefinition = {
  engine: 'kserve',
  apps: ['kserve-controller-manager'],
  authority: { name: 'kserve-ca', keys: 'ec' },
  run: kserveRun,
};

/** KServe's second manager: language models, with their endpoint picker, routes and groups of nodes. */
export const kserveLlmisvc: ControllerDefinition = {
  engine: 'kserve-llmisvc',
  apps: ['llmisvc-controller-manager'],
  authority: { name: 'kserve-llmisvc-ca', keys: 'ec' },
  run: kserveRun,
};

/** Both managers take the same flags; the certificate lies where controller-runtime looks, below TMPDIR. */
function kserveRun(site: ControllerSite): ControllerRun {
  const { deployment, ports } = site;
  return {
    args: [
      ...withoutFlags(deployment.args, ['leader-elect', 'metrics-addr', 'health-probe-addr', 'webhook-port']),
      `--metrics-addr=127.0.0.1:${ports.metrics}`,
      `--health-probe-addr=127.0.0.1:${ports.health}`,
      `--webhook-port=${ports.webhook}`,
    ],
    env: { POD_NAMESPACE: deployment.namespace },
    files: certificateFiles(site),
    changes: PROCESS_CHANGES,
  };
}
