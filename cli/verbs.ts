import type { Command } from 'commander';
import { build } from './build.ts';
import { bundle } from './bundle.ts';
import { conformance } from './conformance.ts';
import { cost } from './cost.ts';
import { diff } from './diff.ts';
import { doctor } from './doctor.ts';
import { edge } from './edge.ts';
import { engines } from './engines.ts';
import { explain } from './explain.ts';
import { fleet } from './fleet.ts';
import { graph } from './graph.ts';
import { images } from './images.ts';
import { init } from './init.ts';
import { lock } from './lock.ts';
import { registry } from './registry.ts';
import { rehearse } from './rehearse.ts';
import { release } from './release.ts';
import { sbom } from './sbom.ts';
import { score } from './score.ts';
import { synth } from './synth.ts';
import { validate } from './validate.ts';
import { verify } from './verify.ts';

/** Every verb, in the order of the help. */
export const VERBS: readonly (() => Command)[] = [
  init,
  validate,
  lock,
  synth,
  diff,
  rehearse,
  release,
  edge,
  verify,
  fleet,
  explain,
  graph,
  images,
  build,
  bundle,
  cost,
  score,
  conformance,
  sbom,
  registry,
  doctor,
  engines,
];
