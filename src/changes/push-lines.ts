import type { Oid } from '../model/change.ts';

/** One line that git hands to pre-push, zero ids already null. */
export type PushLine = {
  /** What was typed; null for a deletion. */
  readonly local: string | null;
  readonly after: Oid | null;
  readonly ref: string;
  readonly before: Oid | null;
};

/**
 *     refs/heads/main <oid> refs/heads/main <oid>\n        (delete) 000… refs/heads/old <oid>\n
 *     :/two words <oid> refs/heads/x 000…\n
 *
 * Parsed from the right: the local ref is what was typed and may hold spaces, a ref name and an id cannot.
 * A line that was cut off is an error: half a push must not be taken for all of it.
 */
export function parsePushLines(stdin: Buffer): readonly PushLine[] {
  return linesOf(stdin).map((line) => {
    const [, local, after, ref, before] = PUSH.exec(line) ?? [];
    if (local === undefined || ref === undefined || after?.length !== before?.length) throw malformed('pre-push', line);
    return { local: local === '(delete)' ? null : local, after: oidOrNull(after), ref, before: oidOrNull(before) };
  });
}

/** What a server hands to pre-receive: `<old> <new> <ref>`. */
export function parseReceiveLines(stdin: Buffer): readonly PushLine[] {
  return linesOf(stdin).map((line) => {
    const [, before, after, ref] = RECEIVE.exec(line) ?? [];
    if (ref === undefined || after?.length !== before?.length) throw malformed('pre-receive', line);
    return { local: null, after: oidOrNull(after), ref, before: oidOrNull(before) };
  });
}

export function branchName(ref: string): string | null {
  return ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : null;
}

const PUSH = /^(.*) ([0-9a-f]{40}|[0-9a-f]{64}) (\S+) ([0-9a-f]{40}|[0-9a-f]{64})$/s;
const RECEIVE = /^([0-9a-f]{40}|[0-9a-f]{64}) ([0-9a-f]{40}|[0-9a-f]{64}) (\S+)$/;

/** Up-to-date and rejected pushes hand over nothing: then there is nothing to judge. */
function linesOf(stdin: Buffer): readonly string[] {
  return stdin
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** SHA-1 and SHA-256 write "no object" with their own length of zeros. */
function oidOrNull(oid: string | undefined): Oid | null {
  return oid === undefined || /^0+$/.test(oid) ? null : oid;
}

function malformed(hook: string, line: string): Error {
  return new Error(`read what git hands to ${hook}: not a complete line: ${JSON.stringify(line.slice(0, 200))}`);
}
