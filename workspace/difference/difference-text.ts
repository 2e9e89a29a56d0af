import { alike, type Likeness } from './alike.ts';
import { fieldLines } from './field-lines.ts';
import type { ObjectDifference } from './object-difference.ts';
import { glyphs, type Paint, painter } from './paint.ts';
import { visible } from './value-text.ts';

/** How differences are shown. */
export interface DifferenceTextOptions {
  /** Whether the text carries colours. */
  readonly colour: boolean;
}

/** Names of objects that are listed before the rest is only counted. */
const SHOWN = 5;

/**
 * Differences as a text for people: what can do harm first, then by team and room, then what is alike in many objects,
 * and last how much there is.
 */
export function differenceText(differences: readonly ObjectDifference[], { colour }: DifferenceTextOptions): string {
  const paint = painter(colour);
  const dangerous = differences.filter(isDangerous);
  const { many, single } = alike(differences.filter((each) => !isDangerous(each)));
  const sections = [
    ...section('dangerous', dangerous, paint),
    ...[...grouped(single)].flatMap(([title, members]) => section(title, members, paint)),
    ...many.flatMap((each) => likenessLines(each, paint)),
  ];
  return `${[...sections, summary(differences, dangerous.length)].join('\n')}\n`;
}

function isDangerous({ danger, fields }: ObjectDifference): boolean {
  return danger !== undefined || fields.some((field) => field.danger !== undefined);
}

function grouped(differences: readonly ObjectDifference[]): ReadonlyMap<string, readonly ObjectDifference[]> {
  const groups = new Map<string, ObjectDifference[]>();
  for (const difference of differences) {
    const { room, team } = difference;
    const title = team === undefined ? (room ?? 'other') : `team ${team}`;
    groups.set(title, [...(groups.get(title) ?? []), difference]);
  }
  return groups;
}

function section(title: string, members: readonly ObjectDifference[], paint: Paint): string[] {
  if (members.length === 0) return [];
  const mark = title === 'dangerous' ? '! ' : '';
  const lines = members.flatMap((difference) => [
    `  ${glyphs(paint)[difference.kind]} ${nameOf(difference)}`,
    ...(difference.danger === undefined ? [] : [`      ${paint('red', `! ${difference.danger}`)}`]),
    ...difference.fields.flatMap((field) => fieldLines(field, 4, paint)),
  ]);
  return [paint('bold', visible(`${mark}${title}`)), ...lines, ''];
}

function likenessLines({ first, members }: Likeness, paint: Paint): string[] {
  const names = members.slice(0, SHOWN).map(({ object }) => placed(object));
  const more = members.length > SHOWN ? `, … ${members.length - SHOWN} more` : '';
  return [
    paint('bold', `alike in ${members.length} objects`),
    `  ${glyphs(paint).changed} ${visible(`${first.object.kind} ${names.join(', ')}${more}`)}`,
    ...first.fields.flatMap((field) => fieldLines(field, 4, paint)),
    '',
  ];
}

function nameOf({ object }: ObjectDifference): string {
  return visible(`${object.kind} ${placed(object)}`);
}

function placed({ name, namespace }: ObjectDifference['object']): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function summary(differences: readonly ObjectDifference[], dangerous: number): string {
  const count = (kind: ObjectDifference['kind']) => differences.filter((each) => each.kind === kind).length;
  const words = `${count('added')} to add, ${count('changed')} to change, ${count('removed')} to remove`;
  return dangerous === 0 ? words : `${words}; ${dangerous} of them dangerous`;
}
