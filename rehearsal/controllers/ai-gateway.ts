import { CERTIFICATE_FOLDER, type ControllerDefinition, certificateFiles, withoutFlags } from './controller.ts';

/** Flags that the rehearsal sets itself. */
const OWN_FLAGS = ['port', 'webhookPort', 'tlsCertDir', 'enableLeaderElection'];

/**
 * Envoy AI Gateway: routes by model, keys, budgets of tokens, and pools of model servers, as an extension of Envoy Gateway.
 *
 * It says nothing about its health but by gRPC; its webhooks answer when it runs. Envoy Gateway finds it at the port that
 * others use for their health.
 */
export const aiGateway: ControllerDefinition = {
  engine: 'ai-gateway',
  apps: ['ai-gateway-helm'],
  authority: { name: 'ai-gateway-ca', keys: 'ec' },
  run: (site) => {
    const { deployment, folder, ports } = site;
    return {
      args: [
        ...withoutFlags(deployment.args, OWN_FLAGS),
        `--port=127.0.0.1:${ports.health}`,
        `--webhookPort=${ports.webhook}`,
        `--tlsCertDir=${folder}/${CERTIFICATE_FOLDER}`,
        '--enableLeaderElection=false',
      ],
      env: { POD_NAMESPACE: deployment.namespace, DISABLE_PPROF: 'true' },
      files: certificateFiles(site),
      readyAt: 'webhook',
      changes: [
        'runs as a process: own ports on 127.0.0.1, no leader election, no metrics',
        'built to listen on 127.0.0.1 only, and to start before its webhook is registered',
        'webhook certificate made by the rehearsal',
      ],
    };
  },
};
