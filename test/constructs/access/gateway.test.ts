import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf, rendered } from '../../sample.ts';
import { withAccess } from './access-sample.ts';

describe('a host', () => {
  test('right below the domain shares its listener and certificate, any other has its own', () => {
    const { platform } = rendered(withAccess('aws'));
    const { access } = platform;
    expect(access?.listener('mlflow-vision.ml.example.org')).toBe('domain');
    expect(access?.listener('registry.example.org')).toBe('registry-example-org');
    expect(access?.listener('a.b.ml.example.org')).toBe('a-b-ml-example-org');
    expect(access?.listener('registry.example.org')).toBe('registry-example-org');
  });

  test('keeps a name of its own where only the dots differ', () => {
    const { access } = rendered(withAccess('aws')).platform;
    const names = ['a-b.example.org', 'a.b.example.org', 'a-b.example.org'].map((host) => access?.listener(host));
    expect(names[0]).toBe('a-b-example-org');
    expect(names[1]).not.toBe(names[0]);
    expect(names[2]).toBe(names[0]);
  });

  test('of the registry has a listener and a certificate', () => {
    const hosts = { external: 'registry.example.org', internal: 'registry.atlas.internal' };
    const input = withAccess('aws', {}, { registry: { hosts } });
    const { listeners } = objectOf(input, 'Gateway', 'plinth', 'plinth-gateway')['spec'] as {
      listeners: { name: string; hostname?: string }[];
    };
    expect(listeners.map(({ hostname }) => hostname)).toEqual([
      undefined,
      '*.ml.example.org',
      'registry.atlas.internal',
      'registry.example.org',
    ]);
    const certificates = objectsOf(input, 'Certificate').map(({ metadata }) => metadata.name);
    expect(certificates).toEqual(expect.arrayContaining(['domain-tls', 'registry-example-org-tls']));
  });
});
