/** Text that is HTML or SVG already. Made by {@link html} only, so that whatever comes from outside is escaped. */
export class Markup {
  /** The text, escaped where it had to be. */
  public readonly text: string;

  public constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in the gaps of a template: markup as it is, lists of it, anything else escaped; nothing for undefined. */
export type Gap = Markup | string | number | undefined | readonly Gap[];

/** HTML or SVG from a template; every gap that is not markup itself is escaped, so it is safe in texts and quoted attributes. */
export function html(parts: TemplateStringsArray, ...gaps: readonly Gap[]): Markup {
  return new Markup(parts.map((part, index) => part + filled(gaps[index])).join(''));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function filled(gap: Gap): string {
  if (gap === undefined) return '';
  if (gap instanceof Markup) return gap.text;
  if (typeof gap === 'object') return gap.map(filled).join('');
  return String(gap).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
