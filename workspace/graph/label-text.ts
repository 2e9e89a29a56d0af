/** Longest line in a picture. Unit: characters. */
const LONGEST = 48;
/** Characters that no picture can show: controls, halves of characters, and marks that turn the reading direction. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu;

/** A text as it may stand on one line of a picture: without what cannot be shown, and not longer than a line. */
export function labelText(text: string): string {
  const clean = [...text.replace(UNSEEN, '\ufffd')];
  // Neither Mermaid nor Graphviz takes a text of nothing.
  if (text.trim() === '') return '\u00a0';
  return clean.length <= LONGEST ? clean.join('') : `${clean.slice(0, LONGEST - 1).join('')}…`;
}
