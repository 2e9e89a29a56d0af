import { TEAM_COLOURS } from '../report-style.ts';
import { sum } from '../spans.ts';
import type { TeamFigures } from '../team-figures.ts';

/** One entry of a legend: a team, or all that share the last colour. */
export interface ColouredTeam {
  /** Name, or `N other teams`. */
  readonly name: string;
  /** Class of the colour. */
  readonly colour: string;
  /** Teams that it stands for. */
  readonly teams: readonly string[];
}

/**
 * Gives teams their colours, in the order of the spec. Where there are more teams than colours, those that used least share
 * one.
 */
export function teamColours(teams: readonly TeamFigures[]): readonly ColouredTeam[] {
  const used = (team: TeamFigures) => sum(Object.values(team.usedUnitHours));
  const all = teams.length <= TEAM_COLOURS;
  const own = all ? teams : teams.toSorted((a, b) => used(b) - used(a)).slice(0, TEAM_COLOURS - 1);
  const rest = teams.filter((team) => !own.includes(team)).map(({ team }) => team);
  const coloured = teams
    .filter((team) => own.includes(team))
    .map(({ team }, index) => ({ name: team, colour: `t${index}`, teams: [team] }));
  return rest.length === 0
    ? coloured
    : [...coloured, { name: `${rest.length} other teams`, colour: `t${TEAM_COLOURS - 1}`, teams: rest }];
}

/** Class of the colour of a team. */
export function colourOf(team: string, teams: readonly ColouredTeam[]): string {
  return teams.find(({ teams: names }) => names.includes(team))?.colour ?? teams.at(-1)?.colour ?? 't0';
}
