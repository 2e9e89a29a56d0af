import { Command } from 'commander';
import { edgeChange } from './edge-change.ts';
import { edgeRead } from './edge-read.ts';
import { edgeRollout } from './edge-rollout.ts';

/** `plinth edge …`: models to sites behind thin links, ring by ring, as files of the Git folder. */
export function edge(): Command {
  const verb = new Command('edge')
    .description('bring signed models to edge sites, ring by ring, as files of the Git folder')
    .addHelpText(
      'after',
      `
Example:
  $ plinth edge manifest model > manifest.json
  $ cosign sign-blob --key cosign.key --signing-config signing.json --bundle model.sigstore.json manifest.json
  $ plinth edge rollout platform.yaml defects --out deploy/prod --from model --manifest manifest.json --bundle model.sigstore.json --store store
  $ plinth edge status platform.yaml --out deploy/prod
  $ plinth edge rollback platform.yaml defects --out deploy/prod`,
    );
  for (const inner of [edgeRollout(), ...edgeChange(), ...edgeRead()]) verb.addCommand(inner);
  return verb;
}
