import { type ControllerDefinition, certificateFiles, withoutFlags } from './controller.ts';
import { CONFIG_FILE, LOCAL_CHANGES, localManagerConfig, section } from './manager-config.ts';

/** JobSet: groups of Jobs that start, fail and restart together. */
export const jobset: ControllerDefinition = {
  engine: 'jobset',
  apps: ['jobset'],
  authority: { name: 'jobset-ca', keys: 'ec' },
  run: (site) => {
    const config = localManagerConfig(site);
    const internalCertManagement = { ...section(config, 'internalCertManagement'), enable: false };
    return {
      args: [...withoutFlags(site.deployment.args, ['config']), `--config=${site.folder}/${CONFIG_FILE}`],
      files: {
        ...certificateFiles(site),
        [CONFIG_FILE]: JSON.stringify({ ...config, internalCertManagement }, null, 2),
      },
      changes: LOCAL_CHANGES,
    };
  },
};
