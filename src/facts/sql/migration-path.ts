import type { Path } from '../../model/change.ts';
import { baseName, folderOf } from '../path.ts';

/** What a .sql file is for, as its path tells. */
export type SqlRole = 'migration' | 'repeatable' | 'down' | 'seed' | 'query' | 'schema' | 'script';

export function sqlRoleOf(path: Path): SqlRole {
  const lower = path.toLowerCase();
  const name = baseName(path);
  if (isDown(lower, name)) return 'down';
  if (/(?:^|\/)seed(?:s|ers|ing)?\/[^/]+$/.test(lower)) return 'seed';
  if (/^R__.*\.sql$/.test(name)) return 'repeatable';
  // before the word "seed" in a name: a migration runs, whatever it is called
  if (isMigration(lower, name)) return 'migration';
  return OTHERS.find(([, pattern]) => pattern.test(lower))?.[0] ?? 'script';
}

const OTHERS: readonly (readonly [SqlRole, RegExp])[] = [
  ['seed', /(?:^|[/_.-])seed(?:s|ers|ing)?(?:[/_.-]|\d)/],
  ['query', /(?:^|\/)(?:queries|query|reports|analytics|models|macros|snapshots|analyses)\//],
  ['schema', /(?:^|[/_.-])(?:schemas?|structure|tables)(?:[/_.-])|(?:^|\/)(?:ddl|dump|init|baseline)[^/]*\.sql$/],
];

/** What undoes a migration runs only when somebody asks for it. */
function isDown(lower: string, name: string): boolean {
  return (
    /(?:^|[._/-])(?:down|undo|rollback)\.(?:\w+\.)?sql$/.test(lower) ||
    /\.(?:down|undo|rollback)\.\w+$/.test(lower) ||
    /^U\d[\w.]*__.*\.sql$/.test(name) ||
    /(?:^|\/)(?:downs?|undo|rollbacks?|revert|verify)\/[^/]+\.sql$/.test(lower)
  );
}

function isMigration(lower: string, name: string): boolean {
  return FOLDERS.test(lower) || /^[VB]\d[\w.]*__.*\.sql$/i.test(name) || NUMBERED.test(lower);
}

const FOLDERS =
  /(?:^|\/)(?:migrations?|migrate|[\w-]*[_-]migrations?|migrations?[_-][\w-]*|flyway|liquibase|changelogs?|changesets?|drizzle|sqitch|evolutions)\//;
/** A number alone is no migration: `reports/2024_sales.sql`. */
const NUMBERED =
  /(?:^|\/)(?:db|sql|databases?|patches|updates?|upgrades?|versions?)\/(?:[^/]+\/)?\d{3,14}[_-][^/]*\.sql$|(?:^|\/)(?:[^/]*\.up|up|migration)\.sql$/;

/** The folder all migrations of a history stand under: `prisma/migrations` for `prisma/migrations/1_init/migration.sql`. */
export function historyOf(path: Path): Path {
  const folder = folderOf(path);
  return /(?:^|\/)(?:migration|up)\.sql$/i.test(path) ? folderOf(folder) : folder;
}

/** `V2` before `V10`, `0001` before `0002`. */
export function isEarlier(a: Path, b: Path): boolean {
  return sortable(a) < sortable(b);
}

function sortable(path: Path): string {
  return path.replaceAll(/\d{1,20}/g, (digits) => digits.padStart(20, '0'));
}

/** What a migration tool knows it by: its file name, or its folder where all files are called the same. */
export function identityOf(path: Path): string {
  const name = baseName(path);
  return /^(?:migration|up)\.sql$/i.test(name) ? baseName(folderOf(path)) : name;
}
