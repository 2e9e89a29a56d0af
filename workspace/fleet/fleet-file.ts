import { PlatformError } from '../../spec/finding.ts';
import { readSource } from '../../spec/source-file.ts';
import { fileBytes } from '../file-bytes.ts';
import { isProgram } from '../platform-file.ts';
import { fleetAddress, isFleetContent } from './fleet-address.ts';

/** Whether a file that the user named is a fleet. A file that cannot be read is none: who reads it next says why. */
export async function isFleet(file: string): Promise<boolean> {
  if (isProgram(file) || fleetAddress(file) !== undefined) return false;
  try {
    return isFleetContent(readSource(file, await fileBytes(file)).content);
  } catch (error) {
    if (error instanceof PlatformError) return false;
    throw error;
  }
}
