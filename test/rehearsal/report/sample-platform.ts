import type { ApplyFacts } from '../../../rehearsal/report/apply-facts.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput, PlatformSpec } from '../../../spec/platform.ts';

/** Three teams on two pools of AWS, as a user would write them. */
export const samplePlatformInput: PlatformInput = {
  apiVersion: 'plinth.dev/v1alpha1',
  kind: 'Platform',
  metadata: { name: 'atlas', environment: 'prod' },
  target: { kind: 'aws', account: '111122223333', region: 'us-east-1' },
  pools: [
    { name: 'train-h100', instance: 'p5.48xlarge', nodes: { min: 8, max: 16 } },
    { name: 'dev-l40s', instance: 'g6e.12xlarge', nodes: { min: 8, max: 12 }, capacity: { kind: 'spot' } },
  ],
  teams: [
    {
      name: 'vision',
      groups: ['oidc:vision'],
      quota: { 'train-h100': { guaranteed: 64, borrowable: 48 }, 'dev-l40s': { guaranteed: 16, borrowable: 16 } },
      budget: { usdPerMonth: 300_000 },
    },
    {
      name: 'speech',
      groups: ['oidc:speech'],
      quota: { 'train-h100': { guaranteed: 32, borrowable: 64 }, 'dev-l40s': { guaranteed: 16, borrowable: 16 } },
      budget: { usdPerMonth: 250_000 },
    },
    {
      name: 'research',
      groups: ['oidc:research'],
      quota: { 'train-h100': { guaranteed: 32, borrowable: 64 }, 'dev-l40s': { guaranteed: 16, borrowable: 32 } },
    },
  ],
  delivery: { kind: 'argocd', repository: 'https://git.example.org/atlas.git', path: 'clusters/prod' },
};

/** The same, checked and complete. */
export function sampleSpec(change: Partial<PlatformInput> = {}): PlatformSpec {
  return parsePlatform({ ...samplePlatformInput, ...change }).spec;
}

/** A platform that was accepted whole. */
export const acceptedApply: ApplyFacts = {
  objects: 214,
  accepted: 214,
  rejections: [],
  podRefusals: [],
  assumptions: [],
  warnings: [],
  rewrites: [
    { object: 'ValidatingWebhookConfiguration kueue-validating', change: 'called by URL instead of through a Service' },
    { object: 'NodePool train-h100', change: 'its node class is the simulated cloud’s' },
  ],
  standIns: ['StorageClass plinth-shared: the stack makes it (shared files of teams)'],
  controllers: [
    { name: 'kueue', ran: '0.19.2', pinned: '0.19.2' },
    { name: 'kubeflow-trainer', ran: '2.3.0', pinned: '2.3.1' },
  ],
};
