import type { Path } from '../../model/change.ts';
import type { Dialect } from './consequence.ts';

/** Said by the folder or file name, then by what stands beside the migrations, then by words no other dialect has. */
export function dialectOf(path: Path, text: string, lock = ''): Dialect {
  return ofWords(path.toLowerCase()) ?? ofProvider(lock) ?? ofText(text) ?? 'unknown';
}

const PATHS: readonly (readonly [Dialect, RegExp])[] = [
  [
    'postgresql',
    /(?:^|[/._-])(?:postgres(?:ql)?|pgsql|pg|psql|supabase|cockroach(?:db)?|timescale(?:db)?|redshift|greenplum)(?:$|[/._-])/,
  ],
  ['mysql', /(?:^|[/._-])(?:mysql\d?|mariadb|tidb|oceanbase|singlestore|planetscale)(?:$|[/._-])/],
  ['sqlite', /(?:^|[/._-])(?:sqlite\d?|d1|libsql|turso)(?:$|[/._-])/],
  ['mssql', /(?:^|[/._-])(?:mssql|sqlserver|sql-server|sql_server|tsql)(?:$|[/._-])/],
  ['oracle', /(?:^|[/._-])(?:oracle|plsql)(?:$|[/._-])/],
];

function ofWords(path: string): Dialect | null {
  return PATHS.find(([, pattern]) => pattern.test(path))?.[0] ?? null;
}

const PROVIDERS: Readonly<Record<string, Dialect>> = {
  postgresql: 'postgresql',
  cockroachdb: 'postgresql',
  mysql: 'mysql',
  sqlite: 'sqlite',
  sqlserver: 'mssql',
};

/** `provider = "postgresql"` of Prisma's migration_lock.toml. */
function ofProvider(lock: string): Dialect | null {
  const provider = /^[ \t]*provider[ \t]*=[ \t]*"(\w+)"/m.exec(lock)?.[1] ?? '';
  return PROVIDERS[provider] ?? null;
}

const WORDS: readonly (readonly [Dialect, RegExp])[] = [
  [
    'mysql',
    /\bENGINE\s*=|\bAUTO_INCREMENT\b|^[ \t]*DELIMITER\s|`\w+`|\bUNSIGNED\b|\/\*!\d{5}|\bFOREIGN_KEY_CHECKS\b/im,
  ],
  [
    'mssql',
    /^[ \t]*GO[ \t]*;?[ \t]*\r?$|\[dbo\]|\bdbo\.|\bNVARCHAR\s*\(|\bIDENTITY\s*\(\s*\d|\bsp_rename\b|\bOBJECT_ID\s*\(|\bUNIQUEIDENTIFIER\b|\bDATETIME2\b|\bCLUSTERED\b/im,
  ],
  ['oracle', /\bVARCHAR2\s*\(|\bNUMBER\s*\(\s*\d|\bEXECUTE\s+IMMEDIATE\b|\bPURGE\s*;|\bDBMS_\w+\.|^\/[ \t]*\r?$/im],
  [
    'postgresql',
    /::\s*"?[a-z_]|\$\$|\b(?:BIG|SMALL)?SERIAL\b|\bTIMESTAMPTZ\b|\bJSONB\b|\bCONCURRENTLY\b|\bplpgsql\b|\bTIMESTAMP\(3\)|\bALTER COLUMN "?\w+"? (?:SET DATA )?TYPE\b|\bDOUBLE PRECISION\b|\bCREATE EXTENSION\b|\bBYTEA\b|\bAS ENUM\b/i,
  ],
  ['sqlite', /\bPRAGMA\s+\w|\bAUTOINCREMENT\b|\bWITHOUT\s+ROWID\b/i],
];

/** Of a large file the beginning tells. Comments and strings are looked at as well: a wrong hint costs little. */
function ofText(text: string): Dialect | null {
  const start = text.slice(0, 60_000);
  return WORDS.find(([, pattern]) => pattern.test(start))?.[0] ?? null;
}
