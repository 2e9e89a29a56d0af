import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildEngines, engineBinary } from '../../rehearsal/engines.ts';
import { provenance } from '../../tools/provenance.ts';
import { type PackedPackage, packedPackage } from '../packaging/packed-package.ts';

const run = promisify(execFile);

describe('a release of Plinth, as CONTRIBUTING.md makes it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-attested-'));
  let packed: PackedPackage;
  const cosign = (...args: string[]) =>
    run(engineBinary('cosign'), args, {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, COSIGN_PASSWORD: 'x' },
    });
  const verified = () =>
    cosign(
      'verify-blob-attestation',
      ...['--key', 'release.pub', '--bundle', 'plinth.sigstore.json', '--type', 'slsaprovenance1'],
      ...['--insecure-ignore-tlog', packed.archive],
    );

  beforeAll(async () => {
    await buildEngines(['tools']);
    packed = await packedPackage();
    const build = { builder: 'https://ci.example.org', commit: 'a'.repeat(40), node: process.version };
    const lock = readFileSync('package-lock.json', 'utf8');
    writeFileSync(join(folder, 'provenance.json'), JSON.stringify(provenance({ ...build, lock, package: 'plinth@0' })));
    await cosign('generate-key-pair', '--output-key-prefix', 'release');
    await cosign('signing-config', 'create', '--out', 'signing.json');
    await cosign(
      'attest-blob',
      ...['--yes', '--key', 'release.key', '--signing-config', 'signing.json', '--type', 'slsaprovenance1'],
      ...['--predicate', 'provenance.json', '--bundle', 'plinth.sigstore.json', packed.archive],
    );
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await packed?.remove();
  });

  test('is proved to come from its commit', async () => {
    expect((await verified()).stderr).toContain('Verified OK');
    const { dsseEnvelope } = JSON.parse(readFileSync(join(folder, 'plinth.sigstore.json'), 'utf8')) as {
      dsseEnvelope: { payload: string };
    };
    const statement = JSON.parse(Buffer.from(dsseEnvelope.payload, 'base64').toString()) as {
      predicate: ReturnType<typeof provenance>;
    };
    expect(statement.predicate.buildDefinition.externalParameters.commit).toBe('a'.repeat(40));
  });

  test('is refused when one byte was added', async () => {
    appendFileSync(packed.archive, '\0');
    await expect(verified()).rejects.toThrow('do not match digests in statement');
  });
});
