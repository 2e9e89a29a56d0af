import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Runs the example's program with the sources of the package in the place of the installed one, and prints what it registers. */
const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, string | { readonly default: string }>;
};

registerHooks({
  resolve: (specifier, context, next) => {
    const source = sourceOf(specifier);
    return next(source === undefined ? specifier : pathToFileURL(source).href, context);
  },
});

function sourceOf(specifier: string): string | undefined {
  if (specifier !== 'plinth' && !specifier.startsWith('plinth/')) return undefined;
  if (specifier.startsWith('plinth/imports/')) return specifier.replace('plinth/', 'constructs/').concat('.gen.ts');
  const door = exports[`.${specifier.slice('plinth'.length)}`];
  if (door === undefined) return `workspace${specifier.slice('plinth'.length)}.ts`;
  return (typeof door === 'string' ? door : door.default).replace('./lib/', '').replace(/\.js$/, '.ts');
}

const { recordedRun } = await import('../stacks/recording.ts');
// Not a fixed text: the compiler would follow it into the example, which is a package of its own.
const main = pathToFileURL('examples/extending/stack.ts').href;
const { default: program } = (await import(main)) as { default: () => Promise<unknown> };
const config = { 'plinth:spec': resolve('examples/extending/platform.ts'), 'plinth:layer': 'infrastructure' };
const { outputs, registered } = await recordedRun(program, { config });
process.stdout.write(JSON.stringify({ outputs: Object.keys(outputs as object), registered }));
