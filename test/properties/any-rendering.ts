import fc from 'fast-check';
import { expect } from 'vitest';
import type { RoomProps } from '../../constructs/core/index.ts';
import type { Platform } from '../../constructs/platform.ts';
import { buildPlatform } from '../../constructs/render.ts';
import { PlatformError } from '../../spec/finding.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { folderOf } from '../../workspace/rendered-folder.ts';

/** How many platforms are tried, and which. */
export interface Runs {
  /** Platforms. */
  readonly numRuns: number;
  /** Start of the random draws: the same seed draws the same platforms. A failure names it, and the path to its platform. */
  readonly seed: number;
}

/** What became of the platforms that were tried. */
export interface Outcomes {
  /** Platforms that became files. */
  rendered: number;
  /** Platforms that yielded findings. */
  refused: number;
}

/** What JavaScript writes where a value was forgotten. */
const NOT_TEXT = /\bundefined\b|\[object |\bNaN\b/;

/** Fails unless every platform yields findings or renders, twice the same, and what is rendered is sound. */
export function expectFindingsOrFiles(platforms: fc.Arbitrary<unknown>, runs: Runs): Outcomes {
  const outcomes: Outcomes = { rendered: 0, refused: 0 };
  const property = fc.property(platforms, (input) => {
    const outcome = findingsOrFiles(input);
    expect(findingsOrFiles(input)).toEqual(outcome);
    outcomes['files' in outcome ? 'rendered' : 'refused'] += 1;
    expect('files' in outcome ? outcome.files.flatMap(wrongLines) : []).toEqual([]);
  });
  fc.assert(property, runs);
  return outcomes;
}

type Outcome = { readonly files: [path: string, text: string][] } | { readonly findings: PlatformError['findings'] };

/** Whatever else is thrown is a crash, and fails the test; so are findings of the rendering, which `validate` would not see. */
function findingsOrFiles(input: unknown): Outcome {
  const built = builtOrFindings(input);
  return 'findings' in built ? built : { files: [...folderOf(built.platform, built).files] };
}

function builtOrFindings(
  input: unknown,
): (RoomProps & { readonly platform: Platform }) | Pick<PlatformError, 'findings'> {
  try {
    const { spec } = parsePlatform(input);
    const props = { spec, facts: targetFacts(spec) };
    return { ...props, platform: buildPlatform(props) };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    expect(error.findings).not.toEqual([]);
    return { findings: error.findings };
  }
}

function wrongLines([path, text]: readonly [path: string, text: string]): string[] {
  return text.split('\n').flatMap((line) => (NOT_TEXT.test(line) ? [`${path}: ${line}`] : []));
}
