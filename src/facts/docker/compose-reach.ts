import type { Observation } from '../analyzer.ts';
import { textAt, textsOf, childOf } from '../pipelines/yaml-view.ts';
import { lineOf, type Service } from './compose-file.ts';
import { exposed, widened } from './compose-states.ts';
import { keeperOf } from './databases.ts';

/** From where a service can be reached, and what it can reach, more than before. `old` is null for a new one. */
export function widenedReach(old: Service | null, service: Service): readonly Observation[] {
  return [
    ...openedPorts(old, service),
    ...hostNetwork(old, service),
    ...privileges(old, service),
    ...withoutPassword(old, service),
  ];
}

/** Databases, queues, consoles and shells: nobody on the internet has business there. */
const SENSITIVE =
  /^(21|22|23|25|111|135|139|389|445|1433|1521|2049|2375|2376|2379|2380|3306|3389|4369|5005|5432|5601|5672|5900|5984|6379|6443|7000|7474|7687|8086|8123|8500|8529|9000|9042|9092|9200|9229|9300|10250|11211|15672|19530|26257|27017|28015|50000)$/;

function openedPorts(old: Service | null, service: Service): readonly Observation[] {
  const opened = service.ports.filter(
    ({ target, world }) => world && old?.ports.some((one) => one.target === target && one.world) !== true,
  );
  return opened.flatMap(({ target, line }) => {
    const keeper = keeperOf(service.image);
    const sensitive = SENSITIVE.test(target) || (keeper !== null && keeper.family !== '' && keeper.family !== 'store');
    const wasLocal = old?.ports.some((one) => one.target === target) === true;
    // a new ordinary service, or one more port of it, is what a compose file is for
    if (!sensitive && !wasLocal) return [];
    const told = {
      type: 'service',
      name: service.name,
      line,
      certainty: old === null ? ('possible' as const) : sensitive ? ('certain' as const) : ('likely' as const),
      because: `port ${target} of ${service.name} is open on every address of the machine${wasLocal ? ', before only on one' : ''}; docker opens the firewall for it`,
      remedy: `ports: ["127.0.0.1:${target}:${target}"]`,
    };
    return [exposed(service, told, target, { world: true, sensitive: sensitive || !/^(80|443)$/.test(target) })];
  });
}

function hostNetwork(old: Service | null, service: Service): readonly Observation[] {
  const isHost = (one: Service | null): boolean => textAt(one?.node, 'network_mode') === 'host';
  if (!isHost(service) || isHost(old)) return [];
  const because = `${service.name} shares the network of the machine: every port it opens is open there`;
  const told = {
    type: 'service',
    name: service.name,
    line: lineOf(service, 'network_mode'),
    certainty: old ? ('certain' as const) : ('likely' as const),
    because,
  };
  return [exposed(service, told, 'all', { world: 'unknown', sensitive: true })];
}

type Power = {
  readonly what: string;
  readonly key: string;
  readonly how: 'admin' | 'privilege';
  readonly because: string;
  readonly certainty?: 'likely' | 'possible';
};

function privileges(old: Service | null, service: Service): readonly Observation[] {
  const known = new Set((old ? powersOf(old) : []).map(({ what }) => what));
  const gained = powersOf(service).filter(({ what }) => !known.has(what));
  const lost = old ? dropped(old, service) : [];
  return [...gained, ...lost].map(({ key, how, because, certainty, what }) =>
    widened(
      service,
      {
        type: 'service',
        name: `${service.name}: ${what}`,
        line: lineOf(service, key),
        certainty: certainty ?? 'certain',
        because,
      },
      how,
    ),
  );
}

const CAPABILITIES =
  /^(CAP_)?(ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|SYS_RAWIO|DAC_READ_SEARCH|BPF|NET_ADMIN|DAC_OVERRIDE)$/i;
const SOCKET = /(^|\/)(docker|containerd|podman|crio)(\/\w+)?\.sock$|docker_engine$/;
const HOST_FOLDER =
  /^\/(|etc|root|proc|sys|dev|boot|var|var\/lib|var\/run|run|usr|home|var\/lib\/(docker|kubelet))\/?$/;

