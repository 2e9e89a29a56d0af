import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { standInCertificates } from '../../../rehearsal/apply/stand-in-certificates.ts';

function certificate(name: string, apiVersion = 'cert-manager.io/v1') {
  const spec = { secretName: `${name}-tls`, dnsNames: [`${name}.example.org`] };
  return { apiVersion, kind: 'Certificate', metadata: { name, namespace: 'edge' }, spec };
}

test('a certificate that cert-manager would get is a Secret with a real certificate for its hosts', () => {
  const [secret, ...others] = standInCertificates([certificate('shop')]);
  expect(others).toEqual([]);
  expect(secret).toMatchObject({ kind: 'Secret', metadata: { name: 'shop-tls', namespace: 'edge' } });
  const { stringData } = secret as unknown as { stringData: Readonly<Record<string, string>> };
  const seen = new X509Certificate(stringData['tls.crt'] ?? '');
  expect(seen.checkHost('shop.example.org')).toBe('shop.example.org');
  expect(seen.checkIssued(new X509Certificate(stringData['ca.crt'] ?? ''))).toBe(true);
});

test('a Secret that somebody else makes is left alone, and so are certificates of others', () => {
  const own = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'shop-tls', namespace: 'edge' } };
  expect(standInCertificates([certificate('shop'), own, certificate('other', 'networking.example.org/v1')])).toEqual(
    [],
  );
});
