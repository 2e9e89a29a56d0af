import { type Gap, html, type Markup } from './html-markup.ts';
import type { Table } from './table.ts';

/** A table for the page with a note above it; where the page is narrow the table scrolls by itself. */
export function htmlTable(note: string, { columns, rows, total = false }: Table): Markup {
  const classOf = (index: number): Gap => {
    const { kind, prose = false } = columns[index] ?? {};
    if (prose) return html` class="prose"`;
    return kind === 'number' ? html` class="n"` : '';
  };
  const cell = (text: string, index: number): Gap =>
    index === 0 ? html`<th scope="row"${classOf(index)}>${text}</th>` : html`<td${classOf(index)}>${text}</td>`;
  const line = (row: readonly string[], index: number) =>
    html`<tr${total && index === rows.length - 1 ? html` class="sum"` : ''}>${columns.map((_, at) => cell(row[at] ?? '', at))}</tr>\n`;
  return html`<p class="note">${note}</p>
<div class="scroll" role="region" tabindex="0" aria-label="${note}"><table aria-label="${note}">
<thead><tr>${columns.map(({ title }, index) => html`<th scope="col"${classOf(index)}>${breakable(title)}</th>`)}</tr></thead>
<tbody>
${rows.map(line)}</tbody></table></div>`;
}

/** A heading that may be broken after dots, as paths are long and have no spaces. */
function breakable(title: string): Gap {
  return title.split(/(?<=[.=])/).map((part, index) => (index === 0 ? part : html`<wbr>${part}`));
}
