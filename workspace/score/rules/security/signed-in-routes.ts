import { unprotectedRoutes } from '../../../../constructs/access/index.ts';
import { objectName } from '../../../../constructs/core/index.ts';
import { looked, type ScoreRule } from '../../rule.ts';

const WAYS_IN = /^(HTTPRoute|GRPCRoute|AIGatewayRoute|MCPRoute|TLSRoute|TCPRoute|UDPRoute|Ingress|Service)$/;

/** Whoever comes from outside says who he is. */
export const signedInRoutes: ScoreRule = {
  id: 'SECURITY_ROUTE_SIGN_IN',
  section: 'security',
  weight: 10,
  title: 'Every way in from outside passes something that asks who is calling.',
  why: 'dashboards, model servers and notebooks that anybody can call are how machine-learning platforms are broken into',
  fix: 'put a SecurityPolicy that asks for a token on the route, or take the route away',
  look: (scene) => {
    const open = new Map(unprotectedRoutes(scene.objects).map(({ because, object }) => [object, because]));
    return scene.manifests
      .filter(({ object }) => WAYS_IN.test(object.kind))
      .map((manifest) => looked(manifest, open.get(objectName(manifest.object))));
  },
};
