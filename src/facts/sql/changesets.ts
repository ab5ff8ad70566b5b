import type { Dialect } from './consequence.ts';
import { sameStatements } from './same.ts';

/** `--changeset ana:7 runOnChange:true` of Liquibase's own SQL: one file holds many migrations, and grows. */
const HEAD = /^--[ \t]*changeset[ \t]+(\S{1,200})([^\n]*)$/gim;

export function isFormattedSql(text: string): boolean {
  return /^--[ \t]*liquibase[ \t]+formatted[ \t]+sql/im.test(text.slice(0, 2000));
}

/** Every change that was there still says what it said; those that may change, may. */
export function keepsChangesets(before: string, after: string, dialect: Dialect): boolean {
  const now = changesets(after);
  return [...changesets(before)].every(([id, { body, free }]) => {
    const same = now.get(id);
    return same !== undefined && (free || sameStatements(body, same.body, dialect));
  });
}

type Changeset = { readonly body: string; readonly free: boolean };

function changesets(text: string): ReadonlyMap<string, Changeset> {
  const heads = [...text.matchAll(HEAD)];
  return new Map(
    heads.map((head, at): [string, Changeset] => {
      const body = text.slice(head.index + head[0].length, heads[at + 1]?.index ?? text.length);
      return [head[1] ?? '', { body, free: /run(?:OnChange|Always):true/i.test(head[2] ?? '') }];
    }),
  );
}
