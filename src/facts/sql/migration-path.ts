import type { Path } from '../../model/change.ts';
import { baseName, folderOf } from '../path.ts';

/** What a .sql file is for, as its path tells. */
export type SqlRole = 'migration' | 'repeatable' | 'down' | 'seed' | 'query' | 'schema' | 'script';

export function sqlRoleOf(path: Path): SqlRole {
  const lower = path.toLowerCase();
  const name = baseName(path);
  if (isDown(lower, name)) return 'down';
  if (/(?:^|[/_.-])seed(?:s|er|ers|ing)?(?:[/_.-]|\d)/.test(lower)) return 'seed';
  if (/^R__.*\.sql$/.test(name)) return 'repeatable';
  if (isMigration(lower, name)) return 'migration';
  if (/(?:^|\/)(?:queries|query|reports|analytics|models|macros|snapshots|analyses)\//.test(lower)) return 'query';
  if (/(?:^|[/_.-])(?:schemas?|structure|tables)(?:[/_.-])|(?:^|\/)(?:ddl|dump|init|baseline)[^/]*\.sql$/.test(lower))
    return 'schema';
  return 'script';
}

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
  return (
    /(?:^|\/)(?:migrations?|migrate|[\w-]*[_-]migrations?|migrations?[_-][\w-]*|flyway|liquibase|changelogs?|changesets?|drizzle|sqitch|evolutions|deploy)\//.test(
      lower,
    ) ||
    /^[VB]\d[\w.]*__.*\.sql$/i.test(name) ||
    /(?:^|\/)(?:\d{4,14}[_-][^/]*|[^/]*\.up|up|migration)\.sql$/.test(lower)
  );
}

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
