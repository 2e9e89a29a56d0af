import { Construct } from 'constructs';
import type { LanguageEndpoint } from '../../spec/language-server-size.ts';
import { CALLER_HEADER } from '../access/index.ts';
import { AIGatewayRoute, type AIGatewayRouteRule } from '../imports/envoy-ai-gateway.gen.ts';
import { BackendTrafficPolicy } from '../imports/envoy-gateway.gen.ts';
import type { EndpointDoor } from './endpoint-door.ts';
import { headerMatches, parentOf, type RouteRule } from './endpoint-route.ts';
import type { LlmServer } from './llm-server.ts';
import { revisionName } from './revision.ts';
import type { ServingPlace } from './serving-place.ts';

/** Header in which Envoy AI Gateway puts the `model` of a request's body. */
const MODEL_HEADER = 'x-ai-eg-model';
/** Key under which it counts the tokens of an answer and its prompt. */
const TOKENS = 'plinth_tokens';
/** Where it keeps what it counted. */
const COUNTED = 'io.envoy.ai_gateway';
/** Longest that a streamed answer may take. */
const LONGEST = '1800s';

/** What a language endpoint's route is made from. */
export interface LanguageRouteProps {
  /** Where it runs. */
  readonly place: ServingPlace;
  /** Namespace of its servers. */
  readonly namespace: string;
  /** The endpoint. */
  readonly endpoint: LanguageEndpoint;
  /** Name of the route, its host, and the keys that open it. */
  readonly door: EndpointDoor;
  /** Its rules. */
  readonly rules: readonly RouteRule<LlmServer>[];
}

/**
 * The route of a language endpoint: OpenAI's paths, by the model that the body names.
 *
 * A rule with one revision goes to its group of pods, where the picker chooses. Envoy AI Gateway 1.0 takes one group for
 * a rule and no weights between groups: while two revisions share requests by weight, their pods take turns instead, and
 * each can be asked through its picker by its number.
 */
export class LanguageRoute extends Construct {
  readonly #props: LanguageRouteProps;

  public constructor(scope: Construct, id: string, props: LanguageRouteProps) {
    super(scope, id);
    this.#props = props;
    const { door, endpoint, namespace, place, rules } = props;
    const { tokensPerMinute } = endpoint;
    new AIGatewayRoute(this, 'route', {
      metadata: { name: door.name, namespace },
      spec: {
        parentRefs: [parentOf(place, door.host)],
        hostnames: [door.host],
        rules: rules.map((rule) => this.#rule(rule)),
        ...(tokensPerMinute === undefined
          ? {}
          : { llmRequestCosts: [{ metadataKey: TOKENS, type: 'TotalToken' as const }] }),
      },
    });
    if (tokensPerMinute !== undefined) this.#budget(tokensPerMinute);
  }

  #rule({ headers, to }: RouteRule<LlmServer>): AIGatewayRouteRule {
    const { endpoint, place } = this.#props;
    return {
      matches: [{ headers: headerMatches({ [MODEL_HEADER]: endpoint.name, ...headers }) }],
      backendRefs: to.map(({ served, weight }) =>
        to.length === 1
          ? { group: 'inference.networking.k8s.io', kind: 'InferencePool', name: served.server.pool }
          : { name: revisionName(endpoint, served.revision), weight },
      ),
      modelsOwnedBy: place.team.name,
      timeouts: { request: LONGEST },
    };
  }

  /** Counts answers when they are written: the request that goes over the budget is still answered, the next is not. */
  #budget(tokensPerMinute: number): void {
    const { door, endpoint, namespace } = this.#props;
    new BackendTrafficPolicy(this, 'budget', {
      metadata: { name: door.name, namespace },
      spec: {
        targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: door.name }],
        rateLimit: {
          type: 'Global',
          global: {
            rules: [
              {
                // With tokens only one team may call an endpoint that is not public: it has the whole budget.
                ...(endpoint.public || door.keys !== undefined
                  ? { clientSelectors: [{ headers: [{ name: CALLER_HEADER, type: 'Distinct' as const }] }] }
                  : {}),
                limit: { requests: tokensPerMinute, unit: 'Minute' },
                cost: {
                  request: { from: 'Number', number: 0 },
                  response: { from: 'Metadata', metadata: { namespace: COUNTED, key: TOKENS } },
                },
              },
            ],
          },
        },
      },
    });
  }
}
