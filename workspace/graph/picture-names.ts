import type { Graph } from './graph.ts';

/** Longest readable part of a name. Unit: characters. */
const LONGEST = 60;

/**
 * Names for groups and nodes that every language of pictures takes: letters, digits and `_`, unique, and never a word
 * of the language itself.
 *
 * @returns a function from the id of a group or node to its name
 */
export function pictureNames({ groups, nodes }: Graph): (id: string) => string {
  const names = new Map([...groups, ...nodes].map(({ id }, index) => [id, `${readable(id)}_${index}`]));
  return (id) => {
    const name = names.get(id);
    if (name === undefined) throw new Error(`bug: an arrow leads to ${id}, which is not in the graph`);
    return name;
  };
}

function readable(id: string): string {
  return `${/^[A-Za-z]/.test(id) ? '' : 'x'}${id.replace(/[^A-Za-z0-9]+/g, '_').slice(0, LONGEST)}`;
}
