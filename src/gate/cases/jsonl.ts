import { isRecord } from '../../model/json.ts';
import { type Case, type CaseFiles, textFile } from './case.ts';
import { actorFrom, expectedFrom } from './words.ts';

/** `{"id"?, "command", "cwd"?, "actor"?, "files"?, "expected"}` in each line; an empty line is not a row. */
export function readRows(text: string): readonly Case[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(readRow);
}

function readRow(line: string, row: number): Case {
  let id = String(row);
  try {
    const raw: unknown = JSON.parse(line);
    if (!isRecord(raw)) throw new Error('a row must be an object');
    const given = raw['id'];
    if (typeof given === 'string' || typeof given === 'number') id = String(given);
    const command = raw['command'];
    if (typeof command !== 'string') throw new Error('"command" must be a text');
    const actor = actorFrom(raw['actor']);
    return {
      kind: 'command',
      id,
      command,
      shell: 'sh',
      cwd: cwdFrom(raw['cwd']),
      files: filesFrom(raw['files']),
      expected: expectedFrom(raw['expected'], 'expected'),
      actor,
      operator: actor,
      rule: null,
    };
  } catch (error) {
    // answered, never skipped: a case that nobody could read must not look like one that passed
    return { kind: 'unreadable', id, why: error instanceof Error ? error.message : String(error) };
  }
}

function cwdFrom(raw: unknown): string | null {
  if (raw === undefined || raw === null) return null;
  if (typeof raw !== 'string') throw new Error('"cwd" must be a text');
  return raw;
}

/** `{"deploy.sh": "terraform destroy"}` */
function filesFrom(raw: unknown): CaseFiles {
  if (raw === undefined || raw === null) return new Map();
  if (!isRecord(raw)) throw new Error('"files" must be an object of texts');
  return new Map(
    Object.entries(raw).map(([path, text]) => {
      if (typeof text !== 'string') throw new Error(`"files": ${path} must be a text`);
      return [path, textFile(text)];
    }),
  );
}
