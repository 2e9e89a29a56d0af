import coerce from 'semver/functions/coerce.js';
import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';
import type { Component } from './component.ts';

/** The version of a component whose version the cloud chooses. */
export const MANAGED_VERSION = 'managed';

/**
 * A version as upstream writes it, made comparable: with or without a leading `v`, of two numbers, or a calendar day.
 *
 * @throws {Error} if there is no number in it
 */
export function semanticVersion(version: string): string {
  // Calendar days are written with leading zeros, which semantic versions do not have.
  const semantic = parse(version) ?? coerce(version.replace(/\b0+(?=\d)/g, ''));
  if (semantic === null) throw new Error(`bug: "${version}" is no version`);
  return semantic.version;
}

/** Below zero where the first version is older than the second, above zero where it is newer, zero where they are equal. */
export function compareVersions(first: string, second: string): number {
  return compare(semanticVersion(first), semanticVersion(second));
}

/** Whether a version of a component is below its security floor. A version that the cloud chooses never is. */
export function isBelowFloor(component: Component, version: string = component.version): boolean {
  if (component.floor === undefined || version === MANAGED_VERSION) return false;
  return compareVersions(version, component.floor.version) < 0;
}
