import { type Config, type Output, RunError } from '@pulumi/pulumi';
import type { BmcCredentials, ManagementConnection } from '../stacks/management-connection.ts';

/** Credentials by machine, as somebody wrote them. */
type Written = Readonly<Record<string, Partial<BmcCredentials> | undefined>>;

/**
 * Way to the cluster that makes the machines, and to the machines' own controllers.
 *
 * @throws {RunError} if the credentials are not an object; what was written is not repeated, because it is secret.
 */
export async function managementOf(config: Config): Promise<ManagementConnection> {
  const written = secretObject(config);
  return {
    kubeconfig: config.getSecret('managementKubeconfig'),
    context: config.get('managementContext'),
    credentials: written === undefined ? undefined : await byMachine(written),
  };
}

function secretObject(config: Config): Output<Written> | undefined {
  try {
    return config.getSecretObject<Written>('bmcCredentials');
  } catch {
    throw new RunError(
      'STACK_BMC_FORM at plinth:bmcCredentials: it is not an object of machines; write each with pulumi config set --secret --path \'plinth:bmcCredentials["NAME"].password\'',
    );
  }
}

/** The machines are no secret, and findings have to know them before anything is registered. */
async function byMachine(written: Output<Written>): Promise<ReadonlyMap<string, Output<BmcCredentials>>> {
  const names = await new Promise<readonly string[]>((resolve) => {
    written.apply((all) => resolve(Object.keys(all).filter((name) => isWhole(all[name]))));
  });
  const of = (name: string) =>
    written.apply(
      (all): BmcCredentials => ({ username: `${all[name]?.username}`, password: `${all[name]?.password}` }),
    );
  return new Map(names.map((name) => [name, of(name)]));
}

function isWhole(credentials: Partial<BmcCredentials> | undefined): boolean {
  return typeof credentials?.username === 'string' && typeof credentials.password === 'string';
}
