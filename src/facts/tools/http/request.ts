import { deedOf } from '../service/read.ts';
import { bared, gone, held, stopped, type Act, type Deed } from '../service/service.ts';
import { findVerb } from '../service/verb.ts';

/** One request of HTTP, as far as its command tells. */
export type Request = { readonly method: string; readonly address: string; readonly body: string };

/** What a request destroys. Reading harms nothing; writing is for the service to judge unless it says what it does. */
export function requested({ method, address, body }: Request): readonly Act[] {
  const { host, path } = parted(address);
  const name = `${host}${path}`;
  const said = method.toUpperCase();
  if (said === 'DELETE') return [{ deed: deletion(host, path), name }];
  if (/^(GET|HEAD|OPTIONS)?$/.test(said)) return [];
  if (/^(PURGE|BAN)$/.test(said)) return [{ deed: gone('cache', { critical: false, because: 'is emptied' }), name }];
  const graph = isGraph(path, body) ? mutation(body) : null;
  if (graph !== null) return [{ deed: graph, name }];
  const row = ACTS.find(([pattern]) => pattern.test(path));
  if (row) return [{ deed: row[1], name }];
  return settings(said, path, body, name);
}

function isGraph(path: string, body: string): boolean {
  return /graphql/i.test(path) || /(query|mutation)\\?"?\s*[:=]/.test(body.slice(0, 200));
}

function mutation(body: string): Deed | null {
  const [whole = '', , object = ''] = MUTATION.exec(body.slice(0, 20_000)) ?? [];
  if (whole === '' || /(reaction|label|comment)/i.test(object)) return null;
  return { ...deedOf(object, 'delete'), because: `is deleted (${whole.slice(0, 60)})` };
}

const MUTATION = /\b(delete|destroy|remove|purge|archive|terminate|drop|disable)([A-Z]\w{2,60})\b/;

