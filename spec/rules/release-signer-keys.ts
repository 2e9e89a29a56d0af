import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { signerKey } from '../signer-key.ts';

/** Public keys of signers can be read and are strong enough. */
export function* releaseSignerKeys({ releases }: PlatformSpec): Iterable<Finding> {
  for (const [index, signer] of (releases?.signers ?? []).entries()) {
    if (signer.kind !== 'key') continue;
    const found = signerKey(signer.publicKey);
    if (typeof found !== 'string') continue;
    yield {
      code: 'RELEASES_SIGNER_KEY_INVALID',
      level: 'error',
      at: `releases.signers[${index}].publicKey`,
      problem: `the key ${found}`,
      fix: 'give the content of cosign.pub, as `cosign generate-key-pair` wrote it',
    };
  }
}
