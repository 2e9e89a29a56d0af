import { reservedEnding } from './reserved-name.ts';

/**
 * A name as it is where it fits, and otherwise cut and ended with a hash of the whole, so that two long names that begin
 * alike stay two.
 *
 * @param name - lower case, made of parts joined by `-`
 * @param longest - characters it may have; at least 12
 */
export function fittedName(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const ending = reservedEnding(name);
  return `${name.slice(0, longest - ending.length - 1).replace(/-+$/, '')}-${ending}`;
}
