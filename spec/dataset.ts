import { z } from 'zod';
import { digest, ociUri } from './artifact.ts';
import { field, text } from './field.ts';

const lakefs = z
  .strictObject({
    kind: z.literal('lakefs').meta({ description: 'A commit of lakeFS.', examples: ['lakefs'] }),
    uri: field(
      z
        .string()
        .max(1_000)
        .regex(
          /^lakefs:\/\/[a-z0-9][a-z0-9-]{2,62}(\/[^\s@]*)?$/,
          'expected lakefs://repository or lakefs://repository/folder',
        ),
      'Repository and folder; no branch.',
      'lakefs://defects/images',
    ),
    version: field(
      z.string().regex(/^[0-9a-f]{64}$/, 'expected a whole commit of lakeFS, 64 characters of 0-9 and a-f'),
      'Commit of lakeFS.',
      '4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c4f0c',
    ),
  })
  .readonly();

const dvc = z
  .strictObject({
    kind: z.literal('dvc').meta({ description: 'Data that DVC keeps.', examples: ['dvc'] }),
    uri: field(
      text(1_000),
      'Repository, `#` and the path inside it.',
      'https://git.example.org/defects.git#data/train',
    ),
    version: field(
      z
        .string()
        .regex(
          /^md5:[0-9a-f]{32}(\.dir)?$/,
          'expected md5: and the 32 characters of the .dvc file (with .dir for a folder)',
        ),
      'Hash that stands in the `.dvc` file.',
      'md5:22e3f61e52c0ba45334d973244efc155.dir',
    ),
  })
  .readonly();

const objectVersion = z
  .strictObject({
    kind: z
      .literal('objectVersion')
      .meta({ description: 'One version of an object in a store.', examples: ['objectVersion'] }),
    uri: field(
      z
        .string()
        .max(1_000)
        .regex(/^(s3|gs|az|https):\/\/[^\s/]+\/[^\s]+$/, 'expected s3://, gs://, az:// or https:// with an object'),
      'The object.',
      's3://lab-vision/defects/train.parquet',
    ),
    version: field(text(1_024), 'Its version, as the store names it.', '3HL4kqtJvjVBH40Nrjfkd'),
  })
  .readonly();

const oci = z
  .strictObject({
    kind: z.literal('oci').meta({ description: 'Data as an artifact in a registry.', examples: ['oci'] }),
    uri: field(
      ociUri,
      'The artifact by its digest.',
      'oci://registry.example.org/vision/defects-data@sha256:7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c',
    ),
    version: field(
      digest,
      'The same digest.',
      'sha256:7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c7d1c',
    ),
  })
  .readonly();

/** Forms of a dataset's version. */
export const dataset = z.discriminatedUnion('kind', [lakefs, dvc, objectVersion, oci]);

/** Version of the data that a model was trained on. */
export type Dataset = z.output<typeof dataset>;
