import { environmentProgram } from 'plinth/program';
import { seatEventsPart } from './licences/seat-events.ts';

/** What `pulumi up` builds: Plinth's environment, and a part of Acme's own in it. */
export default environmentProgram({ own: [seatEventsPart] });
