import { ApiObject, App } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  ProtectedRoute,
  type ProtectedRouteProps,
  type SecretProps,
  type WayIn,
} from '../../../constructs/access/index.ts';
import { type KubernetesObject, WaveChart } from '../../../constructs/core/index.ts';

/** A way in without a platform around it; `told` gathers what it is told. */
export function wayIn(told: { listeners: string[]; callbacks: string[]; secrets: SecretProps[] } = nothing()): WayIn {
  return {
    gateway: {
      name: 'plinth',
      namespace: 'plinth-gateway',
      className: 'plinth',
      proxyNamespace: 'envoy-gateway-system',
      proxyLabels: { proxy: 'yes' },
    },
    signIn: {
      issuer: 'https://idp.example.org',
      keys: 'https://idp.example.org/keys',
      clientId: 'plinth',
      clientEntry: 'sign-in-client',
      scopes: ['email'],
      groupsClaim: 'groups',
      usernameClaim: 'email',
      groupsPrefix: 'oidc:',
      admins: ['platform'],
    },
    host: (part) => `${part}.ml.example.org`,
    members: ({ groups }) => groups,
    listener: (host) => {
      told.listeners.push(host);
      return 'domain';
    },
    handsBackTo: (address) => {
      told.callbacks.push(address);
    },
    secret: (_scope, _id, props) => {
      told.secrets.push(props);
      return props.name;
    },
  };
}

/** Nothing told yet. */
export function nothing() {
  return { listeners: [] as string[], callbacks: [] as string[], secrets: [] as SecretProps[] };
}

/** The objects that a construct makes. */
export function objectsIn(make: (chart: Construct) => unknown): KubernetesObject[] {
  const chart = new WaveChart(new App(), 'chart', { wave: 'platform', room: 'access', platform: 'lab' });
  make(chart);
  return chart.node
    .findAll()
    .filter((each): each is ApiObject => each instanceof ApiObject)
    .map((object) => object.toJson() as KubernetesObject);
}

/** A route to MLflow of a team, with something changed, and its objects. */
export function routeObjects(change: Partial<ProtectedRouteProps> = {}): KubernetesObject[] {
  const props: ProtectedRouteProps = {
    access: wayIn(),
    name: 'mlflow-vision',
    namespace: 'vision',
    host: 'mlflow-vision.ml.example.org',
    backend: { service: 'mlflow', port: 80, podPort: 5000, podLabels: { app: 'mlflow' } },
    audience: 'people',
    groups: ['vision'],
    ...change,
  };
  return objectsIn((chart) => new ProtectedRoute(chart, 'route', props));
}
