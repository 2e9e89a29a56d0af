import { z } from 'zod';
import { dnsLabel, field, text } from './field.ts';
import { duration } from './units.ts';

/** What in the path of a file stands for the name of a platform. */
export const PLATFORM_IN_PATH = '{platform}';

const platforms = field(
  z.array(dnsLabel(24)).min(1).max(200).readonly().optional(),
  'Platforms of the stages before that must show it. Without it: all of them.',
  ['oslo'],
);

const file = field(
  z.string().min(1).max(500).optional(),
  `The file, seen from this one; \`${PLATFORM_IN_PATH}\` in it is the name of each platform. Without it \`--evidence\` names it.`,
  'evidence/{platform}.rehearsal.json',
);

const maxAge = field(
  duration.prefault('30d'),
  'Oldest that it may be, by what it says itself of when it was made.',
  '30d',
);

/** What must hold before a stage takes the version of the stages before it. */
export const fleetGate = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('verdict').meta({
        description: '`plinth verify --platform … --json` says to promote what these platforms run.',
        examples: ['verdict'],
      }),
      ...{ file, maxAge, platforms },
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('rehearsal').meta({
        description: 'These platforms passed `plinth rehearse --json`, as they stand.',
        examples: ['rehearsal'],
      }),
      jobs: field(
        z.int().min(0).max(1_000_000).default(1),
        'Jobs that it must have run at least. With 0 a rehearsal counts in which the platform only came up.',
        1,
      ),
      ...{ file, maxAge, platforms },
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('score').meta({
        description: 'These platforms score this much, with nothing unexplained. Worked out anew each time.',
        examples: ['score'],
      }),
      atLeast: field(z.number().min(0).max(100), 'Least score. Range 0–100.', 95),
      platforms,
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('conformance').meta({
        description: 'No MUST of the CNCF checklist is missing on these platforms. Worked out anew each time.',
        examples: ['conformance'],
      }),
      platforms,
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('approval').meta({
        description: 'A person says so, in a file that is committed and signed off by that person.',
        examples: ['approval'],
      }),
      file: field(
        z.string().min(1).max(500).optional(),
        'The file, seen from this one. Without it `--evidence` names it.',
        'approvals/rest.yaml',
      ),
      from: field(
        z.array(text(200)).min(1).max(100).readonly(),
        'Who may, as a commit is signed off. Two people that must both agree are two gates.',
        ['Ada Lovelace <ada@example.org>'],
      ),
      maxAge,
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('soak').meta({
        description: 'The stages before have run the version for so long, by the commits of Git.',
        examples: ['soak'],
      }),
      atLeast: field(duration, 'Least time.', '3d'),
    })
    .readonly(),
]);

/** What must hold before a stage takes the version of the stages before it. */
export type FleetGate = z.output<typeof fleetGate>;
