/** Longest text that is shown for one value. Unit: characters. */
const LONGEST = 100;
/** Texts that need no quotes to be read as what they are. */
const SIMPLE = /^[\p{L}\p{N}_./:@%+*=-]([\p{L}\p{N}_./:@%+*=, -]*[\p{L}\p{N}_./:@%+*=-])?$/u;
/** Characters that a terminal obeys, or that turn the reading direction, instead of showing them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Writes a value on one line: texts without quotes where they are simple, maps and lists as JSON, cut where it is long. */
export function valueText(value: unknown): string {
  return cut(typeof value === 'string' && SIMPLE.test(value) ? value : json(value));
}

/** Writes an old and a new value so that they never look alike: `8 -> "8"` where the number became a text. */
export function valueTexts(before: unknown, after: unknown): readonly [before: string, after: string] {
  const texts = [valueText(before), valueText(after)] as const;
  return texts[0] === texts[1] ? different(json(before), json(after)) : texts;
}

/** Replaces what a terminal would obey by its code, so that a name or value cannot colour, hide or forge lines. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

function json(value: unknown): string {
  return visible(JSON.stringify(value) ?? String(value));
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).replace(/\p{Cs}$/u, '')}…`;
}

/** Two long texts with an equal beginning are shown from a little before the place where they part. */
function different(before: string, after: string): readonly [string, string] {
  let equal = 0;
  while (equal < before.length && before[equal] === after[equal]) equal++;
  const from = Math.max(equal - LONGEST / 4, 0);
  const part = (text: string) => cut(from === 0 ? text : `…${text.slice(from)}`);
  return [part(before), part(after)];
}
