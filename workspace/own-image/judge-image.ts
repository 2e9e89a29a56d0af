import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar';
import { NODE_IMAGE } from '../../catalog/index.ts';
import { writeTool } from '../bundle/tool-package.ts';
import type { ImageRecipe } from './image-recipe.ts';

/**
 * This program and every package that it needs, on an image with Node: it judges releases inside of the platform.
 *
 * @param base - image with `node` on its path. @default - the catalogue's, from Docker Hub
 */
export function judgeImage(base = NODE_IMAGE): ImageRecipe {
  return {
    purpose: 'Plinth, which judges releases',
    base,
    entrypoint: ['/usr/local/bin/plinth'],
    path: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    field: 'verification.image',
    fill: async (folder) => {
      const work = await mkdtemp(join(tmpdir(), 'plinth-judge-'));
      try {
        await writeTool(work);
        const archive = (await readdir(work)).find((name) => name.endsWith('.tgz')) ?? '';
        await mkdir(join(folder, 'opt/plinth'), { recursive: true });
        await extract({ file: join(work, archive), cwd: join(folder, 'opt/plinth'), strip: 1 });
      } finally {
        await rm(work, { recursive: true, force: true });
      }
      await mkdir(join(folder, 'usr/local/bin'), { recursive: true });
      await symlink('/opt/plinth/bin/plinth.js', join(folder, 'usr/local/bin/plinth'));
    },
  };
}
