export {
  type BuildOptions,
  type BuildProgress,
  type BuiltEngine,
  buildEngines,
  buildPrograms,
} from './engine-build.ts';
export { cacheFolder, engineBinary, engineFile } from './engine-cache.ts';
export {
  ENGINE_GROUPS,
  type Engine,
  type EngineGroup,
  type EngineName,
  engine,
  engines,
  LINUX_ARCHITECTURES,
  type LinuxArchitecture,
} from './engine-catalog.ts';
export { EngineError, type EngineProblem } from './engine-error.ts';
export { engineGroups } from './engine-groups.ts';
