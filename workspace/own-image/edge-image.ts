import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, buildPrograms, engine } from '../../rehearsal/engines.ts';
import type { ImageRecipe } from './image-recipe.ts';

/** Programs of the agent: its own, and the one that cuts files into pieces. */
const PROGRAMS = ['plinth-edge', 'desync'] as const;

/**
 * Agent of a site, and hub: two static programs and nothing else. They are built here from their pinned sources, for each processor.
 *
 * Building throws {@link EngineError} where Go is missing or fails.
 */
export function edgeImage(options: BuildOptions): ImageRecipe {
  return {
    purpose: 'Agent of an edge site, and its hub',
    entrypoint: ['/usr/bin/plinth-edge'],
    path: '/usr/bin',
    field: 'edge.image',
    fill: async (folder, architecture) => {
      const programs = PROGRAMS.map((name) => ({ ...engine(name), architecture }));
      await mkdir(join(folder, 'usr/bin'), { recursive: true });
      for (const { name, path } of await buildPrograms(programs, options)) {
        const file = join(folder, 'usr/bin', name);
        await copyFile(path, file);
        await chmod(file, 0o755);
      }
    },
  };
}
