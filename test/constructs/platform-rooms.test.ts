import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { Room, type RoomProps } from '../../constructs/core/index.ts';
import { ConfigMap } from '../../constructs/imports/kubernetes.gen.ts';
import type { PlatformExtension } from '../../constructs/platform.ts';
import { Queueing } from '../../constructs/queueing/index.ts';
import { renderPlatform } from '../../constructs/render.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { samplePlatform } from '../sample.ts';

class Notices extends Room {
  public constructor(platform: Construct, props: RoomProps & { readonly teams: readonly string[] }) {
    super(platform, 'notices', props);
    const text = { metadata: { name: 'notices', namespace: 'kube-public' }, data: { teams: props.teams.join(' ') } };
    new ConfigMap(this.in('platform'), 'text', text);
    this.install({
      component: {
        name: 'notice-board',
        purpose: 'Shows notices.',
        version: '1.0.0',
        licence: 'Apache-2.0',
        homepage: 'https://example.org',
        source: { kind: 'oci', repository: 'oci://registry.example.org/charts/notice-board', version: '1.0.0' },
        images: [],
        upgradeNotes: [],
      },
      namespace: 'kube-public',
      values: {},
    });
  }
}

class QuietQueueing extends Queueing {}

function rendered(extension: PlatformExtension, input: PlatformInput = samplePlatform()) {
  const { spec } = parsePlatform(input);
  return renderPlatform({ ...extension, spec, facts: targetFacts(spec) });
}

const names = ({ platform }: ReturnType<typeof rendered>) => platform.rooms.map(({ node }) => node.id);

describe('a platform with parts of its own', () => {
  const notices: PlatformExtension = {
    own: [
      (platform, props) =>
        new Notices(platform, { ...props, teams: platform.tenancy.spaces.map(({ team }) => team.name) }),
    ],
  };

  it('opens a room of its own after the others, with their typed values, and before delivery', () => {
    const made = rendered(notices);
    expect(names(made).slice(-2)).toEqual(['notices', 'delivery']);
    const text = made.manifests.find(({ room, object }) => room === 'notices' && object.kind === 'ConfigMap');
    expect(text?.object).toMatchObject({
      metadata: { name: 'notices', labels: { 'plinth.dev/room': 'notices', 'app.kubernetes.io/part-of': 'lab' } },
      data: { teams: 'vision speech' },
    });
  });

  it('delivers the add-on of such a room like any other', () => {
    const files = [...rendered(notices).platform.delivery.node.findAll()].map(({ node }) => node.path);
    expect(files.some((path) => path.includes('notice-board'))).toBe(true);
  });

  it('puts a subclass in the place of a room', () => {
    const { platform } = rendered({ rooms: { queueing: (scope, props) => new QuietQueueing(scope, props) } });
    expect(platform.queueing).toBeInstanceOf(QuietQueueing);
  });

  it('leaves out a room that no other stands on', () => {
    const input = samplePlatform({ training: { frameworks: ['torch'] } });
    expect(names(rendered({}, input))).toContain('training');
    const without = rendered({ rooms: { training: () => undefined } }, input);
    expect(names(without)).not.toContain('training');
    expect(without.platform.training).toBeUndefined();
  });

  it('does not let a room be left out that others stand on', () => {
    // @ts-expect-error queues are what training stands on
    const extension: PlatformExtension = { rooms: { queueing: () => undefined } };
    expect(extension).toBeDefined();
  });
});
