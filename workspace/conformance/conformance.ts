import { stringify } from 'yaml';
import { plinthVersion } from '../plinth-version.ts';
import type { Scene } from '../score/scene.ts';
import { CHECKLIST, CHECKLIST_VERSION } from './checklist.ts';
import { CHECKLIST_SECTIONS, type ChecklistItem, type ConformanceStatus } from './item.ts';

/** One item of the checklist, filled in. */
export interface FilledItem {
  readonly id: string;
  readonly level: 'MUST' | 'SHOULD';
  readonly status: ConformanceStatus;
  /** Objects of the rendered platform, and tests that ran the same with real controllers. */
  readonly evidence: readonly string[];
  /** What it asks for, what is missing, and what only hardware can show. */
  readonly notes: string;
}

/** The checklist, filled in from a rendered platform. */
export interface Conformance {
  readonly version: string;
  readonly sections: Readonly<Record<string, readonly FilledItem[]>>;
  /** Items that must be shown and are not. */
  readonly missing: readonly FilledItem[];
}

/** Fills the CNCF Kubernetes AI conformance checklist in from a rendered platform. Pure. */
export function conformance(scene: Scene): Conformance {
  const filled = CHECKLIST.map((item) => ({ section: item.section, item: fill(item, scene) }));
  const sections = Object.fromEntries(
    CHECKLIST_SECTIONS.map((section) => [
      section,
      filled.filter((each) => each.section === section).map(({ item }) => item),
    ]),
  );
  const missing = filled
    .map(({ item }) => item)
    .filter(({ level, status }) => level === 'MUST' && status !== 'Implemented' && status !== 'N/A');
  return { version: CHECKLIST_VERSION, sections, missing };
}

function fill({ asks, id, level, needsHardware, show, tests }: ChecklistItem, scene: Scene): FilledItem {
  const { gap, objects, status } = show(scene);
  const notes = [
    `Asked: ${asks}.`,
    ...(gap === undefined ? [] : [`${status === 'N/A' ? 'Does not apply' : 'Missing'}: ${gap}.`]),
    ...(needsHardware === undefined ? [] : [`Only accelerators can show ${needsHardware}.`]),
  ];
  // What is not there was not run here either.
  const ran = status === 'Not Implemented' || status === 'N/A' ? [] : tests;
  return {
    id,
    level,
    status,
    evidence: [...objects, ...ran.map(({ file, name }) => `${file}: ${name}`)],
    notes: notes.join(' '),
  };
}

/** The filled checklist in the form in which products hand it in. @param scene - the platform that it was filled in from */
export function conformanceYaml({ sections, version }: Conformance, { spec }: Scene): string {
  const { environment, name } = spec.metadata;
  return stringify(
    {
      metadata: {
        kubernetesVersion: version,
        platformName: `${name} (Plinth on ${spec.target.kind})`,
        platformVersion: plinthVersion(),
        description: `Environment ${environment}, Kubernetes ${spec.target.kubernetes}; filled in from the rendered platform, without accelerators`,
      },
      spec: sections,
    },
    { lineWidth: 0 },
  );
}
