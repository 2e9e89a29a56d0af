import { startRayDashboard } from '../stand-ins/ray-dashboard.ts';
import { type ControllerDefinition, withoutFlags } from './controller.ts';
import { CONFIG_FILE } from './manager-config.ts';

/** KubeRay: Ray clusters, and jobs and services on them. Its webhooks are off unless asked for, here too. */
export const kuberay: ControllerDefinition = {
  engine: 'kuberay',
  apps: ['kuberay', 'kuberay-operator'],
  authority: { name: 'kuberay-ca', keys: 'ec' },
  run: ({ deployment, ports, folder }) => {
    const metricsAddr = `127.0.0.1:${ports.metrics}`;
    const probeAddr = `127.0.0.1:${ports.health}`;
    const config = { ...deployment.config, metricsAddr, probeAddr, enableLeaderElection: false };
    const flags = [
      ...withoutFlags(deployment.args, ['config', 'leader-election-namespace']),
      `--metrics-addr=${metricsAddr}`,
      `--health-probe-bind-address=${probeAddr}`,
      '--enable-leader-election=false',
    ];
    return {
      args: deployment.config === undefined ? flags : [...flags, `--config=${folder}/${CONFIG_FILE}`],
      files: { [CONFIG_FILE]: JSON.stringify(config, null, 2) },
      changes: [
        'runs as a process: own ports on 127.0.0.1, no leader election',
        'Ray itself does not run: a stand-in answers as its dashboard',
      ],
    };
  },
  standIn: (plane) => startRayDashboard(plane),
};
