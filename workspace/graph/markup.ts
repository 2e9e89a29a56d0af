import { labelText } from './label-text.ts';

/** A text inside of Graphviz's HTML-like labels, where `\N` and its like stand for names, `&` begins a character, and `<` a tag. */
export function markup(text: string): string {
  return labelText(text)
    .replaceAll('\\', '\\\\')
    .replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
