import type { Invocation, Word } from '../shell/invocation.ts';
import { type Deed, type Said, findDeed, saidBy } from './deeds.ts';
import { ofData } from './effects.ts';
import type { Effect, Family } from './family.ts';
import { gravest, placeIn, placeOf } from './databases/place.ts';
import type { Task } from './databases/task.ts';
import { tasks } from './databases/tasks.ts';

/** Tasks of frameworks and migration tools that drop, empty or undo: `rails db:drop`, `prisma migrate reset`. */
export const frameworks: Family = {
  id: 'frameworks',
  tools: ['*'],
  read: (run) => {
    const task = programOf(run);
    if (!KNOWN.test(task.tool)) return [];
    const said = saidBy(task, { takes: TAKES, clusters: false });
    if (said === null) return [];
    const row = findDeed(tasks, said);
    return row ? [effectOf(row, said)] : [];
  },
};

const KNOWN = new RegExp(
  tasks.map(({ tools }: Deed) => (typeof tools === 'string' ? `^${tools}$` : tools.source)).join('|'),
);
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

const INTERPRETERS = /^(?:python[\d.]*|py|php[\d.]*|ruby|node|symfony|sail|java|dotnet|ddev|lando)$/;

/** `python3 manage.py flush` and `php artisan …` run the program their first word names. */
function programOf(run: Invocation): Invocation {
  if (!INTERPRETERS.test(run.tool) || run.tool === 'dotnet') return run;
  const words = run.args;
  const module = words.findIndex(({ text }) => text === '-m');
  const at = module === -1 ? words.findIndex(({ text }) => !text.startsWith('-')) : module + 1;
  const program = words[at];
  return program === undefined ? run : { ...run, tool: nameOf(program), args: words.slice(at + 1) };
}

function nameOf({ text }: Word): string {
  return text.replace(/^.*[/\\]/, '').toLowerCase();
}
