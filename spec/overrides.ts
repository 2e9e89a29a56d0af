import { z } from 'zod';
import { field, text } from './field.ts';

const pointer = field(
  z
    .string()
    .max(500)
    .regex(/^(\/[^/]*)*$/, 'expected a JSON pointer such as /spec/replicas'),
  'Place inside the object, as a JSON pointer.',
  '/spec/fairSharing/weight',
);

const operation = z.discriminatedUnion('op', [
  z
    .strictObject({
      op: field(z.literal('add'), 'Adds a value, or puts it into a list before this position.', 'add'),
      path: pointer,
      value: field(z.json(), 'New value.', 'gold'),
    })
    .readonly(),
  z
    .strictObject({
      op: field(z.literal('replace'), 'Puts a value in place of the one that is there.', 'replace'),
      path: pointer,
      value: field(z.json(), 'New value.', 3),
    })
    .readonly(),
  z.strictObject({ op: field(z.literal('remove'), 'Removes what is there.', 'remove'), path: pointer }).readonly(),
]);

/** A change to one rendered object: the way out when the spec has no word for it. */
export const override = z
  .strictObject({
    kind: field(text(63), 'Kind of the object.', 'ClusterQueue'),
    name: field(text(253), 'Name of the object.', 'vision'),
    namespace: field(
      text(63).optional(),
      'Namespace of the object. Without it: an object of the whole cluster.',
      'vision',
    ),
    because: field(
      text(300),
      'Why, for the reviewer and for the day the override can go.',
      'weight agreed with the board',
    ),
    patch: field(z.array(operation).min(1).max(50).readonly(), 'JSON Patch operations, applied in order.', [
      { op: 'replace', path: '/spec/fairSharing/weight', value: '3' },
    ]),
  })
  .readonly();

/** A change to one rendered object. */
export type OverrideSpec = z.output<typeof override>;
