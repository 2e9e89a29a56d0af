import type { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import type { VerificationSpec } from '../../spec/verification.ts';
import { type AddOn, type KubernetesObject, PlatformNamespace, Room, type RoomProps } from '../core/index.ts';
import type { TeamSpace } from '../tenancy/index.ts';
import { burnGate } from './burn-gate.ts';
import { JudgePlace } from './judge-place.ts';
import { EndpointArms, RolloutArms } from './release-arms.ts';
import { RolloutJudge } from './rollout-judge.ts';
import {
  type ArgoRolloutsValues,
  argoRolloutsValues,
  ROLLOUTS_DEPLOYMENT,
  ROLLOUTS_NAMESPACE,
} from './rollouts-values.ts';
import { RolloutRoles, TeamRollouts } from './team-rollouts.ts';

/** What verification is given. */
export interface VerificationProps extends RoomProps {
  /** What the spec says about it. */
  readonly verification: VerificationSpec;
  /** Teams and their namespaces. */
  readonly spaces: readonly TeamSpace[];
}

/** Verification: releases that are judged by evidence. */
export class Verification extends Room {
  /** Argo Rollouts. @default - no Rollout is judged */
  public readonly rollouts: AddOn<ArgoRolloutsValues> | undefined;
  /** What stops a change of the platform while a promise is being broken, for the delivery to run before a wave. @default - nothing does */
  public readonly gate: KubernetesObject | undefined;
  readonly #props: VerificationProps;

  public constructor(scope: Construct, props: VerificationProps) {
    super(scope, 'verification', props);
    this.#props = props;
    const { facts, spec, verification } = props;
    const { kubernetes } = spec.target;
    this.gate = burnGate(verification);
    new JudgePlace(this.in('operators'), 'judges', { kubernetes, network: facts.network });
    const judged = verification.releases.filter(({ kind }) => kind === 'rollout').map(({ team }) => team);
    this.rollouts = judged.length === 0 ? undefined : this.#rollouts(new Set(judged));
    for (const release of verification.releases) {
      if (release.kind === 'rollout') {
        new RolloutJudge(this.for(release.team), `judge-${release.name}`, release, verification.image);
        new RolloutArms(this.for(release.team), `arms-${release.name}`, release);
        continue;
      }
      const endpoint = spec.serving?.endpoints.find(
        ({ name, team }) => team === release.team && name === release.endpoint,
      );
      if (endpoint === undefined) throw new Error(`bug: there is no endpoint ${release.team}/${release.endpoint}`);
      const { kind } = endpoint;
      new EndpointArms(this.for(release.team), `arms-of-${release.endpoint}`, release, {
        kind,
        namespaces: this.#of(release.team),
      });
    }
  }

  #of(team: string): readonly string[] {
    const space = this.#props.spaces.find((each) => each.team.name === team);
    return space?.namespaces.map(({ name }) => name) ?? [];
  }

  #rollouts(teams: ReadonlySet<string>): AddOn<ArgoRolloutsValues> {
    const { spaces, spec } = this.#props;
    const namespace = new PlatformNamespace(this.in('operators'), 'rollouts-namespace', {
      name: ROLLOUTS_NAMESPACE,
      kubernetes: spec.target.kubernetes,
    }).name;
    new RolloutRoles(this.in('platform'), 'rollout-roles');
    for (const { team } of spaces) if (teams.has(team.name)) new TeamRollouts(this.for(team.name), 'rollouts', team);
    return this.install<ArgoRolloutsValues>({
      component: components['argo-rollouts'],
      namespace,
      values: argoRolloutsValues(),
      ready: [{ kind: 'Deployment', name: ROLLOUTS_DEPLOYMENT }],
    });
  }
}
