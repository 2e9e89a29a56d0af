/** Access: one way in for people and programs. */
export { Access, type AccessProps } from './access.ts';
export type { EnvoyGatewaySettings } from './envoy-gateway-values.ts';
export { KeyGuard, type KeyGuardProps } from './key-guard.ts';
export { ASKS_FOR_CERTIFICATES, PassedRoute, type PassedRouteProps } from './passed-route.ts';
export { type Backend, ProtectedRoute, type ProtectedRouteProps, SIGNS_IN_ITSELF } from './protected-route.ts';
export { ProxyPath, type ProxyPathProps } from './proxy-path.ts';
export {
  type AdmissionProps,
  type Audience,
  CALLER_HEADER,
  CLIENT_SECRET_KEY,
  RouteGuard,
  type RouteGuardProps,
} from './route-guard.ts';
export { type UnprotectedRoute, unprotectedRoutes } from './unprotected-routes.ts';
export type { AccessGateway, OwnIssuer, SecretProps, SignIn, WayIn } from './way-in.ts';
