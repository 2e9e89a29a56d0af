import { z } from 'zod';
import { dnsLabel, field, labels } from './field.ts';

/** What the platform is called and which life it leads. */
export const metadata = z
  .strictObject({
    name: field(
      dnsLabel(24),
      'Name of the platform. Prefix of the cluster, buckets and identities; at most 24 characters because cloud names are short. Renaming makes a new platform.',
      'atlas',
    ),
    environment: field(
      dnsLabel(12).default('dev'),
      'Which of the platform’s lives this file describes. Part of the cluster’s name and of the folder that GitOps reads.',
      'prod',
    ),
    generation: field(
      z.int().min(1).max(999).default(1),
      'Counts up when the platform is built anew beside its old self: names that a cloud keeps after deletion end in a hash of it. Range 1–999.',
      2,
    ),
    labels: field(labels.default({}), 'Labels put on every object, for example a cost centre.', {
      'example.org/cost-centre': '4711',
    }),
  })
  .readonly();
