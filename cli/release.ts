import { Command } from 'commander';
import { releaseChange } from './release-change.ts';
import { releaseNew } from './release-new.ts';
import { releaseRead } from './release-read.ts';

/** `plinth release …`: models from training to traffic, as files that one commit promotes and another reverts. */
export function release(): Command {
  const verb = new Command('release')
    .description('release models: data, run, model, signature and traffic as files of the Git folder')
    .addHelpText(
      'after',
      `
Example:
  $ plinth release new platform.yaml vision/defects --out deploy/prod --from release.json --bundle model.sigstore.json
  $ plinth release promote platform.yaml vision/defects --out deploy/prod --weight 10
  $ plinth release rollback platform.yaml vision/defects --out deploy/prod`,
    );
  for (const inner of [releaseNew(), ...releaseChange(), ...releaseRead()]) verb.addCommand(inner);
  return verb;
}
