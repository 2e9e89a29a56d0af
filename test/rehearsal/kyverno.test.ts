import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { kyverno } from '../../rehearsal/controllers/kyverno.ts';
import { controllerSite } from './controller-site.ts';

describe('Kyverno', () => {
  const args = [
    '--caSecretName=svc.kyverno-tls-ca',
    '--tlsSecretName=svc.kyverno-tls-pair',
    '--webhookServerPort=9443',
    '--metricsPort=8000',
    '--controllerRuntimeMetricsAddress=:8080',
    '--v=2',
  ];
  const run = kyverno.run(controllerSite(kyverno, { args }));

  test('registers its webhooks at this machine, and keeps its other flags', () => {
    expect(run.args).toEqual([
      '--caSecretName=svc.kyverno-tls-ca',
      '--tlsSecretName=svc.kyverno-tls-pair',
      '--v=2',
      '--webhookServerPort=1001',
      '--webhookServerHost=127.0.0.1',
      '--serverIP=127.0.0.1:1001',
      '--metricsPort=1002',
      '--metricsHost=127.0.0.1',
      '--controllerRuntimeMetricsAddress=0',
      '--disableCertManagerController=true',
      '--kubeconfig=$(KUBECONFIG)',
    ]);
  });

  test('is told what a pod knows of itself, and to keep its files in its own folder', () => {
    expect(run.env).toEqual({
      KYVERNO_NAMESPACE: 'system',
      KYVERNO_POD_NAME: 'manager-0',
      TUF_ROOT: '/state/manager/sigstore',
    });
  });

  test('finds its certificates in the Secrets that its flags name, the pair signed by the authority', () => {
    const [authority, pair] = (run.objects ?? []).map(({ metadata, stringData }) => ({
      name: metadata.name,
      certificate: new X509Certificate((stringData as Record<string, string>)['tls.crt'] ?? ''),
    }));
    expect(authority?.name).toBe('svc.kyverno-tls-ca');
    expect(pair?.name).toBe('svc.kyverno-tls-pair');
    expect(authority && pair?.certificate.verify(authority.certificate.publicKey)).toBe(true);
    expect(pair?.certificate.subjectAltName).toContain('127.0.0.1');
  });
});
