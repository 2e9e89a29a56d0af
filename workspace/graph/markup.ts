import { labelText } from './label-text.ts';

/** A text inside of Graphviz's HTML-like labels. */
export function markup(text: string): string {
  return labelText(text).replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