/** Everything between two slashes, without what would be a secret. */
export function parted(address: string): { readonly host: string; readonly path: string } {
  const bare = address
    .replace(/^['"]|['"]$/g, '')
    .replace(/^[a-z+]{2,10}:\/\//i, '')
    .replace(/[?#].*$/s, '');
  const slash = bare.indexOf('/');
  const host = (slash === -1 ? bare : bare.slice(0, slash)).replace(/^[^@]*@/, '');
  return { host, path: slash === -1 ? '' : bare.slice(slash).slice(0, 500) };
}

/** Ports of programs that a developer starts and stops all day. */
const OWN_SERVER =
  /^(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|::1)?:(3\d{3}|4000|4200|4321|5000|5173|5174|8000|8080|8081|8787|8888|1234|1337)$/;
/** Paths by which services that are operated, not developed, are known. */
const KNOWN_SERVICE =
  /^\/(api\/)?(datasources|dashboards|folders|orgs|admin|annotations|alert|alerting|alert-notifications|v1\/namespaces|v1\/provisioning|v4\/|v2\/(segments|flags|projects|environments|members|webhooks)|teams|serviceaccounts|library-elements|snapshots|playlists|queues|exchanges|vhosts|bindings|permissions|policies)\b|^\/(job|computer|view|credentials|services|routes|consumers|plugins|upstreams|targets|certificates|snis|apis|indexes|indices|keys|subjects|connectors|topics|collections|v1\/(kv|catalog|agent|acl|sys|secret|auth|schema)|controlplane|organizations)\b/;

/** A deletion: by the path, what it is, and how sure we are that somebody else needs it. */
function deletion(host: string, path: string): Deed {
  const nouns = path
    .split('/')
    .filter((part) => part !== '' && !/^(api|rest|v\d+(beta\d*|alpha\d*)?|admin|_doc|data)$/i.test(part))
    .map((part) => part.slice(0, 60));
  const isSearch = /:9[23]00$|:7700$|:6333$|:8983$|elastic|opensearch|meili|algolia|es\.|typesense/i.test(host);
  // a sort and one of it: `/users/7`
  const sort =
    nouns.length > 1 && nouns.length % 2 === 0
      ? (nouns.at(-2) ?? '')
      : (nouns.findLast((part) => /^[a-z_-]{3,}$/i.test(part)) ?? nouns.at(-1) ?? 'resource');
  const one = /\/(_doc|documents)\/[^/]+$/.test(path);
  const base = one ? gone('document') : isSearch ? held('index') : deedOf(sort, 'delete');
  const fleeting = base.critical === false ? { critical: 'unknown' as const } : {};
  if (OWN_SERVER.test(host) && !KNOWN_SERVICE.test(path) && !isSearch)
    return { ...base, certainty: 'possible', because: 'is deleted by a server on this machine' };
  return { ...base, ...fleeting, because: 'is deleted by a request' };
}

/** Paths that say themselves what they do. */
const ACTS: readonly (readonly [RegExp, Deed])[] = [
  [/\/_delete_by_query\b/, held('documents', { because: 'are deleted where they match' })],
  [
    /\/documents\/delete(-batch|-by-query)?\b|\/(delete-batch|clear|deleteByQuery|delete_by|points\/delete|truncate|empty)$/,
    held('documents', { because: 'are deleted' }),
  ],
  [/\/_(close|shutdown|freeze)\b|\/_cluster\/nodes\/[^/]+\/_shutdown|\/-\/quit$/, stopped('service')],
  [/\/api\/v1\/admin\/tsdb\/(delete_series|clean_tombstones)\b/, held('series')],
  [/\/_snapshot\/[^/]+\/[^/]+\/_restore\b/, held('index', { because: 'is overwritten by a copy' })],
  [
    /\/(doDelete|doKill|doDisconnect|toggleOffline|doWipeOutWorkspace|disable|safeRestart|restart|exit|safeExit|quietDown)\/?$/,
    held('job', { because: 'is deleted or switched off' }),
  ],
  [/\/(cancel|close|stop|suspend|pause|deactivate)\/?$/, stopped('resource', { certainty: 'possible' })],
  [/\/(purge_cache|cache\/purge|purge_all)\/?$/, gone('cache', { because: 'is emptied' })],
  [
    /\/(config|load)\/?$/,
    bared('configuration', 'other', { certainty: 'possible', because: 'is overwritten as a whole' }),
  ],
];

/** `POST /users/delete`, `PUT /buckets/7/purge`, and protections written off in a body. */
function settings(method: string, path: string, body: string, name: string): readonly Act[] {
  if (/"?(deletion_?protection|delete_?protection)"?\s*[:=]\s*false/i.test(body))
    return [{ deed: bared('resource', 'deletion', { because: 'may be deleted from now on' }), name }];
  if (/\/_(cluster\/settings|all\/_settings)$/.test(path) && method === 'PUT')
    return [{ deed: bared('cluster', 'other', { because: 'gets other settings', certainty: 'likely' }), name }];
  if (/\/_aliases$|\/_bulk$/.test(path) && /"(remove_index|delete)"\s*:/.test(body))
    return [{ deed: held('index'), name }];
  const words = path
    .split('/')
    .filter((part) => part !== '')
    .slice(-3);
  const verb = findVerb(words);
  // `POST /password/reset`, `/users/7/remove-tag`: only what is strong, or deletes a thing by its name
  if (
    verb === null ||
    !/^(delete|destroy|purge|terminate|wipe|drop|flush|truncate|undeploy|deprovision)$/.test(verb.verb)
  )
    return [];
  const noun = verb.noun.split(' ').at(-1) ?? '';
  return [
    {
      deed: {
        ...deedOf(noun === '' ? 'resource' : noun, verb.verb),
        because: `is deleted by a request (${verb.verb})`,
        certainty: 'likely',
      },
      name,
    },
  ];
}
