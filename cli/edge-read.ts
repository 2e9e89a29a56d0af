import { Command } from 'commander';
import type { HubStatus } from '../workspace/edge/hub-status.ts';
import type { EdgeStatus, RolloutLine } from '../workspace/edge/rollout-status.ts';
import { EXIT, print, say } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

interface StatusOptions extends CommonOptions {
  readonly out: string;
  readonly hub?: string;
}

/** Verbs that change nothing. */
export function edgeRead(): readonly Command[] {
  return [status(), manifest()];
}

/** `plinth edge status FILE`. */
function status(): Command {
  return new Command('status')
    .description('show rollouts as Git says, and as the hub does where its address is given')
    .argument('<file>', 'spec: platform.yaml or platform.ts')
    .requiredOption('-o, --out <dir>', 'Git folder that synth writes')
    .option('--hub <url>', 'address of the hub’s figures, such as http://127.0.0.1:9090 through a forwarded port')
    .option('--json', 'print the outcome as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ plinth edge status platform.yaml --out deploy/prod --hub http://127.0.0.1:9090',
    )
    .action((file: string, options: StatusOptions) =>
      runVerb(options, async () => {
        const { rolloutDesk } = await import('../workspace/edge/rollout-desk.ts');
        const { edgeStatus } = await import('../workspace/edge/rollout-status.ts');
        const found = await edgeStatus(await rolloutDesk(file, options.out), options.hub);
        if (options.json) print(found);
        else if (found.rollouts.length === 0 && found.hub === undefined) say('no rollouts');
        else print(statusText(found));
        return found.hub?.configValid === false ? EXIT.found : EXIT.done;
      }),
    );
}

function statusText({ hub, rollouts }: EdgeStatus): string {
  const lines = rollouts.map(rolloutText);
  if (hub?.configValid === false) lines.push(`the hub keeps its last good configuration: ${hub.configProblem}`);
  for (const site of hub?.sites ?? []) lines.push(...siteText(site));
  return lines.map((line) => `${line}\n`).join('');
}

function rolloutText({ bytes, hub, model, number, wanted, workload }: RolloutLine): string {
  const said =
    hub === undefined
      ? ''
      : `  ${hub.phase}${hub.ring === '' ? '' : ` in ${hub.ring}`}: ${hub.sites.healthy} of ${hub.sites.total} healthy, ${hub.sites.failed} failed, ${hub.sites.blocked} blocked, ${hub.sites.offline} offline${hub.reason === '' ? '' : ` (${hub.reason})`}`;
  return `${workload} ${String(number).padStart(4)}  ${wanted.padEnd(10)}  ${model}  ${bytes} bytes${said}`;
}

function siteText({ lastSeen, name, online, revoked, ring, workloads }: HubStatus['sites'][number]): readonly string[] {
  const how = revoked ? 'revoked' : online ? 'online' : `offline since ${lastSeen ?? 'ever'}`;
  return [
    `${name} (${ring}) ${how}`,
    ...workloads.map((each) => {
      const there = each.active !== '' && each.active === each.desired ? 'has what it should' : `${each.phase}`;
      const part =
        each.totalBytes > 0 && each.active !== each.desired ? ` ${each.fetchedBytes} of ${each.totalBytes} bytes` : '';
      const cause = each.cause === '' ? '' : `, ${each.outcome}: ${each.cause}`;
      return `  ${each.name}: ${there}${part}${cause}  ${each.active}`;
    }),
  ];
}

interface ManifestOptions {
  readonly images?: boolean;
  readonly architecture?: readonly string[];
}

/** `plinth edge manifest DIR`: what is signed. */
function manifest(): Command {
  return new Command('manifest')
    .description('print the manifest of a folder with a model, or with images: what is signed')
    .argument('<dir>', 'folder with the files of the model, or with images in the form of OCI')
    .option('--images', 'the folder holds images: what their runtimes need of it is named, and nothing else')
    .option('--architecture <names...>', 'of images that have several, those that sites have (default: all)')
    .addHelpText(
      'after',
      `
Example:
  $ plinth edge manifest model > manifest.json
  $ cosign signing-config create --out signing.json
  $ cosign sign-blob --key cosign.key --signing-config signing.json --bundle model.sigstore.json manifest.json
  $ skopeo copy --all docker://registry.example.org/vision/defects@sha256:… oci:images
  $ plinth edge manifest images --images --architecture arm64 > images.json

Without a signing config of its own, cosign writes the digest and your key into Sigstore's public log.`,
    )
    .action((folder: string, { architecture, images }: ManifestOptions) =>
      runVerb({}, async () => {
        const { folderManifest } = await import('../workspace/edge/model-manifest.ts');
        const { imagesManifest } = await import('../workspace/edge/image-layout.ts');
        print(await (images === true ? imagesManifest(folder, architecture) : folderManifest(folder)));
        return EXIT.done;
      }),
    );
}
