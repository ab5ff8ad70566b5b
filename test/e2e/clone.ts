import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { copyInto } from '../helpers/copies.ts';
import { CLI, guardrail, guardrailHere, seedEngine } from '../helpers/guarded.ts';
import { makeRepo, type Ran, type Repo, type Variables } from '../helpers/repo.ts';

/** A guarded clone of a bare remote, with the built hooks in it. `ana`, `agent` and `bot` type lines for `sh -e` there. */
export type Clone = {
  readonly repo: Repo;
  readonly remote: Repo;
  readonly ana: Typist;
  readonly agent: Typist;
  readonly bot: Typist;
  /** Another person's clone of the same remote, without hooks: what arrives from outside. */
  readonly elsewhere: (line: string) => Promise<Ran>;
  /** Every line typed so far, for who must hear nothing. */
  readonly typed: readonly Typed[];
};
export type Typist = (line: string, env?: Variables) => Promise<Ran>;
export type Typed = { readonly who: 'ana' | 'agent' | 'bot'; readonly line: string; readonly ran: Ran };

/** Installed once; every test works in a copy, so that none sees another's. */
export type Template = {
  readonly copy: () => Promise<Clone>;
  readonly home: string;
  /** Hooks that a daemon has answered; where there is none, 0. */
  readonly answered: () => Promise<number>;
  readonly remove: () => Promise<void>;
};
/** `daemon`: hooks ask one, as they do on a machine where somebody works. Else each hook is a process of its own. */
export type Judges = 'processes' | 'daemon';

export const AGENT: Variables = { CLAUDECODE: '1' };
const BOT: Variables = {
  GIT_AUTHOR_NAME: 'renovate[bot]',
  GIT_AUTHOR_EMAIL: '29139614+renovate[bot]@users.noreply.github.com',
  GIT_COMMITTER_NAME: 'renovate[bot]',
  GIT_COMMITTER_EMAIL: '29139614+renovate[bot]@users.noreply.github.com',
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'user.name',
  GIT_CONFIG_VALUE_0: 'renovate[bot]',
  GIT_CONFIG_KEY_1: 'user.email',
  GIT_CONFIG_VALUE_1: '29139614+renovate[bot]@users.noreply.github.com',
};

export async function makeTemplate(
  files: Readonly<Record<string, string>>,
  init: readonly string[] = [],
  judges: Judges = 'processes',
): Promise<Template> {
  const repo = await makeRepo(...init);
  const folder = join(repo.root, '..');
  const remote = join(folder, 'remote.git');
  await repo.git('init', '--quiet', '--bare', ...init, remote);
  await repo.git('remote', 'add', 'origin', '../remote.git');
  await repo.git('config', 'push.default', 'current');
  await repo.git('config', 'advice.detachedHead', 'false');
  await repo.commit('Open the shop', files);
  await repo.git('push', '--quiet', 'origin', 'main');
  await repo.git('remote', 'set-head', 'origin', 'main');
  await seedEngine(repo);
  const installed = await guardrail(repo, ['init', '--yes']);
  if (installed.code !== 0) throw new Error(`${CLI} init: exit ${installed.code}: ${installed.stderr}`);
  const daemon = async (verb: string): Promise<Ran> => guardrailHere(repo, ['daemon', verb, '--json']);
  if (judges === 'daemon') {
    const started = await guardrail(repo, ['daemon', 'start']);
    if (started.code !== 0) throw new Error(`${CLI} daemon start: exit ${started.code}: ${started.stderr}`);
  }
  let copies = 0;
  const copy = async (): Promise<Clone> => {
    const place = join(folder, `copy-${++copies}`);
    await mkdir(place);
    await copyInto(repo.root, join(place, 'work'));
    await copyInto(remote, join(place, 'remote.git'));
    const seen = { repo: repo.in(join(place, 'work')), remote: repo.in(join(place, 'remote.git')) };
    return openClone(seen, join(place, 'elsewhere'), { GUARDRAIL_DAEMON: judges === 'daemon' ? 'on' : 'off' });
  };
  return {
    copy,
    home: repo.env['HOME'] ?? '',
    answered: async () =>
      (JSON.parse((await daemon('status')).stdout.toString()) as { requests?: number }).requests ?? 0,
    remove: async () => {
      if (judges === 'daemon') await daemon('stop');
      await repo.remove();
    },
  };
}

type Seen = { readonly repo: Repo; readonly remote: Repo };

function openClone({ repo, remote }: Seen, other: string, asked: Variables): Clone {
  const typed: Typed[] = [];
  const type =
    (who: Typed['who'], mark: Variables): Typist =>
    async (line, env = {}) => {
      const ran = await repo.run('sh', ['-e', '-c', line], { env: { ...asked, ...mark, ...env } });
      typed.push({ who, line, ran });
      return ran;
    };
  const li = {
    GIT_AUTHOR_NAME: 'Li',
    GIT_AUTHOR_EMAIL: 'li@shop.example',
    GIT_COMMITTER_NAME: 'Li',
    GIT_COMMITTER_EMAIL: 'li@shop.example',
  };
  return {
    repo,
    remote,
    ana: type('ana', {}),
    agent: type('agent', AGENT),
    bot: type('bot', BOT),
    typed,
    elsewhere: async (line) => {
      const start = `[ -d '${other}' ] || git clone --quiet ../remote.git '${other}'; cd '${other}'; git fetch --quiet origin;`;
      const ran = await repo.run('sh', ['-e', '-c', `${start} ${line}`], { env: li });
      if (ran.code !== 0) throw new Error(`elsewhere: ${line}: ${ran.stderr}`);
      return ran;
    },
  };
}
