import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { inlineBundle, readBundle } from '../../../workspace/release/signature/bundle.ts';
import { bits, der, octets, oid, sequence, time, utf8 } from './der.ts';

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const TRUE = der(0x01, Buffer.from([0xff]));
const HOUR = 3_600_000;
/** When everything is signed. Unit: milliseconds. */
const NOW = Date.UTC(2026, 10, 21, 10);
const LOG = 'rekor.example.org';

/** Who signs, and how. */
export interface KeylessSigning {
  /** What the certificate says who it is. @default IDENTITY */
  readonly identity?: string;
  /** Who says so. @default ISSUER */
  readonly issuer?: string;
  /** When the log saw it, after the certificate began. Unit: milliseconds. @default - five minutes */
  readonly seenAfter?: number;
  /** Whether the log of certificates saw the certificate. @default true */
  readonly logged?: boolean;
  /** What is stated. @default - cosign's signature */
  readonly predicateType?: string;
  /** Bytes that are signed as they are. @default - a statement about the digest */
  readonly manifest?: Buffer;
}

export const IDENTITY = 'https://git.example.org/vision/defects/.gitlab-ci.yml@refs/heads/main';
export const ISSUER = 'https://git.example.org';

interface Key {
  readonly privateKey: KeyObject;
  readonly spki: Buffer;
  readonly id: Buffer;
  readonly hash: Buffer;
}

interface Subject {
  readonly name: string;
  readonly key: Key;
  readonly issuer: { readonly name: string; readonly key: Key };
  readonly from: number;
  readonly to: number;
  readonly extensions: readonly Buffer[];
}

/** A Sigstore of one's own, with an authority as Fulcio is one, a log as Rekor is one, and a log of certificates. */
export class TestSigstore {
  readonly #authority = keyPair();
  readonly #log = keyPair();
  readonly #certificates = keyPair();
  readonly #root: Buffer;

