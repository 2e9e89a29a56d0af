import { RELEASES_FOLDER } from '../../spec/releases-folder.ts';
import { WAVES } from '../core/index.ts';

/** Name of the step that delivers released models: after all waves. */
export const RELEASES_STEP = `${WAVES.length * 10}-${RELEASES_FOLDER}`;
