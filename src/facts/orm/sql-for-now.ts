import type { Grammars } from '../../model/syntax.ts';
import type { Dialect, SqlConsequence } from '../sql/consequence.ts';
export function consequencesOfSql(
  sql: string,
  _o: { dialect: Dialect; grammars: Grammars },
): {
  consequences: readonly SqlConsequence[];
  unread: readonly { line: number; why: string }[];
  creates: readonly string[];
} {
  const m = /drop\s+table\s+(?:if exists )?(\w+)/i.exec(sql);
  const d = /delete\s+from\s+(\w+)\s*;?\s*$/i.exec(sql);
  return {
    consequences: [
      ...(m
        ? [
            {
              kind: 'data.drop',
              object: 'table',
              name: m[1] ?? '',
              line: 1,
              certainty: 'certain',
              because: 'sql',
              remedy: '',
            } as const,
          ]
        : []),
      ...(d
        ? [
            {
              kind: 'data.delete-all',
              object: 'row',
              name: d[1] ?? '',
              line: 1,
              certainty: 'certain',
              because: 'sql',
              remedy: '',
            } as const,
          ]
        : []),
    ],
    unread: [],
    creates: [...sql.matchAll(/create\s+table\s+(\w+)/gi)].map((x) => x[1] ?? ''),
  };
}