  public constructor() {
    const issuer = { name: 'authority', key: this.#authority };
    this.#root = certificate({
      ...issuer,
      issuer,
      from: NOW - 1_000 * HOUR,
      to: NOW + 1_000 * HOUR,
      extensions: [
        extension('2.5.29.19', sequence(TRUE), true),
        // Signs certificates, and nothing else.
        extension('2.5.29.15', der(0x03, Buffer.from([2, 0x04])), true),
        extension('2.5.29.14', octets(this.#authority.id)),
      ],
    });
  }

  /** What `cosign trusted-root create` would write. */
  public get trustRoot(): object {
    const validFor = { start: new Date(NOW - 1_000 * HOUR).toISOString() };
    return {
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      certificateAuthorities: [
        { certChain: { certificates: [{ rawBytes: this.#root.toString('base64') }] }, validFor, uri: 'https://ca' },
      ],
      tlogs: [logOf(`https://${LOG}`, this.#log, validFor)],
      ctlogs: [logOf('https://ct.example.org', this.#certificates, validFor)],
      timestampAuthorities: [],
    };
  }

  /** A signature of a manifest as it stands in a release. */
  public sign(digest: string, signing: KeylessSigning = {}): string {
    const read = readBundle(JSON.stringify(this.bundle(digest, signing)));
    if (typeof read === 'string') throw new Error(read);
    return inlineBundle(read);
  }

  /** The bundle that cosign would write. */
  public bundle(digest: string, signing: KeylessSigning = {}): object {
    const key = keyPair();
    const leaf = this.#leaf(key, signing);
    const { body, content } = signing.manifest ? overBytes(key, signing.manifest) : overDigest(key, digest, signing);
    const seen = NOW + (signing.seenAfter ?? HOUR / 12);
    return {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: {
        certificate: { rawBytes: leaf.toString('base64') },
        tlogEntries: [this.#entry(body, Math.floor(seen / 1_000))],
      },
      ...content,
    };
  }

  #leaf(key: Key, { identity = IDENTITY, issuer = ISSUER, logged = true }: KeylessSigning): Buffer {
    const subject = {
      name: '',
      key,
      issuer: { name: 'authority', key: this.#authority },
      from: NOW,
      to: NOW + HOUR / 6,
      extensions: [
        extension('2.5.29.15', der(0x03, Buffer.from([7, 0x80])), true),
        extension('2.5.29.35', sequence(der(0x80, this.#authority.id))),
        extension('2.5.29.17', sequence(der(0x86, Buffer.from(identity))), true),
        extension('1.3.6.1.4.1.57264.1.8', utf8(issuer)),
      ],
    };
    if (!logged) return certificate(subject);
    const proof = extension('1.3.6.1.4.1.11129.2.4.2', octets(this.#seenCertificate(unsigned(subject))));
    return certificate({ ...subject, extensions: [...subject.extensions, proof] });
  }

  /** RFC 6962: the log's word that it saw a certificate, over the certificate without that word. */
  #seenCertificate(content: Buffer): Buffer {
    const at = uint(NOW, 8);
    const seen = Buffer.concat([
      Buffer.from([0, 0]),
      at,
      uint(1, 2),
      this.#authority.hash,
      sized(content, 3),
      uint(0, 2),
    ]);
    const signature = sign('sha256', seen, this.#certificates.privateKey);
    const word = [Buffer.from([0]), this.#certificates.hash, at, uint(0, 2), Buffer.from([4, 3]), sized(signature, 2)];
    return sized(sized(Buffer.concat(word), 2), 2);
  }

  /** An entry of a log that has no other: its hash is the root of the tree. */
  #entry(body: object, integratedTime: number): object {
    const canonical = Buffer.from(JSON.stringify(body));
    const payload = {
      body: canonical.toString('base64'),
      integratedTime,
      logID: this.#log.hash.toString('hex'),
      logIndex: 0,
    };
    const rootHash = sha256(Buffer.from([0]), canonical).toString('base64');
    const note = `${LOG}\n1\n${rootHash}\n`;
    const word = Buffer.concat([
      this.#log.hash.subarray(0, 4),
      sign('sha256', Buffer.from(note), this.#log.privateKey),
    ]);
    return {
      logIndex: '0',
      logId: { keyId: this.#log.hash.toString('base64') },
      kindVersion: { kind: (body as { kind: string }).kind, version: '0.0.1' },
      integratedTime: `${integratedTime}`,
      inclusionPromise: {
        signedEntryTimestamp: sign('sha256', Buffer.from(JSON.stringify(payload)), this.#log.privateKey).toString(
          'base64',
        ),
      },
      inclusionProof: {
        logIndex: '0',
        rootHash,
        treeSize: '1',
        hashes: [],
        checkpoint: { envelope: `${note}\n\u2014 ${LOG} ${word.toString('base64')}\n` },
      },
      canonicalizedBody: canonical.toString('base64'),
    };
  }
}

interface Signed {
  readonly content: object;
  readonly body: object;
}

function overDigest({ privateKey }: Key, digest: string, { predicateType }: KeylessSigning): Signed {
  const payload = Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ digest: { sha256: digest.slice('sha256:'.length) } }],
      predicateType: predicateType ?? 'https://sigstore.dev/cosign/sign/v1',
      predicate: {},
    }),
  );
  const payloadType = 'application/vnd.in-toto+json';
  const encoded = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
    payload,
  ]);
  const sig = sign('sha256', encoded, privateKey).toString('base64');
  return {
    content: { dsseEnvelope: { payload: payload.toString('base64'), payloadType, signatures: [{ sig }] } },
    body: {
      apiVersion: '0.0.1',
      kind: 'dsse',
      spec: {
        payloadHash: { algorithm: 'sha256', value: sha256(payload).toString('hex') },
        signatures: [{ signature: sig }],
      },
    },
  };
}

function overBytes({ privateKey }: Key, manifest: Buffer): Signed {
  const signature = sign('sha256', manifest, privateKey).toString('base64');
  const hash = sha256(manifest);
  return {
    content: {
      messageSignature: { messageDigest: { algorithm: 'SHA2_256', digest: hash.toString('base64') }, signature },
    },
    body: {
      apiVersion: '0.0.1',
      kind: 'hashedrekord',
      spec: { data: { hash: { algorithm: 'sha256', value: hash.toString('hex') } }, signature: { content: signature } },
    },
  };
}

function certificate(subject: Subject): Buffer {
  const content = unsigned(subject);
  return sequence(content, ECDSA_SHA256, bits(sign('sha256', content, subject.issuer.key.privateKey)));
}

function unsigned({ extensions, from, issuer, key, name, to }: Subject): Buffer {
  return sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ECDSA_SHA256,
    nameOf(issuer.name),
    sequence(time(new Date(from)), time(new Date(to))),
    nameOf(name),
    key.spki,
    der(0xa3, sequence(...extensions)),
  );
}

function nameOf(name: string): Buffer {
  return name === '' ? sequence() : sequence(der(0x31, sequence(oid('2.5.4.3'), utf8(name))));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [TRUE] : []), octets(value));
}

function logOf(baseUrl: string, { hash, spki }: Key, validFor: object): object {
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: spki.toString('base64'), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: hash.toString('base64') },
  };
}

function keyPair(): Key {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const hash = sha256(spki);
  return { privateKey, spki, hash, id: hash.subarray(0, 20) };
}

function sha256(...parts: readonly Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(BigInt(value));
  return buffer.subarray(8 - bytes);
}

/** Bytes after their length. */
function sized(content: Buffer, bytes: number): Buffer {
  return Buffer.concat([uint(content.length, bytes), content]);
}
