import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isSameState, readState, writeState, type FileState } from '../../system/files.ts';
import type { Environment, Git, GitAnswer } from '../../system/git.ts';
import { NOTES } from '../hook-notes.ts';
import type { Layout } from './layout.ts';

export type Drill =
  | { readonly kind: 'refused' }
  /** Seen and said, but only warned: the repository's rules observe. */
  | { readonly kind: 'warned' }
  | { readonly kind: 'passed' | 'broken' | 'not now'; readonly why: string };

const FOLDER = 'guardrail-fire-drill';
/** Put together at run time, so that our own sources hold no key that a scanner could find. */
const MARKER = ['OPENSSH', 'PRIVATE', 'KEY'].join(' ');
const KEY = `-----BEGIN ${MARKER}-----\n${'b3BlbnNzaC1rZXktdjEA'.repeat(12)}\n-----END ${MARKER}-----\n`;
const FORBIDDEN = [
  ['.env', `DEPLOY_KEY="${KEY.replaceAll('\n', '\\n')}"\n`],
  ['id_rsa', KEY],
] as const;

/**
 * A forbidden change, judged as git itself would have it judged: by the pre-commit hook that git finds here, over an index and
 * objects in a temporary folder. Nothing of the user's is written, and the log is a scratch one too.
 */
export async function fireDrill(git: Git, layout: Layout, env: Environment): Promise<Drill> {
  if (layout.replaying) {
    return {
      kind: 'not now',
      why: 'a rebase, cherry-pick or revert is under way, during which commits are not judged',
    };
  }
  const scratch = await mkdtemp(join(tmpdir(), 'guardrail-drill-'));
  const top = git.at(layout.root);
  // what a judgement leaves beside the repository for the next command is the user's, not the drill's
  const left = await Promise.all([...NOTES, 'refused.json'].map((name) => keepFile(top, layout, name)));
  try {
    const variables = await stageForbidden(top, layout, scratch, env);
    const quiet = { XDG_STATE_HOME: join(scratch, 'state'), guardrail_chained: 'all', GUARDRAIL_DAEMON: 'off' }; // others may not care for a drill
    const drilled = git.at(layout.root, { ...variables, ...quiet });
    return read(await drilled.ask(['hook', 'run', 'pre-commit']));
  } finally {
    await Promise.all(left.map(putBack));
    await rm(scratch, { recursive: true, force: true });
  }
}

async function keepFile(git: Git, layout: Layout, name: string): Promise<{ path: string; state: FileState }> {
  const path = resolve(layout.root, await git.text(['rev-parse', '--git-path', `guardrail/${name}`]));
  return { path, state: await readState(path) };
}

async function putBack({ path, state }: { readonly path: string; readonly state: FileState }): Promise<void> {
  if (!isSameState(await readState(path), state)) await writeState(path, state);
}

async function stageForbidden(
  git: Git,
  layout: Layout,
  scratch: string,
  env: Environment,
): Promise<Record<string, string>> {
  const objects = join(scratch, 'objects');
  await mkdir(objects);
  const others = env['GIT_ALTERNATE_OBJECT_DIRECTORIES'];
  const variables = {
    GIT_INDEX_FILE: join(scratch, 'index'),
    GIT_OBJECT_DIRECTORY: objects,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: [join(layout.common, 'objects'), ...(others === undefined ? [] : [others])].join(
      ':',
    ),
  };
  const there = git.at(layout.root, variables);
  const born = (await there.ask(['rev-parse', '--verify', '--quiet', 'HEAD'])).code === 0;
  if (born) await there.run(['read-tree', 'HEAD']);
  for (const [path, text] of FORBIDDEN) {
    const oid = await there.text(['hash-object', '-w', '--stdin'], text);
    await there.run(['update-index', '--add', '--cacheinfo', `100644,${oid},${FOLDER}/${path}`]);
  }
  return variables;
}

function read({ code, stderr }: GitAnswer): Drill {
  const said = stderr.trim();
  const isSeen = said.includes(FOLDER); // a hook that is not there fails with 1 too
  if (isSeen && code === 1) return { kind: 'refused' };
  if (isSeen && code === 0) return { kind: 'warned' };
  if (code !== 0) return { kind: 'broken', why: said };
  return { kind: 'passed', why: 'a commit with a private key was let through without a word' };
}
