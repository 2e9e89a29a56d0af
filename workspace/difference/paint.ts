import { styleText } from 'node:util';

/** Colours a text, or leaves it as it is. */
export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** A brush that colours, whatever the output is, or one that never does. */
export function painter(colour: boolean): Paint {
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
}

/** Signs before what was added, removed, changed or put in another order; the same as Pulumi's. */
export function glyphs(paint: Paint) {
  return {
    added: paint('green', '+'),
    removed: paint('red', '-'),
    changed: paint('yellow', '~'),
    order: paint('yellow', '~'),
  } as const;
}
