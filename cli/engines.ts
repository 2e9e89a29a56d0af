import { Command } from 'commander';
import { EXIT, print, progress } from './terminal.ts';
import { type CommonOptions, runVerb } from './verb.ts';

/** `plinth engines build|list`: the real controllers that locks and rehearsals run. */
export function engines(): Command {
  return new Command('engines')
    .description('build or list the engines of locks and rehearsals: real Kubernetes and real controllers')
    .addCommand(
      new Command('build')
        .description('build engines once; they are kept outside the folder you stand in')
        .argument('[groups...]', 'groups to build (default: core, tools, batch)')
        .option('--json', 'print names and paths as JSON')
        .action((groups: string[], options: CommonOptions) => runVerb(options, () => build(groups, options))),
    )
    .addCommand(
      new Command('list')
        .description('list engines, their versions and whether they are built')
        .option('--json', 'print the list as JSON')
        .action((options: CommonOptions) => runVerb(options, () => list(options))),
    );
}

async function build(groups: readonly string[], { json }: CommonOptions): Promise<number> {
  const { buildEngines, engineGroups } = await import('../rehearsal/engines.ts');
  const wanted = engineGroups(groups.length > 0 ? groups : DEFAULT_GROUPS);
  const { end, step } = progress();
  let built: Awaited<ReturnType<typeof buildEngines>>;
  try {
    built = await buildEngines(wanted, {
      onProgress: ({ engine, remainingSeconds, state, version }) =>
        step(
          `${engine} ${version}: ${state}${remainingSeconds > 0 ? `, about ${Math.ceil(remainingSeconds / 60)} min left` : ''}`,
        ),
    });
  } finally {
    end();
  }
  show(built, json);
  return EXIT.done;
}

/** What locks and the first rehearsals need. */
const DEFAULT_GROUPS: readonly string[] = ['core', 'tools', 'batch'];

async function list({ json }: CommonOptions): Promise<number> {
  const { engineFile, engines: all } = await import('../rehearsal/engines.ts');
  const { existsSync } = await import('node:fs');
  const found = await Promise.all(
    all().map(async (engine) => {
      const path = await engineFile(engine);
      return { name: engine.name, version: engine.version, path: existsSync(path) ? path : undefined };
    }),
  );
  show(found, json);
  return EXIT.done;
}

function show(
  found: readonly { readonly name: string; readonly version: string; readonly path?: string }[],
  json = false,
): void {
  if (json) print({ engines: found });
  else print(found.map(({ name, path, version }) => `${name}\t${version}\t${path ?? 'not built'}\n`).join(''));
}
