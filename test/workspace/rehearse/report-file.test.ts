import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writableReport } from '../../../workspace/rehearse/report-file.ts';

describe('the place of a report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-report-'));

  it('is free when nothing is there or a report is there already, and nothing is written yet', async () => {
    await writableReport(join(folder, 'new.html'));
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(join(folder, 'old.html'), 'old');
    await writableReport(join(folder, 'old.html'));
  });

  it('is refused when its folder is missing, before anything is rehearsed', async () => {
    const problem = `there is no folder ${join(folder, 'none')}`;
    await expect(writableReport(join(folder, 'none', 'report.html'))).rejects.toMatchObject({
      findings: [{ code: 'FILE_UNWRITABLE', problem }],
    });
  });

  it('is refused when it is a folder', async () => {
    await expect(writableReport(folder)).rejects.toMatchObject({ findings: [{ problem: 'it is a folder' }] });
  });
});
