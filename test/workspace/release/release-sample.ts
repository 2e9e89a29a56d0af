import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../../spec/finding.ts';
import { PlatformError } from '../../../spec/finding.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput, PlatformSpec } from '../../../spec/platform.ts';
import type { SignerSpec } from '../../../spec/releases.ts';
import type { EndpointRenderer } from '../../../workspace/release/endpoint-state.ts';
import { newRelease } from '../../../workspace/release/new-release.ts';
import type { TrafficDesk } from '../../../workspace/release/promote.ts';
import { samplePlatform } from '../../sample.ts';

/** A key pair and what cosign would make with it. */
export interface TestSigner {
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

export function testSigner(): TestSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(), privateKey };
}

/** The pair of all samples: making one takes time. */
export const VISION_CI = testSigner();

export function hex(seed: string): string {
  return createHash('sha256').update(seed).digest('hex');
}

/** A bundle in the form of cosign 3: an in-toto statement about a manifest. */
export function bundleOf(
  { privateKey, publicKey }: TestSigner,
  digest: string,
  predicateType = 'https://sigstore.dev/cosign/sign/v1',
): object {
  const payload = Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ digest: { sha256: digest.slice('sha256:'.length) }, annotations: {} }],
      predicateType,
      predicate: {},
    }),
  );
  const type = 'application/vnd.in-toto+json';
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload]);
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: hintOf(publicKey) } },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType: type,
      signatures: [{ sig: sign('sha256', signed, privateKey).toString('base64') }],
    },
  };
}

export function hintOf(pem: string): string {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\n/g, ''), 'base64');
  return createHash('sha256').update(der).digest('base64');
}

export function inline(bundle: object): string {
  return Buffer.from(JSON.stringify(bundle)).toString('base64');
}

/** A platform that serves one classic model of each team, and trusts one signer. */
export function servingPlatform(change: Partial<PlatformInput> = {}): PlatformInput {
  return samplePlatform({
    access: { domain: 'ml.example.org', signIn: { kind: 'oidc', issuer: 'https://idp.example.org/realms/ml' } },
    registry: { hosts: { external: 'registry.example.org', internal: 'registry.lab.internal' }, tracking: false },
    serving: {
      endpoints: [
        { kind: 'classic', name: 'defects', team: 'vision', pool: 'train-h100', format: 'onnx', accelerators: 1 },
        { kind: 'classic', name: 'words', team: 'speech', pool: 'train-h100', format: 'onnx', accelerators: 1 },
      ],
    },
    releases: { signers: [{ kind: 'key', name: 'vision-ci', publicKey: VISION_CI.publicKey } satisfies SignerSpec] },
    ...change,
  });
}

export const DEFECTS = { team: 'vision', endpoint: 'defects' } as const;

/** What a pipeline knows of a model; each seed is another model. */
export function pipeline(seed: string, change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const digest = `sha256:${hex(seed)}`;
  return {
    dataset: { kind: 'lakefs', uri: 'lakefs://defects/images', version: hex(`data ${seed}`) },
    code: { repository: 'https://git.example.org/defects.git', commit: hex(`code ${seed}`).slice(0, 40) },
    run: { tracker: 'https://mlflow-vision.ml.example.org', id: hex(`run ${seed}`).slice(0, 32) },
    metrics: { accuracy: 0.94, 'f1/test': 0.9 },
    gate: ['accuracy >= 0.9', 'f1/test > 0.8'],
    model: { uri: `oci://registry.example.org/vision/defects@${digest}`, digest, bytes: 4_711, format: 'onnx' },
    signature: { kind: 'key', signer: 'vision-ci', bundle: inline(bundleOf(VISION_CI, digest)) },
    runtime: { image: `docker.io/example/onnx@sha256:${hex('runtime')}`, args: ['--threads=4'] },
    created: '2026-11-21T10:00:00Z',
    author: 'ada@example.org',
    ...change,
  };
}

/** Renders what matters of an endpoint, quickly. */
export const RENDER: EndpointRenderer = ({ endpoint, team }, served) =>
  served.map(({ digest, headers, number, weight }) => ({
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name: `${endpoint}-r${number}`, namespace: team, annotations: { 'plinth.dev/release': digest } },
    spec: { weight, headers: headers ?? {} },
  }));

/** A rendered folder of its own, and what works on it. */
export class ReleaseHome {
  public readonly folder = mkdtempSync(join(tmpdir(), 'plinth-release-'));
  public readonly spec: PlatformSpec;

  public constructor(platform: PlatformInput = servingPlatform()) {
    this.spec = parsePlatform(platform).spec;
    writeFileSync(join(this.folder, 'plinth.manifest.json'), '{}\n');
  }

  public get desk(): TrafficDesk {
    return { spec: this.spec, folder: this.folder, render: RENDER };
  }

  /** Makes releases, one for each seed. */
  public async release(...seeds: readonly string[]): Promise<void> {
    for (const seed of seeds) await newRelease(this.folder, DEFECTS, { content: pipeline(seed) }, this.desk);
  }

  public read(path: string): string {
    return readFileSync(join(this.folder, 'releases', path), 'utf8');
  }

  public write(path: string, text: string): void {
    writeFileSync(join(this.folder, 'releases', path), text);
  }

  /** Every file below `releases/` with its text: what must not change when something is refused. */
  public files(): Readonly<Record<string, string>> {
    const entries = readdirSync(join(this.folder, 'releases'), { recursive: true, withFileTypes: true });
    return Object.fromEntries(
      entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((path) => [path.slice(this.folder.length + 1), readFileSync(path, 'utf8')]),
    );
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** What is refused, by code and place; nothing where it is not. */
export async function refusal(work: () => Promise<unknown>): Promise<readonly Finding[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (error instanceof PlatformError) return error.findings;
    throw error;
  }
}
