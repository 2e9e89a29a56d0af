import type { MatchCondition } from '../imports/kubernetes.gen.ts';

/**
 * Requests of people and of what runs in the namespace; not those of controllers, which only carry out what somebody asked for:
 * service accounts of other namespaces. What a controller makes is looked at in what it makes it from.
 */
export const NOT_A_CONTROLLER: MatchCondition = {
  name: 'not-a-controller',
  expression:
    "!(request.userInfo.?groups.orValue([]).exists(g, g == 'system:serviceaccounts') && !request.userInfo.?groups.orValue([]).exists(g, g == 'system:serviceaccounts:' + request.namespace))",
};

/** Requests of anybody but the administrators of the cluster itself, who bring the platform's own objects by hand. */
export const NOT_AN_ADMINISTRATOR: MatchCondition = {
  name: 'not-an-administrator',
  expression: "!request.userInfo.?groups.orValue([]).exists(g, g == 'system:masters')",
};
