import { stackFindings } from '../../../stacks/stack-findings.ts';
import { type Check, type CheckLine, found, ok } from '../check.ts';
import { projectOf } from '../pulumi-project.ts';

/** What `pulumi up` would refuse before it registers anything; the same rules. */
export const stack: Check = {
  name: 'stack',
  look: (patient): readonly CheckLine[] => {
    const { facts, findings, lockFindings, platform, spec } = patient;
    const builds = spec.delivery.kind === 'pulumi' || projectOf(patient) !== undefined;
    const target = stackFindings({ facts, platform, spec, deletion: 'protected' }, builds ? 'all' : 'infrastructure');
    const all = [...findings, ...(builds || spec.delivery.kind === 'plain' ? lockFindings : []), ...target];
    if (all.length === 0) return [ok('platform', 'nothing stands in its way')];
    return all.map((finding) => found(finding.at, finding));
  },
};
