import { describe, expect, it } from 'vitest';
import { type ProjectFile, projectFiles, textsIn } from './project-files.ts';

/** Three numbers, wherever they stand: a version of something. */
const SEMANTIC = /(?<![\d.])\d+\.\d+\.\d+(?![\d.])/;
/** A whole text that is a minor of Kubernetes, or of Go. */
const MINOR = /^v?1\.\d{2}$/;
/** An image with its tag; a port or a URL is none. */
const IMAGE = /^[\w.-]+(\/[\w.-]+)+:[\w][\w.-]*$/;

/**
 * Programs outside the catalogue that may name a version, and why. An entry that is no longer needed fails the test too.
 *
 * Not programs, and free to name them: `go.mod` files (the engines' own locks), `package.json`, tests, documents and the
 * platform files of the examples, which are what users write.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  // A team's own catalogue, outside the product.
  'examples/extending/licences/licence-server.ts': ['4.2.0', '4.2.0', 'registry.example.org/licence-server:4.2.0'],
  'examples/extending/licences/licences.ts': ['registry.example.org/seat-meter:1.3.0'],
  // What a user writes, like the platform.yaml that it is equal to.
  'examples/typescript/platform.ts': ['1.36'],
  // The oldest Go that any module may ask for, and where a search for the newest begins.
  // Addresses for documentation.
  'rehearsal/apply/load-balancer-addresses.ts': ['192.0.2'],
  'rehearsal/chart-from-module.ts': ['1.21'],
  'rehearsal/engine-build.ts': ['1.0.0'],
  // Examples in the reference of the spec.
  'spec/components.ts': ['expected a version such as 0.19.2', '0.19.2', 'expected a version such as 10.1.1', '10.1.1'],
  'spec/delivery.ts': ['Branch that is deployed, or a full reference such as `refs/tags/v1.2.0`.'],
  'spec/images.ts': ['nvcr.io/nvidia/driver:595.91.07-ubuntu24.04'],
  'spec/platform.ts': ['0.19.2'],
  // Modules that Flux's definitions lie in; the catalogue knows Flux as a whole.
  // First minor whose nodes mount images without a gate.
  'constructs/serving/model-source.ts': ['1.35'],
  'tools/import-crds/sources.ts': ['v1.8.5', 'v1.7.3', 'v1.6.4'],
  // Version of the OCI layout.
  'workspace/bundle/bundle-layout.ts': ['{"imageLayoutVersion":"1.0.0"}\n'],
  // Version of the checklist of the CNCF.
  'workspace/conformance/checklist.ts': ['v1.36'],
  // Version of the SARIF form.
  'workspace/sarif.ts': ['2.1.0'],
};

/** Texts of a program that look like a version. */
export function versionsIn(file: ProjectFile): string[] {
  return textsIn(file).filter((text) => SEMANTIC.test(text) || MINOR.test(text) || IMAGE.test(text));
}

describe('versions stand only in the catalogue', () => {
  const programs = projectFiles(/\.(ts|js|cjs|mjs)$/).filter(
    ({ path }) => !/^(catalog|test|bench)\//.test(path) && !path.endsWith('.gen.ts'),
  );

  it('and in the programs that are listed here', () => {
    const found = programs
      .map((file) => [file.path, versionsIn(file)] as const)
      .filter(([, texts]) => texts.length > 0);
    expect(Object.fromEntries(found)).toEqual(ALLOWED);
  });

  it.each(['0.19.2', 'v1.36', '1.36', 'oci://registry.example.org/chart:1.2.3', 'registry.k8s.io/kueue/kueue:main'])(
    'finds %s',
    (text) => {
      expect(versionsIn({ path: 'x.ts', text: `export const x = { version: '${text}' };` })).toEqual([text]);
    },
  );

  it.each([
    '10.0.0.0/8',
    'plinth.dev/v1alpha1',
    'http://localhost:8080',
    'autoscaling/v2',
    'oidc:vision',
    '0.5 of a device',
  ])('takes %s for what it is', (text) => {
    expect(versionsIn({ path: 'x.ts', text: `export const x = '${text}'; // since 1.2.3` })).toEqual([]);
  });
});
