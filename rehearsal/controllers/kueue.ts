import {
  CERTIFICATE_FOLDER,
  type ControllerDefinition,
  type ControllerRun,
  type ControllerSite,
  certificateFiles,
  withoutFlags,
} from './controller.ts';
import { CONFIG_FILE, LOCAL_CHANGES, localManagerConfig, section } from './manager-config.ts';

/**
 * Kueue: queues with quotas.
 *
 * Its certificate management stays on, with a Secret that holds our authority: switched off, Kueue reads its metrics
 * certificate from a fixed path below `/etc`. The visibility API is off: it writes to a fixed path below `/`.
 */
export const kueue: ControllerDefinition = {
  engine: 'kueue',
  apps: ['kueue'],
  authority: { name: 'kueue-ca', keys: 'rsa' },
  run: (site) => {
    const files = certificateFiles(site);
    const config = kueueConfig(site);
    return {
      args: [
        ...withoutFlags(site.deployment.args, ['config', 'feature-gates']),
        `--config=${site.folder}/${CONFIG_FILE}`,
      ],
      files: { ...files, [CONFIG_FILE]: JSON.stringify(config, null, 2) },
      objects: [certificateSecret(site, config, files)],
      changes: [...LOCAL_CHANGES, 'feature gate VisibilityOnDemand is off'],
    } satisfies ControllerRun;
  },
};

function kueueConfig(site: ControllerSite): Record<string, unknown> {
  const config = localManagerConfig(site);
  const featureGates = {
    ...section(config, 'featureGates'),
    ...gatesOf(site.deployment.args),
    VisibilityOnDemand: false,
  };
  return { ...config, namespace: site.deployment.namespace, featureGates };
}

/** Kueue refuses gates in both places, so those of the flag move into the file. */
function gatesOf(args: readonly string[]): Record<string, boolean> {
  const flag = args.find((arg) => arg.startsWith('--feature-gates='))?.slice('--feature-gates='.length) ?? '';
  const pairs = flag.split(',').filter((pair) => pair !== '');
  return Object.fromEntries(pairs.map((pair) => [pair.split('=')[0] ?? '', pair.endsWith('=true')]));
}

function certificateSecret(
  { deployment, authority }: ControllerSite,
  config: Record<string, unknown>,
  files: Record<string, string>,
) {
  const { webhookSecretName = 'kueue-webhook-server-cert' } = section(config, 'internalCertManagement');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: String(webhookSecretName), namespace: deployment.namespace },
    stringData: {
      'ca.crt': authority.certificate,
      'ca.key': authority.key,
      'tls.crt': files[`${CERTIFICATE_FOLDER}/tls.crt`],
      'tls.key': files[`${CERTIFICATE_FOLDER}/tls.key`],
    },
  };
}
