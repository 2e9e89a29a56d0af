import { environmentProgram } from './environment-program.ts';

/** The program of every environment: `main` in `Pulumi.yaml`. Pulumi's runner takes a program's default export, and nothing beside it. */
export default environmentProgram();
