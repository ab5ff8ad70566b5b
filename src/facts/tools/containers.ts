import { type Environment, environmentOf } from '../environment.ts';
import { type Said, type Table, findDeed, saidBy, tableOf } from './deeds.ts';
import { effect, ofResource } from './effects.ts';
import type { Effect, Family } from './family.ts';
import { type ContainerDeed, containerDeeds } from './containers/rows.ts';
import { changesSystem } from './system/change.ts';
import { reachesHost } from './containers/privileges.ts';

const table: Table<ContainerDeed> = tableOf(containerDeeds);

/** Containers, what they keep, and virtual machines on this one. Images and networks are made again; a named volume is data. */
export const containers: Family = {
  id: 'containers',
  tools:
    `docker podman nerdctl finch docker-compose podman-compose docker-machine limactl colima orb orbctl multipass vagrant
    lxc incus virsh vboxmanage wsl machinectl skopeo crane regctl hub-tool ctr crictl buildah vmrun prlctl qm pct utmctl tart`.split(
      /\s+/,
    ),
  read: (run) => {
    const said = saidBy(run, { takes: TAKES, clusters: false });
    if (said === null) return [];
    const row = findDeed(table, composed(said));
    return [...(row ? [effectOf(row, said)] : []), ...reachesHost(composed(said))];
  },
  names: (run) => {
    const said = saidBy(run, { takes: TAKES, clusters: false });
    const [verb = '', target = ''] = said?.options.words ?? [];
    return { verb, target, context: said?.options.value(...CONTEXT) ?? '' };
  },
};

const CONTEXT = ['-H', '--host', '--context', '--connection'];
/** Not `-f`, `-v` and `-t`: in front of `rm` and `down` they take nothing. */
const TAKES =
  `-H --host --context --connection -p --project-name --profile --env-file --project-directory --config --log-level --file
  --time --timeout --filter --name --volume --mount -e --env -w -u --network --entrypoint`.split(/\s+/);

/** `docker-compose down` is `docker compose down`. */
function composed(said: Said): Said {
  if (!/^(?:docker|podman|nerdctl)-compose$/.test(said.run.tool)) return said;
  return {
    ...said,
    run: { ...said.run, tool: 'docker' },
    words: `compose ${said.words}`,
    line: `compose ${said.line}`,
  };
}

function effectOf(row: ContainerDeed, said: Said): Effect {
  const { because, remedy = '', certainty = 'certain', technology = 'docker' } = row;
  const environment = placeOf(said);
  const subject = subjectOf(said);
  const why = { technology, subject, because, remedy, certainty };
  if (row.kind === 'release.publish')
    return effect(row.kind, why, { ecosystem: 'container', action: 'publish', reversible: true });
  if (row.kind === 'stop') return changesSystem({ ...why, how: 'service', environment, critical: true });
  const { type = 'container', stateful = 'unknown', critical = false } = row;
  return ofResource(row.kind, { ...why, type, stateful, critical, environment });
}

function subjectOf({ run, options }: Said): string {
  return [run.tool, ...options.words].join(' ').slice(0, 80);
}

/** The engine of this machine is a developer's own, unless something names another. */
function placeOf(said: Said): Environment {
  const { run, options } = said;
  const engine = options.value(...CONTEXT) ?? run.env['DOCKER_HOST'] ?? run.env['DOCKER_CONTEXT'] ?? '';
  const far =
    engine !== '' && !/^(?:unix:|npipe:|default$|desktop-linux$|colima|orbstack|rootless|rancher-desktop)/.test(engine);
  const machines = run.through.filter(({ kind }) => kind === 'remote').map(({ at }) => at);
  const given = environmentOf(engine, ...machines, ...projectOf(said), ...options.words.slice(2));
  if (given !== 'unknown') return given;
  return far || machines.length > 0 ? 'unknown' : 'dev';
}

/** `compose -f docker-compose.test.yml`, `-p shop_test`. */
function projectOf({ options, line }: Said): readonly string[] {
  const named = options.values('--file', '-p', '--project-name', '--profile', '--env-file');
  const files = [...line.matchAll(/(?:^|\s)-f[ =]?(\S{1,300}\.ya?ml)/g)].map((match) => match[1] ?? '');
  return [...named, ...files].map((one) => one.replace(/^.*\//, ''));
}
