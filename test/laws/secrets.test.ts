import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { drawPlatform } from '../../workspace/drawn-platform.ts';
import { withRegistry } from '../constructs/registry/registry-sample.ts';
import { LANGUAGE, servingPlatform } from '../constructs/serving/serving-sample.ts';
import { rendered } from '../sample.ts';
import { ROOT } from './project-files.ts';
import { secretLooks } from './secret-search.ts';

const EXAMPLES = readdirSync(join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('platform.yaml') && existsSync(join(ROOT, 'examples', path)))
  .sort();

/** What a person would commit: every file of a Git folder. */
async function committed(example: string) {
  const { folder } = await drawPlatform(join(ROOT, 'examples', example));
  return [...folder.files].flatMap(([path, text]) =>
    /\.(ya?ml|json)$/.test(path)
      ? parseAllDocuments(text).map((document) => ({ kind: path, ...(document.toJS() as object | null) }))
      : [{ kind: path, metadata: { name: path }, text }],
  );
}

describe('nothing secret is rendered into Git', () => {
  test.each(EXAMPLES)('by examples/%s', async (example) => {
    const objects = await committed(example);
    expect(objects.length).toBeGreaterThan(20);
    expect(objects.flatMap(secretLooks)).toEqual([]);
  });

  test.each([
    ['a registry with experiments', withRegistry()],
    ['language models with budgets', servingPlatform([{ ...LANGUAGE, tokensPerMinute: 1_000 }])],
  ])('by a platform with %s', (_, input) => {
    expect(rendered(input).manifests.flatMap(({ object }) => secretLooks(object))).toEqual([]);
  });
});

describe('the search', () => {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const config = (data: object) => ({ kind: 'ConfigMap', metadata: { name: 'c' }, data });
  const pod = (env: object) => ({ kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ env: [env] }] } });

  test.each([
    ['a private key', config({ file: privateKey })],
    ['an access key', config({ file: `key = AKIA${'A1B2'.repeat(4)}` })],
    ['a password in an address', config({ url: 'postgres://mlflow:hunter2@db:5432/runs' })],
    ['a Secret with content', { kind: 'Secret', metadata: { name: 's' }, data: { anything: 'eA==' } }],
    ['a password by the name of its field', config({ adminPassword: 'Harbor12345' })],
    ['a token in a variable', pod({ name: 'API_TOKEN', value: 'S3cret' })],
    ['a random key in the middle of a file', config({ file: `hmac: ${randomBytes(48).toString('base64url')}1aA` })],
    ['a token of a service account', config({ t: `eyJhbGciOiJSUzI1NiJ9.${'eyJzdWIiOiJ4In0'}.${'a1'.repeat(20)}` })],
  ])('finds %s', (_, object) => {
    expect(secretLooks(object)).not.toEqual([]);
  });

  test.each([
    ['where a password lies', pod({ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 's', key: 'password' } } })],
    ['a digest', config({ image: `x@sha256:${'0f3a'.repeat(16)}` })],
    [
      'a public key',
      config({
        key: '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEG2oNtx7Cbf8r\n-----END PUBLIC KEY-----',
      }),
    ],
    ['an empty Secret that somebody fills', { kind: 'Secret', metadata: { name: 's' }, data: {} }],
    ['a variable that is put in later', config({ password: '$(DB_PASSWORD)' })],
    ['a long name', config({ name: 'sha-and-the-like-are-named-by-people-in-words-1' })],
  ])('passes %s', (_, object) => {
    expect(secretLooks(object)).toEqual([]);
  });
});
