import { readFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { type ReleaseAnalysisProps, releaseAnalysis } from '../../verification/rollouts/release-analysis.ts';
import { readVerification } from './verify.ts';

/**
 * The objects by which Argo Rollouts asks the judge, as YAML.
 *
 * @throws {PlatformError} everything that is wrong with the verification, and `VERIFICATION_IMAGE_TAG`.
 */
export async function printedAnalysis(
  file: string,
  props: Omit<ReleaseAnalysisProps, 'verification' | 'window'>,
): Promise<string> {
  const { window } = await readVerification(file);
  const verification = await readFile(file, 'utf8');
  return releaseAnalysis({ ...props, window, verification })
    .map((object) => `---\n${stringify(object, { lineWidth: 0 })}`)
    .join('');
}
