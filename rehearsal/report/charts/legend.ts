import { html, type Markup } from '../html-markup.ts';
import type { Mark } from './node-rows.ts';
import type { ColouredTeam } from './team-colours.ts';

/** What a legend explains beside the colours of teams. */
export type Sign = 'offered' | 'free' | 'fault' | Mark;

const sign = (path: string, name: string) =>
  html`<svg viewBox="0 0 13 13" aria-hidden="true"><path class="${name}" d="${path}"/></svg>`;

const SIGNS: Readonly<Record<Sign, Markup>> = {
  offered: html`<li><i class="line"></i>offered by nodes</li>`,
  free: html`<li><i class="swatch-free"></i>node is there, unit is free</li>`,
  fault: html`<li>${sign('M6.5,0V13', 'fault')}fault made on purpose</li>`,
  lost: html`<li>${sign('M3,3l7,7m0,-7l-7,7', 'mark')}lost with its node</li>`,
  preempted: html`<li>${sign('M8,2.5l-4,4l4,4', 'mark')}preempted</li>`,
};

/** What colours and signs mean. */
export function legend(teams: readonly ColouredTeam[], signs: readonly Sign[]): Markup {
  return html`<ul class="legend">${teams.map(({ colour, name }) => html`<li><i class="${colour}"></i>${name}</li>`)}${signs.map((each) => SIGNS[each])}</ul>`;
}
