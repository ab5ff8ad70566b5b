import type { Question } from '../../review/vendors/reviewer.ts';
import { sha256 } from '../../system/files.ts';

/** By what a question is asked, apart from what it is about: the system text and the schema of the answer. */
export function promptHash({ system, schema, schemaName }: Pick<Question, 'system' | 'schema' | 'schemaName'>): string {
  return sha256(JSON.stringify([system, schemaName, schema]));
}
