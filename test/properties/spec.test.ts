import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import { readSource, type SourceFile } from '../../spec/source-file.ts';
import { TARGET_KINDS } from '../../spec/target.ts';
import { findingsOf } from '../spec/findings-of.ts';
import { brokenPlatform } from './broken-platform.ts';
import { randomPlatform } from './random-platform.ts';

/** What JavaScript writes where somebody forgot to say it in words. */
const NOT_TEXT = /undefined|\[object /;

/** Fails where a finding would not help the person who reads it. */
function expectReadable(findings: readonly Finding[]): void {
  const helps = ({ at, code, fix, level, problem }: Finding) =>
    /^[A-Z]+(_[A-Z]+)+$/.test(code) &&
    ['error', 'warning'].includes(level) &&
    [at, problem, fix].every((part) => part.trim() !== '' && !NOT_TEXT.test(part));
  expect(findings.filter((finding) => !helps(finding))).toEqual([]);
}

function read(text: string): SourceFile {
  return readSource('platform.yaml', new TextEncoder().encode(text));
}

describe('any platform', () => {
  test('that goes together has no errors, and says the same as YAML', () => {
    const property = fc.property(randomPlatform({ pools: [1, 6], teams: [1, 8] }), (input) => {
      const { findings, spec } = parsePlatform(input);
      for (const finding of findings) expect(finding.level).toBe('warning');
      const source = read(stringify(input));
      expect(parsePlatform(source.content).spec).toEqual(spec);
    });
    fc.assert(property, { numRuns: 200 });
  });

  test('is drawn on every target', () => {
    const kinds = new Set(fc.sample(randomPlatform(), 100).map(({ target }) => target.kind));
    expect([...kinds].sort()).toEqual([...TARGET_KINDS].sort());
  });

  test('that is broken never crashes the parser: it is refused with words, or it is a spec', () => {
    const seen = new Set<string>();
    const property = fc.property(brokenPlatform(), (input) => {
      try {
        const { findings, spec } = parsePlatform(input);
        expect(Object.isFrozen(spec)).toBe(true);
        expectReadable(findings);
        for (const { code } of findings) seen.add(code);
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        expect(error.findings).not.toEqual([]);
        expectReadable(error.findings);
        for (const { code } of error.findings) seen.add(code);
      }
    });
    fc.assert(property, { numRuns: 1_000 });
    expect(seen.size, 'many rules were among those that refused').toBeGreaterThan(15);
  });

  test('that is broken in a file has a place in it for every finding', () => {
    const property = fc.property(brokenPlatform({ writable: true }), (input) => {
      const text = stringify(input);
      const lines = text.split('\n').length;
      try {
        const source = read(text);
        parsePlatform(source.content, source);
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        for (const { place } of error.findings) {
          expect(place?.line).toBeGreaterThanOrEqual(1);
          expect(place?.line).toBeLessThanOrEqual(lines);
          expect(place?.column).toBeGreaterThanOrEqual(1);
        }
      }
    });
    fc.assert(property, { numRuns: 300 });
  });

  test('whatever else it is, is refused', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
        (input) => {
          expectReadable(findingsOf(input));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('as a file of any bytes is refused with words', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          const source = readSource('platform.yaml', bytes);
          parsePlatform(source.content, source);
        } catch (error) {
          if (!(error instanceof PlatformError)) throw error;
          expect(error.findings.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});
