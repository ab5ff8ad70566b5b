import type { Invocation, Word } from '../shell/invocation.ts';
import { type Said, type Table, findDeed, saidBy, tableOf } from './deeds.ts';
import { ofData } from './effects.ts';
import type { Effect, Family } from './family.ts';
import { gravest, placeIn, placeOf } from './databases/place.ts';
import type { Task } from './databases/task.ts';
import { tasks } from './databases/tasks.ts';

const table: Table<Task> = tableOf(tasks);
const INTERPRETERS =
  'python python2 python3 python3.9 python3.10 python3.11 python3.12 python3.13 python3.14 py php ruby node symfony java lando'.split(
    ' ',
  );

/** Tasks of frameworks and migration tools that drop, empty or undo: `rails db:drop`, `prisma migrate reset`. */
export const frameworks: Family = {
  id: 'frameworks',
  tools: [...new Set([...table.keys(), ...INTERPRETERS])],
  read: (run) => {
    const task = programOf(run);
    if (!table.has(task.tool)) return [];
    const said = saidBy(task, { takes: TAKES, clusters: false });
    if (said === null) return [];
    const row = findDeed(table, said);
    return row ? [effectOf(row, said)] : [];
  },
};

const TAKES = [
  '-e',
  '--env',
  '--environment',
  '--settings',
  '--connection',
  '--database',
  '-d',
  '--url',
  '--config',
  '-c',
  '--schema',
  '-path',
  '-database',
];

function effectOf(row: Task, said: Said): Effect {
  const { technology, kind, object, because, certainty = 'certain' } = row;
  const { tool } = said.run;
  const modes = row.modes !== false;
  const test = /(?:^|\s)db:(?:test|[\w:]{1,40}:test)\b/.test(said.words) ? ['test'] : [];
  const flags = ['-e', '--env', '--environment', '--settings', '--connection', '--database', '-d', '--url', '--config'];
  const inline = [...test, ...said.options.values('--url', '--database-url', '-database').map(placeIn)];
  const environment = gravest(...inline, placeOf(said, flags, modes));
  const subject = `${tool} ${said.options.words.slice(0, 2).join(' ')}`.trim();
  const remedy = row.remedy ?? REMEDY;
  const more = kind === 'data.rewrite' ? { lossy: true } : {};
  return ofData(kind, { technology, subject, object, because, certainty, remedy, environment, more });
}

const REMEDY =
  'run it against a database of its own, named by its environment (RAILS_ENV=test, a DATABASE_URL that ends in _test)';

/** `python3 manage.py flush` and `php artisan …` run the program their first word names; `-d` and its likes take a word. */
function programOf(run: Invocation): Invocation {
  if (!INTERPRETERS.includes(run.tool)) return run;
  const at = run.args.findIndex(({ text }, index) => {
    const before = run.args[index - 1]?.text ?? '';
    return before === '-m' || (!text.startsWith('-') && !/^-[dWXIrJ]$/.test(before));
  });
  const program = run.args[at];
  return program === undefined ? run : { ...run, tool: nameOf(program), args: run.args.slice(at + 1) };
}

function nameOf({ text }: Word): string {
  return text.replace(/^.*[/\\]/, '').toLowerCase();
}
