import { expect, test } from 'vitest';
import { tarLayer } from '../../../workspace/bundle/models/tar-layer.ts';
import { digestOf } from '../../../workspace/digest.ts';

const HUGGING_FACE = `hf://Acme/Chat-7B:${'0f3a'.repeat(10)}`;

test('the bytes of a layer do not depend on who makes it', async () => {
  const { size, source } = tarLayer(HUGGING_FACE, [
    { path: 'a/b.txt', size: 3, etag: '' },
    { path: `${'f'.repeat(90)}/${'x'.repeat(90)}`, size: 600, etag: '' },
  ]);
  const file = { list: async () => [], licence: async () => undefined };
  const open = async ({ size: bytes }: { readonly size: number }) => ({
    from: 0,
    body: (async function* () {
      yield Buffer.alloc(bytes, 'z');
    })(),
  });
  const whole = await bytesOf(await source({ ...file, open })(0));
  expect([size, digestOf(whole)]).toEqual([
    whole.length,
    'sha256:eaf8680f12564a7d0fa9ba1b62634a1b6a64d7cd45dde97bd45db70af087a014',
  ]);
  // From any place on they are the rest of it, also where the store gives whole files only.
  for (const from of [1, 511, 1_537, 1_538, 3_000, whole.length - 1])
    expect((await bytesOf(await source({ ...file, open })(from))).equals(whole.subarray(from))).toBe(true);
});

async function bytesOf({ body }: { readonly body: AsyncIterable<Uint8Array> }): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const bytes of body) parts.push(bytes);
  return Buffer.concat(parts);
}

test('a path that leads out of the model, or fits in no header, is refused', () => {
  const layer = (path: string) => () => tarLayer(HUGGING_FACE, [{ path, size: 1, etag: '' }]);
  for (const path of ['../../etc/passwd', '/etc/passwd', 'a//b', `${'x'.repeat(101)}.bin`])
    expect(layer(path)).toThrow('BUNDLE_MODEL_PATH');
  expect(layer('a/b.bin')).not.toThrow();
  // Above 8 GiB the size no longer fits as text.
  expect(tarLayer(HUGGING_FACE, [{ path: 'a', size: 2 ** 34, etag: '' }]).size).toBe(2 ** 34 + 4 * 512);
});
