/**
 * The few ASN.1 types that an X.509 certificate is made of, in their DER encoding.
 *
 * Node can read certificates but not write them; these ninety lines save every user an openssl binary.
 */

/** Universal tags used in certificates (X.690); constructed types carry the bit 0x20. */
const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** First year that needs GeneralizedTime instead of UTCTime (RFC 5280, 4.1.2.5). */
const UTC_TIME_ENDS = 2050;

function element(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);
}

function lengthOf(content: Buffer): Buffer {
  if (content.length < 0x80) return Buffer.from([content.length]);
  const bytes: number[] = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

/** Elements in a fixed order. */
export function sequence(...items: readonly Buffer[]): Buffer {
  return element(TAG.sequence, Buffer.concat(items));
}

/** Elements of which the order does not matter; a certificate only has sets of one. */
export function setOf(item: Buffer): Buffer {
  return element(TAG.set, item);
}

/** A non-negative whole number given as big-endian bytes. */
export function integer(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first === -1 ? Buffer.from([0]) : bytes.subarray(first);
  const positive = (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits;
  return element(TAG.integer, positive);
}

/** A truth value; DER leaves out values that equal their default, so only `true` is ever written. */
export function truth(): Buffer {
  return element(TAG.boolean, Buffer.from([0xff]));
}

/** Bits of which the last `unused` do not count; whole bytes by default. */
export function bitString(bytes: Buffer, unused = 0): Buffer {
  return element(TAG.bitString, Buffer.concat([Buffer.from([unused]), bytes]));
}

/** Opaque bytes, which in a certificate hold another DER element. */
export function octetString(bytes: Buffer): Buffer {
  return element(TAG.octetString, bytes);
}

/** The absence of a value, where one has to be written. */
export function nothing(): Buffer {
  return element(TAG.null, Buffer.alloc(0));
}

/** Text in a name. */
export function text(value: string): Buffer {
  return element(TAG.utf8String, Buffer.from(value, 'utf8'));
}

/** A dotted identifier such as `2.5.4.3`. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(TAG.objectIdentifier, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(arc: number): number[] {
  const bytes = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(0x80 | (rest % 128));
  return bytes;
}

/** A moment, to the second, in UTC. */
export function time(moment: Date): Buffer {
  const digits = moment.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  if (moment.getUTCFullYear() >= UTC_TIME_ENDS) return element(TAG.generalizedTime, Buffer.from(`${digits}Z`));
  return element(TAG.utcTime, Buffer.from(`${digits.slice(2)}Z`));
}

/** `content` under the context-specific tag `number`; `constructed` when it holds whole elements. */
export function tagged(number: number, content: Buffer, form: 'constructed' | 'primitive'): Buffer {
  return element((form === 'constructed' ? 0xa0 : 0x80) | number, content);
}
