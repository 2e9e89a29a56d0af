import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createCertificateAuthority } from '../../rehearsal/certificates/certificate-authority.ts';

describe.each(['ec', 'rsa'] as const)('an authority with %s keys', (keys) => {
  const authority = createCertificateAuthority({ commonName: 'the-ca', hosts: ['the-ca'] }, keys);
  const issued = authority.issue({
    commonName: 'system:node:n1',
    organizations: ['system:nodes', 'system:masters'],
    hosts: ['localhost', '127.0.0.1', 'kueue-webhook.kueue-system.svc'],
  });
  const root = new X509Certificate(authority.certificate);
  const leaf = new X509Certificate(issued.certificate);

  test('signs what it issues', () => {
    expect(root.ca).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.checkIssued(root)).toBe(true);
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect(leaf.checkPrivateKey(createPrivateKey(issued.key))).toBe(true);
  });

  test('writes user, groups and hosts where Kubernetes looks for them', () => {
    expect(leaf.subject).toBe('O=system:nodes\nO=system:masters\nCN=system:node:n1');
    expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(leaf.checkHost('kueue-webhook.kueue-system.svc')).toBe('kueue-webhook.kueue-system.svc');
    expect(leaf.checkHost('elsewhere.svc')).toBeUndefined();
  });

  test('is good for more than the ninety days that certificate checks ask for', () => {
    const days = (new Date(leaf.validTo).getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(180);
    expect(new Date(leaf.validFrom).getTime()).toBeLessThan(Date.now());
  });

  test('serves TLS to a client that trusts it, and asks for its user', async () => {
    const server = createServer({ cert: issued.certificate, key: issued.key }, (_, response) => response.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const status = await new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, ca: authority.certificate, cert: issued.certificate, key: issued.key };
      request(options, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    server.close();
    expect(status).toBe(200);
  });

  test('is not trusted for the certificates of another', () => {
    const other = new X509Certificate(createCertificateAuthority({ commonName: 'the-ca' }, keys).certificate);
    expect(leaf.verify(other.publicKey)).toBe(false);
  });
});
