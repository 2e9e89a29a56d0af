import { fileURLToPath } from 'node:url';
import { buildPrograms } from '../../../rehearsal/engine-build.ts';
import { pinned } from '../../../rehearsal/engine-catalog.ts';
import { pythonPrograms } from '../python-programs.ts';

const folder = (name: string) => fileURLToPath(new URL(`../engines/${name}`, import.meta.url));

/** Scanners in Go, as released; for tests only, so `plinth engines list` does not offer them. */
const SCANNERS = [
  pinned({
    name: 'kubeconform',
    group: 'tools',
    folder: folder('kubeconform'),
    main: 'github.com/yannh/kubeconform/cmd/kubeconform',
    module: 'github.com/yannh/kubeconform',
    seconds: 8,
  }),
  pinned({
    name: 'kube-score',
    group: 'tools',
    folder: folder('kube-score'),
    main: 'github.com/zegl/kube-score/cmd/kube-score',
    module: 'github.com/zegl/kube-score',
    seconds: 60,
  }),
];

/** Where the scanners lie. */
export interface ScannerPrograms {
  readonly kubeconform: string;
  readonly kubeScore: string;
  /** Folder of checkov and of the Python that runs it. @default - Python or the package index is not to be had */
  readonly python?: string;
}

/** Builds and installs the scanners that are not there yet. */
export async function scannerPrograms(): Promise<ScannerPrograms> {
  const built = await buildPrograms(SCANNERS);
  const path = (name: string) => built.find((each) => each.name === name)?.path ?? '';
  const python = pythonPrograms('checkov==3.3.30');
  return {
    kubeconform: path('kubeconform'),
    kubeScore: path('kube-score'),
    ...(python === undefined ? {} : { python }),
  };
}
