import type { DeliveryKind } from '../spec/delivery.ts';
import { PlatformError } from '../spec/finding.ts';
import { type DrawnPlatform, drawPlatform } from './drawn-platform.ts';

/**
 * Draws a platform that can be written: its lock must fit.
 *
 * @param delivery - another delivery than the spec's. @default - the spec's
 * @throws {PlatformError} with every error of the spec, its overrides and its lock.
 */
export async function preparePlatform(file: string, delivery?: DeliveryKind): Promise<DrawnPlatform> {
  const drawn = await drawPlatform(file, delivery);
  const findings = [...drawn.findings, ...drawn.lockFindings];
  if (findings.some(({ level }) => level === 'error')) throw new PlatformError(findings);
  return { ...drawn, findings };
}
