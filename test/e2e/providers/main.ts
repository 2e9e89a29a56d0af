import { CloudStandIn } from './cloud.ts';
import { KubernetesStandIn } from './kubernetes.ts';
import { sdkOf } from './sdk.ts';
import { serve } from './serve.ts';

/** `node main.ts <package>`: the provider plugin of that package, as far as tests need it. */
const name = process.argv[2] ?? '';
const sdk = sdkOf(name);
await serve(name === 'kubernetes' ? new KubernetesStandIn() : new CloudStandIn(name, sdk), sdk.version);
