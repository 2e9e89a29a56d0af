import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, describe, expect, test } from 'vitest';
import { runVerbLine } from '../cli/run-verb.ts';
import { exampleFolder, pathBefore, runLine, storyBlocks, writePlinth, writeProgram } from '../example-story.ts';

const EXAMPLE = exampleFolder('edge-fleet');
const home = mkdtempSync(join(tmpdir(), 'plinth-edge-fleet-'));
const programs = join(home, 'bin');
const env = { ...process.env, PATH: pathBefore(programs), NO_COLOR: '1', FORCE_COLOR: undefined };
const [story = []] = storyBlocks('edge-fleet');

/** What the story needs of cosign: a pair of keys, and a signature over a file in the form of its bundles. */
const COSIGN = `
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
const [verb, ...args] = process.argv.slice(2);
if (verb === 'generate-key-pair') {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync('cosign.key', privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync('cosign.pub', publicKey.export({ type: 'spki', format: 'pem' }));
} else if (verb === 'signing-config') {
  writeFileSync(args.at(-1), '{}');
} else {
  const of = (name) => args[args.indexOf(name) + 1];
  const key = createPrivateKey(readFileSync(of('--key')));
  const bytes = readFileSync(args.at(-1));
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const digest = (content) => createHash('sha256').update(content).digest('base64');
  writeFileSync(of('--bundle'), JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: digest(der) } },
    messageSignature: {
      messageDigest: { algorithm: 'SHA2_256', digest: digest(bytes) },
      signature: sign('sha256', bytes, key).toString('base64'),
    },
  }));
}
`;

afterAll(() => rmSync(home, { recursive: true }));

/** The public key that was made goes into the spec, as the README says. */
function takeKey(): void {
  const file = join(home, 'platform.yaml');
  const key = readFileSync(join(home, 'cosign.pub'), 'utf8').trim().split('\n');
  const indented = key.map((line) => `        ${line}`).join('\n');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/ {8}-----BEGIN[\s\S]*?END PUBLIC KEY-----/, indented));
}

/** Lines of Plinth alone are run here, without its start, which is a second each. */
async function run(line: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return line.startsWith('plinth ') && !line.includes('>')
    ? runVerbLine(line, home)
    : runLine(line, { cwd: home, env });
}

function bytesBelow(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

const engine = ['desync', 'casync'].find((name) => spawnSync(name, ['--help']).error === undefined);
if (engine === undefined) console.log('skipped: the story of examples/edge-fleet needs desync or casync');

describe.skipIf(engine === undefined)('the story of examples/edge-fleet, word for word', () => {
  for (const name of ['platform.yaml', 'model.sh']) copyFileSync(join(EXAMPLE, name), join(home, name));
  writeFileSync(join(home, 'cosign.mjs'), COSIGN);
  writeProgram(programs, 'cosign', join(home, 'cosign.mjs'));
  writePlinth(programs);
  const sent: number[] = [];

  test.each(story)('$line', async ({ code, line }) => {
    const { code: status, stderr, stdout } = await run(line);
    expect(status, stdout + stderr).toBe(code);
    if (line.startsWith('cosign generate')) takeKey();
    if (line.startsWith('plinth validate'))
      expect(stderr).toMatch(/EDGE_MODEL_LATE\n.*defects needs 2 days and should need 1: 53,687,091 bytes/);
    if (line.includes('model-1.sigstore.json') && code === 1) expect(stderr).toContain('EDGE_MODEL_UNSIGNED');
    else if (code === 1) expect(stderr).toContain('EDGE_ROLLOUT_OPEN');
    if (line.startsWith('plinth edge rollout') && code === 0) sent.push(bytesBelow(join(home, 'store')));
    if (line.startsWith('plinth edge status'))
      expect(
        stdout
          .trim()
          .split('\n')
          .map((each) => each.split(/\s+/).slice(0, 3)),
      ).toEqual([
        ['defects', '1', 'leads'],
        ['defects', '2', 'withdrawn'],
      ]);
  });

  test('the second model brought into the store only what differs', () => {
    const [first = 0, both = 0] = sent;
    expect((both - first) / 8_388_608).toBeLessThan(0.08);
  });

  test('the hub is told what Git holds, and each plant has its folder', () => {
    const rollouts = readFileSync(join(home, 'clusters/prod/releases/plinth-edge/rollouts.yaml'), 'utf8');
    const { data } = load(rollouts) as { data: Record<string, string> };
    const told = JSON.parse(data['rollouts.json'] ?? '') as { rollouts: readonly { withdrawn: boolean }[] };
    expect(told.rollouts.map(({ withdrawn }) => withdrawn)).toEqual([false, true]);
    expect(readdirSync(join(home, 'clusters/prod/edge')).sort()).toEqual(['lyon', 'porto', 'tromso']);
    const tromso = readFileSync(join(home, 'clusters/prod/edge/tromso/site.yaml'), 'utf8');
    expect(tromso).toContain('--device=cpu');
    expect(tromso).not.toContain('nvidia.com/gpu');
  });
});
