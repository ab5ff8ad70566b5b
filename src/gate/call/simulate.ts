import { existsSync } from 'node:fs';
import { agents } from '../../agents/index.ts';
import { readTranscript } from '../../agents/transcripts.ts';
import type { Use } from '../../model/call.ts';
import { isRefusal, type Level } from '../../model/level.ts';
import { redact } from '../../model/redact.ts';
import type { Io } from '../../system/io.ts';
import { judgeCall } from './judge-call.ts';

/** What today's rules say of one use of a tool in a past session. */
export type SimulatedUse = {
  readonly line: number;
  readonly at: string | null;
  readonly agent: string;
  readonly tool: string;
  /** First line of what it would have done, without secrets. */
  readonly what: string;
  readonly level: Level;
  readonly rules: readonly string[];
  readonly say: string;
};

export type Simulation = {
  readonly lines: number;
  /** Lines that are no JSON, and uses whose payload no agent would send. */
  readonly unread: number;
  /** Uses that can change or reveal something; the rest only looks. */
  readonly judged: readonly SimulatedUse[];
  readonly onlyLooked: number;
};

/**
 * Every use of a tool in a session's transcript against the rules in force here and now. Edits meet the files as they are today:
 * a text that is no longer there is replaced by nothing.
 */
export async function simulate(text: string, io: Io): Promise<Simulation> {
  const transcript = readTranscript(text);
  const judged: SimulatedUse[] = [];
  let unread = transcript.unread;
  let onlyLooked = 0;
  for (const { agent: id, line, at, payload } of transcript.uses) {
    const agent = agents.find((one) => one.id === id);
    const event = agent?.host === undefined ? null : readOrNull(() => agent.host?.read(payload, null) ?? null);
    if (agent === undefined || event === null) unread++;
    else if (event.uses.length === 0) onlyLooked++;
    else {
      // the folder of that day may be gone: then it is judged where we stand
      const cwd = event.cwd !== null && existsSync(event.cwd) ? event.cwd : io.cwd;
      const caller = { cwd, env: io.env, now: io.now, tell: () => undefined, isGone: () => true };
      const { verdict } = await judgeCall(agent, { ...event, cwd }, caller);
      const first = verdict.rulings.find(({ level }) => level === verdict.level);
      judged.push({
        line,
        at,
        agent: id,
        tool: event.tool ?? '',
        what: event.uses.map(nameUse).join('; '),
        level: verdict.level,
        rules: [
          ...new Set(
            verdict.rulings.filter(({ level }) => isRefusal(level) || level === 'warn').map(({ rule }) => rule),
          ),
        ],
        say: first?.say ?? '',
      });
    }
  }
  return { lines: transcript.lines, unread, judged, onlyLooked };
}

function readOrNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null; // counted as unread, and said
  }
}

function nameUse(use: Use): string {
  switch (use.kind) {
    case 'command':
      return redact(use.text.split('\n')[0] ?? '');
    case 'patch':
      return 'a patch';
    case 'move':
      return `${use.path} to ${use.to}`;
    case 'tool':
      return `${use.server} ${use.tool}`.trim();
    case 'write':
    case 'replace':
    case 'notebook':
    case 'delete':
    case 'read':
      return `${use.kind} ${use.path}`;
  }
}
