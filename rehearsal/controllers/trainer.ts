import { type ControllerDefinition, certificateFiles, withoutFlags } from './controller.ts';
import { CONFIG_FILE, LOCAL_CHANGES, localManagerConfig, section } from './manager-config.ts';

/**
 * Kubeflow Trainer: training jobs from runtimes that the platform offers.
 *
 * Its configuration knows no folder for certificates: it takes controller-runtime's, which lies below TMPDIR.
 */
export const trainer: ControllerDefinition = {
  engine: 'trainer',
  apps: ['kubeflow-trainer', 'trainer'],
  authority: { name: 'kubeflow-trainer-ca', keys: 'ec' },
  run: (site) => {
    const config = localManagerConfig(site);
    const { certDir: _, ...webhook } = section(config, 'webhook');
    const certManagement = { ...section(config, 'certManagement'), enable: false };
    return {
      args: [...withoutFlags(site.deployment.args, ['config']), `--config=${site.folder}/${CONFIG_FILE}`],
      files: {
        ...certificateFiles(site),
        [CONFIG_FILE]: JSON.stringify({ ...config, webhook, certManagement }, null, 2),
      },
      changes: LOCAL_CHANGES,
    };
  },
};
