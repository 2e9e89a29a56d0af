import type { RecordedFault, Recording } from '../../recording/recording.ts';
import { type Gap, html } from '../html-markup.ts';
import { count } from '../verdict.ts';
import type { Frame } from './frame.ts';
import { momentText } from './time-axis.ts';

const WORDS: Readonly<Record<RecordedFault['kind'], string>> = {
  nodeLoss: 'node loss',
  spotReclaim: 'spot reclaim',
  zoneLoss: 'zone loss',
  fullPool: 'no more nodes to be had',
};

/** A fault in words: `node loss in train-h100 after 10 h (1 node)`. */
export function faultText({ at, kind, nodes, pool }: RecordedFault): string {
  return `${WORDS[kind]} in ${pool} after ${momentText(Math.round(at))}${nodes.length === 0 ? '' : ` (${count(nodes.length, 'node')})`}`;
}

/** A line at each fault of a pool. */
export function faultLines({ faults }: Recording, pool: string, { bottom, top, x }: Frame): Gap {
  return faults
    .filter((fault) => fault.pool === pool)
    .map(
      (fault) =>
        html`<path class="fault" d="M${x(fault.at).toFixed(1)},${top}V${bottom}"><title>${faultText(fault)}</title></path>`,
    );
}