function powersOf(service: Service): readonly Power[] {
  const { node, name } = service;
  const capabilities = textsOf(childOf(node, 'cap_add')).flatMap((one): Power[] =>
    CAPABILITIES.test(one)
      ? [
          {
            what: one.toUpperCase(),
            key: 'cap_add',
            how: 'privilege',
            because: `${name} has the capability ${one}`,
            ...(/NET_ADMIN|OVERRIDE/i.test(one) ? { certainty: 'likely' as const } : {}),
          },
        ]
      : [],
  );
  const options = textsOf(childOf(node, 'security_opt')).flatMap((one): Power[] =>
    /unconfined|label[:=]disable|systempaths=unconfined/.test(one)
      ? [
          {
            what: one,
            key: 'security_opt',
            how: 'privilege',
            because: `${name} runs without a part of its walls: ${one}`,
          },
        ]
      : [],
  );
  const shares = ['pid', 'ipc', 'userns_mode', 'cgroup', 'uts'].flatMap((key): Power[] =>
    textAt(node, key) === 'host'
      ? [{ what: `${key}: host`, key, how: 'privilege', because: `${name} shares the ${key} of the machine` }]
      : [],
  );
  const privileged: Power[] =
    textAt(node, 'privileged') === 'true'
      ? [
          {
            what: 'privileged',
            key: 'privileged',
            how: 'admin',
            because: `${name} may do on the machine whatever root may: privileged`,
          },
        ]
      : [];
  return [...mountPowers(service), ...capabilities, ...options, ...shares, ...privileged];
}

function mountPowers({ mounts, name }: Service): readonly Power[] {
  return mounts.flatMap(({ kind, source, readOnly }): Power[] => {
    if (SOCKET.test(source))
      return [
        {
          what: 'docker.sock',
          key: 'volumes',
          how: 'admin',
          because: `${name} can start any container as root on the machine: it holds the socket ${source}`,
        },
      ];
    if (kind !== 'bind' || !HOST_FOLDER.test(source)) return [];
    const because = `${name} sees the folder ${source} of the machine`;
    return [
      { what: `host ${source}`, key: 'volumes', how: 'admin', because, certainty: readOnly ? 'possible' : 'likely' },
    ];
  });
}

/** Walls that stood before. */
function dropped(old: Service, service: Service): readonly Power[] {
  const { name } = service;
  const user = [textAt(old.node, 'user'), textAt(service.node, 'user')];
  const isRoot = (one: string | null | undefined): boolean => /^(root|0)(:|$)/.test(one ?? '');
  const asRoot: Power[] =
    (user[0] ?? null) !== null && !isRoot(user[0]) && (user[1] === null || isRoot(user[1]))
      ? [
          {
            what: 'user',
            key: 'user',
            how: 'privilege',
            because: `${name} ran as ${user[0] ?? ''} and now ${user[1] === null ? "as the image's own user, often root" : 'as root'}`,
            certainty: 'likely',
          },
        ]
      : [];
  const had = (key: string, word: RegExp): boolean =>
    textsOf(childOf(old.node, key)).some((one) => word.test(one)) &&
    !textsOf(childOf(service.node, key)).some((one) => word.test(one));
  const walls: Power[] = [
    ...(had('security_opt', /no-new-privileges/)
      ? [
          {
            what: 'no-new-privileges',
            key: 'security_opt',
            how: 'privilege' as const,
            because: `${name} may gain privileges: no-new-privileges is gone`,
            certainty: 'likely' as const,
          },
        ]
      : []),
    ...(had('cap_drop', /^all$/i)
      ? [
          {
            what: 'cap_drop',
            key: 'cap_drop',
            how: 'privilege' as const,
            because: `${name} keeps the capabilities it dropped before`,
            certainty: 'likely' as const,
          },
        ]
      : []),
  ];
  return [...asRoot, ...walls];
}

const OPEN: readonly (readonly [key: RegExp, value: RegExp])[] = [
  [/^POSTGRES_HOST_AUTH_METHOD$/, /^trust$/i],
  [/^(MYSQL|MARIADB)_(ALLOW_EMPTY_(ROOT_)?PASSWORD|RANDOM_ROOT_PASSWORD_OFF)$/, /./],
  [/^ALLOW_EMPTY_PASSWORD$/, /^(yes|true|1)$/i],
  [/^(xpack\.security\.enabled|plugins\.security\.enabled)$/, /^false$/i],
  [
    /^(DISABLE_SECURITY_PLUGIN|GF_AUTH_ANONYMOUS_ENABLED|ALLOW_ANONYMOUS_LOGIN|AUTHENTICATION_DISABLED)$/,
    /^(yes|true|1)$/i,
  ],
  [/^NEO4J_AUTH$/, /^none$/i],
  [/^(REQUIRE_AUTH|AUTH_ENABLED|DOCKER_INFLUXDB_AUTH_ENABLED|INFLUXDB_HTTP_AUTH_ENABLED)$/, /^(no|false|0)$/i],
];

function withoutPassword(old: Service | null, service: Service): readonly Observation[] {
  return [...service.environment].flatMap(([key, { value, line }]) => {
    const isOpen = (text: string | undefined): boolean =>
      text !== undefined && OPEN.some(([name, word]) => name.test(key) && word.test(text));
    if (!isOpen(value) || isOpen(old?.environment.get(key)?.value)) return [];
    const because = `${service.name} lets in whoever asks, without a password: ${key}=${value}`;
    return [
      widened(
        service,
        { type: 'service', name: `${service.name}: ${key}`, line, certainty: old ? 'certain' : 'possible', because },
        'public',
      ),
    ];
  });
}
