import { type Change, type Desk, type Section, text } from './change.ts';
import { HarborError } from './harbor-finding.ts';
import type { Schedule } from './harbor-objects.ts';

/** What garbage collection is told: layers that only untagged artifacts have go too. */
const GARBAGE = { delete_untagged: true, workers: 2 };

/** When garbage is collected, and when everything is scanned. */
export const setSchedules: Section = async function* (desk) {
  const { garbage, scan } = desk.settings.schedules;
  yield* keep(desk, 'garbage collection', '/system/gc/schedule', garbage, GARBAGE);
  if (scan !== undefined) yield* keep(desk, 'scan of everything', '/system/scanAll/schedule', scan);
};

async function* keep(
  { harbor }: Desk,
  name: string,
  path: string,
  cron: string,
  parameters?: object,
): AsyncGenerator<Change> {
  const there = await readSchedule({ harbor }, path);
  const isThere = there?.schedule?.cron !== undefined && there.schedule.cron !== '';
  const isSame =
    there?.schedule?.cron === cron && (parameters === undefined || covers(there.job_parameters, parameters));
  if (isSame) return;
  yield {
    kind: 'schedule',
    name,
    action: isThere ? 'update' : 'create',
    fields: ['cron', ...(parameters === undefined ? [] : Object.keys(parameters))],
    apply: async () => {
      const body = { schedule: { type: 'Custom', cron }, ...(parameters === undefined ? {} : { parameters }) };
      await harbor.call({ method: isThere ? 'PUT' : 'POST', path, body });
    },
  };
}

/** Without a scanner Harbor refuses even to say when it scans. */
async function readSchedule({ harbor }: Pick<Desk, 'harbor'>, path: string): Promise<Schedule | undefined> {
  try {
    return ((await harbor.call({ method: 'GET', path })).body ?? undefined) as Schedule | undefined;
  } catch (error) {
    if (error instanceof HarborError && error.status === 412) return undefined;
    throw error;
  }
}

/** Whether what Harbor keeps, as a text, has all of these values; it adds some of its own. */
function covers(kept: string | undefined, wanted: object): boolean {
  try {
    const found = JSON.parse(kept ?? '{}') as Readonly<Record<string, unknown>>;
    return Object.entries(wanted).every(([key, value]) => text(found[key]) === text(value));
  } catch {
    return false;
  }
}
