import type { Change } from '../model/change.ts';
import type { Git } from '../system/git.ts';
import type { InletContext } from './context.ts';
import { landingChange } from './landing.ts';
import { findProtected } from './protected.ts';
import { parseReceiveLines } from './push-lines.ts';
import type { Repository } from './repository.ts';

/**
 * pre-receive on a server: its refs are what is there already, and they have not moved yet. The new objects are in git's
 * quarantine, which only the variables of the hook's environment make visible (githooks(5)).
 */
export async function receiveChange(
  git: Git,
  repository: Repository,
  context: InletContext,
  receive: { readonly stdin: Buffer },
): Promise<Change> {
  const lines = parseReceiveLines(receive.stdin);
  const refs = (await git.text(['for-each-ref', '--format=%(objectname) %(refname)'])).split('\n');
  const here = refs.flatMap((line) => {
    const [oid, name] = line.split(' ');
    return oid === undefined || name === undefined ? [] : [{ tracking: name, there: name, oid }];
  });
  const change = await landingChange(git, repository, context, {
    inlet: 'receive',
    lines,
    known: [...here.map(({ oid }) => oid), ...context.since],
    seen: here,
    guarded: findProtected(repository, context.protected),
  });
  // whether the pusher had seen what they replace is not told to a server
  return { ...change, refs: change.refs.map((ref) => ({ ...ref, lease: 'unknown' as const })) };
}
