import type { Edit } from '../../model/change.ts';
import { isRecord } from '../../model/json.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';

export type Json = Readonly<Record<string, unknown>>;

/** The one file of the inlet. Null: no JSON object, which the reader of the other sort says as well and one of them must. */
export function planOf(edit: Edit, { files }: AnalyzerInput): Json | null {
  const content = files.get(edit.path)?.after;
  if (content?.kind !== 'text') return null;
  try {
    const raw: unknown = JSON.parse(content.text.replace(/^\uFEFF/, ''));
    return isRecord(raw) ? raw : null;
  } catch {
    return null;
  }
}

export function listOf(raw: unknown): readonly Json[] {
  return Array.isArray(raw) ? raw.filter(isRecord) : [];
}

export function textOf(raw: unknown): string {
  return typeof raw === 'string' ? raw : '';
}

export function notAPlan(edit: Edit, why: string): Observation {
  return { kind: 'unreadable', subject: edit.path, edit, range: null, attributes: { what: 'plan', why } };
}
