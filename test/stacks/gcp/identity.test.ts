import { beforeAll, describe, expect, test } from 'vitest';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { factsOf } from '../target-sample.ts';
import { onGcp } from './gcp-sample.ts';

const GRANT = 'gcp:storage/bucketIAMMember:BucketIAMMember';
const BUCKET = factsOf(onGcp()).teams[0]?.bucket?.name;
const PRINCIPALS =
  'principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/atlas-prod.svc.id.goog';

describe('identities on Google Cloud', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(onGcp());
  });

  test('let a team’s pods read and write its own bucket, as themselves', () => {
    const grants = allOf(run, GRANT).map(({ inputs }) => inputs);
    const member = `${PRINCIPALS}/subject/ns/vision/sa/team`;
    expect(grants).toEqual([
      { bucket: BUCKET, role: 'roles/storage.objectUser', member },
      { bucket: BUCKET, role: 'roles/storage.bucketViewer', member },
    ]);
  });

  test('are known to Google only once the cluster is there', () => {
    const cluster = the(run, 'gcp:container/cluster:Cluster');
    for (const grant of allOf(run, GRANT)) expect(before(run, grant)).toContain(cluster.urn);
  });

  test('serve the fabric namespace of a team too, and no other team’s', async () => {
    const input = onGcp();
    const [vision] = input.teams;
    const teams = [
      { ...vision, fabric: 'allowed' as const },
      { ...vision, name: 'speech' },
    ] as typeof input.teams;
    const grants = allOf(await stackOf({ ...input, teams }), GRANT).map(
      ({ inputs }) => `${String(inputs['bucket']).split('-')[2]} ${String(inputs['member']).split('/ns/')[1]}`,
    );
    expect([...new Set(grants)].sort()).toEqual([
      'speech speech/sa/team',
      'vision vision-fabric/sa/team',
      'vision vision/sa/team',
    ]);
  });

  test('serve the namespace of a team’s experiments, and the database there that is backed up', async () => {
    const input = {
      ...onGcp(),
      access: {
        domain: 'ml.example.org',
        signIn: { kind: 'oidc' as const, issuer: 'https://idp.example.org/realms/ml' },
      },
      registry: { hosts: { external: 'registry.example.org', internal: 'registry.atlas.internal' } },
    };
    const members = allOf(await stackOf(input), GRANT).map(
      ({ inputs }) => `${String(inputs['member']).split('/ns/')[1]}`,
    );
    expect([...new Set(members)].filter((each) => each.startsWith('vision')).sort()).toEqual([
      'vision-tracking/sa/mlflow-database',
      'vision-tracking/sa/team',
      'vision/sa/team',
    ]);
  });

  test('of machines are one account that reports and pulls images, and nothing else', () => {
    expect(the(run, 'gcp:serviceaccount/account:Account').inputs).toMatchObject({ accountId: 'atlas-prod-node' });
    const roles = allOf(run, 'gcp:projects/iAMMember:IAMMember').map(({ inputs }) => inputs);
    expect(roles.map(({ role }) => role)).toEqual([
      'roles/container.defaultNodeServiceAccount',
      'roles/artifactregistry.reader',
    ]);
    for (const { member } of roles) expect(member).toBe('serviceAccount:node@atlas-prod.example.org');
  });
});
