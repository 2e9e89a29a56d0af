import type { Component } from '../component.ts';

/** Node Readiness Controller: a node's condition becomes a taint. Its chart is not published yet; the folder holds its definition. */
export const nodeReadinessController = {
  name: 'node-readiness-controller',
  purpose: 'Keeps pods off nodes whose accelerators are said to be faulty, and takes them away from there.',
  version: '0.5.0',
  licence: 'Apache-2.0',
  homepage: 'https://node-readiness-controller.sigs.k8s.io',
  source: {
    kind: 'git',
    repository: 'https://github.com/kubernetes-sigs/node-readiness-controller',
    path: 'config/crd',
    revision: 'v0.5.0',
  },
  images: ['registry.k8s.io/node-readiness-controller/node-readiness-controller:v0.5.0'],
  upgradeNotes: ['Fields of a rule cannot be changed: a rule of another name takes its place.'],
} as const satisfies Component;
