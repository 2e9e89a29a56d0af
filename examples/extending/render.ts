import { PlatformError, parsePlatform, renderFolder, writeFolder } from 'plinth';
import { extension } from './extension.ts';
import platform from './platform.ts';

/** Writes the folder that is committed, with Acme's room in it, or says everything that is wrong. */
try {
  const { findings, spec } = parsePlatform(platform);
  for (const { at, problem } of findings) console.error(`${at}: ${problem}`);
  const { files, platform: built } = renderFolder(spec, undefined, extension);
  await writeFolder('deploy/prod', files);
  console.log(`${files.size} files from ${built.rooms.map(({ node }) => node.id).join(', ')}`);
} catch (error) {
  if (!(error instanceof PlatformError)) throw error;
  for (const { at, code, fix, problem } of error.findings) console.error(`${code} at ${at}: ${problem}; ${fix}`);
  process.exitCode = 1;
}
