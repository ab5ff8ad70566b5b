import { environmentOf, type Environment } from '../../environment.ts';
import type { Invocation } from '../../shell/invocation.ts';

/** Where a command of a service would act. */
export type Place = { readonly environment: Environment; readonly local: boolean };

/** A cluster or a cloud that stands on this machine: it is made again in a minute, and so is what it holds. */
const LOCAL =
  /^(kind(-[\w.-]+)?|minikube|k3d(-[\w.-]+)?|docker-desktop|docker-for-desktop|rancher-desktop|colima(-[\w.-]+)?|orbstack|microk8s|k3s-local|localstack)$|localstack|localhost:4566|127\.0\.0\.1:4566/;

export function placeOf(run: Invocation, hints: readonly (string | null)[], variables: readonly string[] = []): Place {
  const told = hints.filter((hint) => hint !== null && hint !== '').map((hint) => (hint ?? '').slice(0, 300));
  const seen = variables.flatMap((name) => run.assigned[name] ?? run.env[name] ?? []).filter((one) => one !== '');
  // what is written in the command counts before what the shell happens to hold
  const all = [...told, ...run.through.map(({ at }) => at), ...seen];
  if (all.some((one) => LOCAL.test(one))) return { environment: 'dev', local: true };
  return { environment: environmentOf(...all.map(withoutHome)), local: false };
}

/** `/home/dev/.kube/prod`: the first folders say who, not where. */
function withoutHome(hint: string): string {
  return hint.replace(/^(~|\$HOME|\/(home|Users)\/[^/]+)\//, '');
}

/**
 * What the name of a host says of where it is: its last label is a domain of the internet (`.dev` is sold to everybody), and
 * `example` stands for any.
 */
export function environmentOfHost(host: string): Environment {
  const labels = host.toLowerCase().split(':')[0]?.split('.') ?? [];
  const last = labels.at(-1) ?? '';
  if (last === 'test') return 'test';
  const own = labels.slice(0, -1).filter((label) => !/^(example|sample|examples)$/.test(label));
  return environmentOf(...own.filter((label) => !/^(live|local|demo)$/.test(label)));
}
