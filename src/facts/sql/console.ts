import type { Dialect, SqlConsequence } from './consequence.ts';
import { consequencesOfSql } from './consequences.ts';
import type { Token } from './scan.ts';
import { statementsOf } from './statements.ts';
import { tokenize } from './token.ts';
import { hasWords, wordAt } from './words.ts';

/** What a statement does that is nothing in a migration, but something where a server hears it. */
export type ConsoleAct = {
  readonly kind: 'program' | 'session' | 'sessions' | 'shutdown' | 'account' | 'backup' | 'revoke';
  readonly name: string;
  readonly because: string;
};
export type ConsoleReading = {
  readonly consequences: readonly SqlConsequence[];
  readonly acts: readonly ConsoleAct[];
};

/** SQL that is typed at a server and runs at once, with the commands of the client around it. */
export function readConsole(sql: string, dialect: Dialect): ConsoleReading {
  const { consequences } = consequencesOfSql(sql, { dialect });
  const statements = statementsOf(tokenize(sql, dialect), dialect);
  const acts = statements.flatMap(({ tokens, routine }) => (routine ? [] : actsOf(tokens)));
  return { consequences, acts: [...acts, ...clientCommands(sql)] };
}

function actsOf(tokens: readonly Token[]): readonly ConsoleAct[] {
  return [...(VERBS.get(wordAt(tokens, 0))?.(tokens) ?? []), ...callsOf(tokens)];
}

type Read = (tokens: readonly Token[]) => readonly ConsoleAct[];
const VERBS: ReadonlyMap<string, Read> = new Map(
  Object.entries<Read>({
    drop: account,
    copy: (tokens) => {
      const at = tokens.findIndex(({ lower }) => lower === 'program');
      return at === -1 ? [] : [act('program', 'COPY … PROGRAM', 'the server runs a program of its machine')];
    },
    shutdown: () => [act('shutdown', 'SHUTDOWN', 'the database stops for everybody')],
    kill: () => [act('session', 'KILL', 'a session of somebody is ended')],
    revoke: () => [act('revoke', 'REVOKE', 'whoever worked with that right is refused from now on')],
    reset: (tokens) =>
      /^(?:master|slave|replica|binary)$/.test(wordAt(tokens, 1))
        ? [
            act(
              'backup',
              `RESET ${wordAt(tokens, 1).toUpperCase()}`,
              'the log that replicas and restores need is deleted',
            ),
          ]
        : [],
    purge: (tokens) =>
      /^(?:binary|master)$/.test(wordAt(tokens, 1))
        ? [act('backup', 'PURGE LOGS', 'the log that replicas and restores need is deleted')]
        : [],
    stop: (tokens) =>
      /^(?:slave|replica|group_replication)$/.test(wordAt(tokens, 1))
        ? [act('backup', 'STOP REPLICA', 'the copy no longer follows')]
        : [],
  }),
);

function account(tokens: readonly Token[]): readonly ConsoleAct[] {
  if (!/^(?:role|user|login)$/.test(wordAt(tokens, 1))) return [];
  const at = hasWords(tokens, 2, 'if', 'exists') ? 4 : 2;
  const name = tokens[at]?.text ?? 'a role';
  return [act('account', name, 'whoever signs in with it is shut out, and its password cannot be read back')];
}

/** Functions and procedures that reach out of the database, wherever in a statement they are called. */
function callsOf(tokens: readonly Token[]): readonly ConsoleAct[] {
  return tokens.flatMap(({ lower, text, kind }, at): readonly ConsoleAct[] => {
    if (kind === 'string') return [];
    const name = lower === '' ? text.toLowerCase() : lower;
    if (PROGRAMS.test(name)) return [act('program', name, 'the server runs a program of its machine')];
    if (name !== 'pg_terminate_backend' || wordAt(tokens, at + 1) !== '(') return [];
    const one = tokens[at + 2]?.kind === 'number';
    return [act(one ? 'session' : 'sessions', name, one ? 'a session is ended' : 'sessions of others are ended')];
  });
}

const PROGRAMS = /^(?:xp_cmdshell|sp_oacreate|xp_regwrite|sys_exec|sys_eval|dbms_scheduler|load_extension)$/;

function act(kind: ConsoleAct['kind'], name: string, because: string): ConsoleAct {
  return { kind, name, because };
}

/** `\! rm -rf /` of psql and mysql, `.shell` of sqlite: what follows is no SQL. */
function clientCommands(sql: string): readonly ConsoleAct[] {
  return [...sql.matchAll(/^[ \t]*(\\!|\.shell|\.system|system|!!)[ \t]+(\S{1,60})/gm)].map((match) =>
    act('program', `${match[1] ?? ''} ${match[2] ?? ''}`, 'the client runs a program of this machine'),
  );
}
