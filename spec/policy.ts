import { z } from 'zod';
import { cidr, dnsLabel, field, text } from './field.ts';

/** Policies that an exception can be made from, by the names of what is refused. */
export const EXEMPTIBLE = [
  'image-registries',
  'image-digests',
  'image-signatures',
  'queued-accelerators',
  'required-labels',
] as const;

/** Policies that look at images: an exception may name those it is for. */
export const IMAGE_POLICIES: readonly (typeof EXEMPTIBLE)[number][] = [
  'image-registries',
  'image-digests',
  'image-signatures',
];

const registryPath = z
  .string()
  .min(1)
  .max(250)
  .regex(
    /^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)*[a-z0-9]([-a-z0-9]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]([-._a-z0-9]*[a-z0-9])?)*$/,
    'expected a registry, or a folder in one, such as registry.example.org/vision; without a scheme and without a slash at the end',
  )
  .refine(
    (path) => /^[^/]*[.:]/.test(path) || /^localhost(\/|$)/.test(path),
    'expected the host of a registry first, such as docker.io/library',
  );

const images = z
  .strictObject({
    registries: field(
      z.array(registryPath).max(100).readonly().default([]),
      'Registries, or folders in them, that pods of teams may run images from. Empty: the platform’s own registry if it has one, else any.',
      ['registry.example.org', 'nvcr.io/nvidia'],
    ),
    digests: field(
      z.enum(['enforce', 'audit', 'off']).default('enforce'),
      'Whether images of teams must be named by digest. `audit` only tells: the user in a warning, the cluster in its audit log.',
      'enforce',
    ),
    signatures: field(
      z.enum(['enforce', 'audit', 'off']).default('off'),
      'Whether images and models of teams must be signed by one of `releases.signers`. Kyverno looks: it is installed unless this is `off`.',
      'enforce',
    ),
    signed: field(
      z.array(registryPath).max(100).readonly().default([]),
      'Registries, or folders in them, whose images must be signed. Empty: those of `registries`, or the platform’s own.',
      ['registry.example.org'],
    ),
    whenUnanswered: field(
      z.enum(['refuse', 'admit']).default('refuse'),
      'What becomes of a new pod of a team while Kyverno does not answer. Pods of the platform and of the cluster never wait for it.',
      'refuse',
    ),
    pullSecret: field(
      dnsLabel(63).optional(),
      'Secret in the namespace `kyverno` with which signatures are read from a registry that asks for a sign-in. You bring it. Without it they are read without one.',
      'signature-pull',
    ),
  })
  .readonly()
  .prefault({});

const requiredLabel = z
  .strictObject({
    key: field(
      z
        .string()
        .max(317)
        .regex(
          /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
          'expected a label key such as team or example.org/team',
        ),
      'Key of the label.',
      'example.org/cost-centre',
    ),
    pattern: field(
      z
        .string()
        .max(200)
        .regex(/^[^'\\"]*$/, 'expected a pattern without quotes and backslashes; write [0-9] instead of a class')
        .refine(isPattern, 'expected a regular expression such as cc-[0-9]+, without groups that begin with (?')
        .optional(),
      'Regular expression (RE2) that the whole value must match. Without it: any value.',
      'cc-[0-9]+',
    ),
  })
  .readonly();

const exception = z
  .strictObject({
    name: field(dnsLabel(40), 'Name of the exception, for reports.', 'old-trainer'),
    policy: field(z.enum(EXEMPTIBLE), 'Policy that it is from.', 'image-digests'),
    team: field(dnsLabel(40), 'Team that it is for.', 'vision'),
    images: field(
      z
        .array(
          z
            .string()
            .max(500)
            .regex(/^[^\s'"\\]+$/, 'expected an image, or the beginning of one'),
        )
        .max(50)
        .readonly()
        .default([]),
      'Images that it is for, as pods name them; one that ends with `/` or `:` stands for all that begin so. Only for policies about images. Empty: all of the team.',
      ['quay.io/vision/'],
    ),
    because: field(text(300), 'Why, for the reviewer.', 'the vendor does not sign; moved by March'),
    until: field(
      z.iso.date('expected a day such as 2027-03-31'),
      'Last day of it. Signatures are asked for again the day after, without anybody’s doing; for the other policies `plinth score` tells, and it goes when you take it out.',
      '2027-03-31',
    ),
  })
  .readonly();

/** What the cluster refuses beyond what keeps teams apart. */
export const policy = z
  .strictObject({
    images: field(images, 'What teams may run.', { registries: ['registry.example.org'] }),
    labels: field(
      z.array(requiredLabel).max(20).readonly().default([]),
      'Labels that jobs, workloads and single pods of teams must carry.',
      [{ key: 'example.org/cost-centre', pattern: 'cc-[0-9]+' }],
    ),
    budgets: field(
      z.enum(['required', 'optional']).default('optional'),
      'Whether each team must have a budget.',
      'required',
    ),
    egress: field(
      z
        .strictObject({
          within: field(
            z.array(cidr).min(1).max(100).readonly(),
            'Networks outside the platform that a team’s `egress` must lie in.',
            ['203.0.113.0/24'],
          ),
        })
        .readonly()
        .optional(),
      'Bounds for what teams declare in `egress`. Without it they may declare any network outside.',
      { within: ['203.0.113.0/24'] },
    ),
    exceptions: field(
      z.array(exception).max(200).readonly().default([]),
      'What is let through all the same, for a while.',
      [
        {
          name: 'old-trainer',
          policy: 'image-digests',
          team: 'vision',
          images: ['quay.io/vision/'],
          because: 'the vendor does not say digests; moved by March',
          until: '2027-03-31',
        },
      ],
    ),
  })
  .readonly();

/** What the cluster refuses beyond what keeps teams apart. */
export type PolicySpec = z.output<typeof policy>;
/** One exception. */
export type PolicyException = PolicySpec['exceptions'][number];

/** Whether JavaScript and RE2 read a text as the same pattern: RE2 looks neither ahead nor behind. */
function isPattern(text: string): boolean {
  if (text.includes('(?')) return false;
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
