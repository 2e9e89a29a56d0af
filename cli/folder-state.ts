import type { FolderState } from '../workspace/output-folder.ts';
import { paint, say } from './terminal.ts';

/** Says of each file of a folder how it differs from what would be written: `+` is missing, `~` differs, `-` is too many. */
export function sayFolderState({ changed, missing, stale }: FolderState, folder = ''): void {
  for (const path of missing) say(`${paint('green', '+')} ${folder}${path}`);
  for (const path of changed) say(`${paint('yellow', '~')} ${folder}${path}`);
  for (const path of stale) say(`${paint('red', '-')} ${folder}${path}`);
}
