import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Oid } from '../model/change.ts';
import { isRecord } from '../model/json.ts';
import { isRefusal } from '../model/level.ts';
import type { Ruling, Verdict } from '../model/verdict.ts';
import { draftOf } from '../system/files.ts';
import type { Gate } from './open.ts';

/** What `approve` must know to name exactly this: kept beside the repository, since the log holds no blob ids. */
export type Refusal = {
  readonly id: string;
  readonly repo: string;
  readonly rule: string;
  readonly kind: string;
  readonly subject: string;
  readonly before: Oid | null;
  readonly after: Oid | null;
  readonly say: string;
  readonly at: number;
};

const MOST = 500;

export function refusalsOf(rulings: readonly Ruling[], repo: string, at: number): readonly Refusal[] {
  return rulings
    .filter((ruling) => isRefusal(ruling.level))
    .map(({ id, rule, say, fact }) => ({
      id,
      repo,
      rule,
      kind: fact.kind,
      subject: fact.subject,
      ...fact.evidence,
      say,
      at,
    }));
}

export async function keepRefusals(gate: Gate, verdict: Verdict): Promise<void> {
  const fresh = refusalsOf(verdict.rulings, verdict.repo, verdict.at);
  const kept = new Map([...(await readRefusals(gate)), ...fresh].map((refusal) => [refusal.id, refusal]));
  const file = await gate.repository.gitPath('guardrail/refused.json');
  try {
    await mkdir(dirname(file), { recursive: true });
    const draft = draftOf(file);
    await writeFile(draft, JSON.stringify([...kept.values()].slice(-MOST)));
    await rename(draft, file);
  } catch {
    // a read-only .git: `approve` then judges the change once more instead of reading this
  }
}

export async function readRefusals(gate: Gate): Promise<readonly Refusal[]> {
  const file = await gate.repository.gitPath('guardrail/refused.json');
  try {
    const raw: unknown = JSON.parse(await readFile(file, 'utf8'));
    return Array.isArray(raw) ? raw.filter(isRefusalRecord) : [];
  } catch {
    return []; // none yet, or cut off while writing: judged once more where it is needed
  }
}

function isRefusalRecord(value: unknown): value is Refusal {
  if (!isRecord(value)) return false;
  const isText = (key: string): boolean => typeof value[key] === 'string';
  const isOid = (key: string): boolean => value[key] === null || isText(key);
  return (
    ['id', 'repo', 'rule', 'kind', 'subject', 'say'].every(isText) &&
    isOid('before') &&
    isOid('after') &&
    typeof value['at'] === 'number'
  );
}
