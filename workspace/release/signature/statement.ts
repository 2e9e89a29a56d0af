import type { SignedStatement } from './bundle.ts';

/** What cosign says with a signature. Another statement of the same signer (a list of parts, a scan) is no signature. */
const SIGNATURE = 'https://sigstore.dev/cosign/sign/v1';
const STATEMENTS = ['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1'];

interface Statement {
  readonly _type?: unknown;
  readonly predicateType?: unknown;
  readonly subject?: unknown;
}

/**
 * Looks whether a statement, whose signature holds, is a signature of an artifact.
 *
 * @param digest - the artifact's manifest
 * @returns what is wrong in words that follow "the bundle"; nothing where it is right
 */
export function statementProblem({ payload }: SignedStatement, digest: string): string | undefined {
  let statement: Statement;
  try {
    statement = JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as Statement;
  } catch {
    return 'signs something that is not JSON';
  }
  const { _type: type, predicateType, subject } = statement;
  if (!STATEMENTS.includes(String(type))) return `signs ${String(type)}, which is no statement of in-toto`;
  if (predicateType !== SIGNATURE) return `states ${String(predicateType)}, which is no signature of cosign`;
  const signed = digestsOf(subject);
  if (signed.includes(digest)) return undefined;
  return `signs ${signed.join(', ') || 'nothing'}, not ${digest}`;
}

function digestsOf(subject: unknown): string[] {
  if (!Array.isArray(subject)) return [];
  return subject.flatMap((each: { digest?: { sha256?: unknown } } | null) => {
    const hex = each?.digest?.sha256;
    return typeof hex === 'string' ? [`sha256:${hex}`] : [];
  });
}

/** The bytes that DSSE really signs: the type and the payload, each after its length. */
export function preAuthEncoding({ payload, payloadType }: SignedStatement): Buffer {
  const bytes = Buffer.from(payload, 'base64');
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${bytes.length} `;
  return Buffer.concat([Buffer.from(head), bytes]);
}
