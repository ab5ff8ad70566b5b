import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Document, Entry, Node, Shipped } from '../model/document.ts';
import { isRecord } from '../model/json.ts';

/** The YAML files of a folder that guardrail ships, parsed, by their path from `prefix`. */
export async function readDocuments(folder: string, prefix: string): Promise<Shipped> {
  const names = await readdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new Error(`read the shipped ${prefix} in ${folder}`, { cause });
  });
  const { parseYaml } = await import('./yaml.ts');
  const paths = names.map((name) => name.replaceAll('\\', '/')).filter((name) => name.endsWith('.yaml'));
  const documents = paths.sort().map(async (name): Promise<Document> => {
    const text = await readFile(join(folder, name), 'utf8');
    const file = `${prefix}/${name}`;
    const parsed = parseYaml(text);
    if (parsed.kind === 'read')
      return { file, sha256: createHash('sha256').update(text).digest('hex'), root: parsed.root };
    const [first] = parsed.problems;
    throw new Error(`read ${file}: line ${first?.line ?? 1}: ${first?.message ?? 'it is broken'}`);
  });
  return { documents: await Promise.all(documents) };
}

/** What the build wrote. INVARIANT: one that cannot be read stops us; it never becomes a gate without policies. */
export function parseDocuments(file: string, raw: unknown): Shipped {
  const documents = isRecord(raw) ? raw['documents'] : null;
  if (!Array.isArray(documents) || documents.length === 0) throw damaged(file);
  return { documents: documents.map((one: unknown) => parseDocument(file, one)) };
}

function parseDocument(file: string, raw: unknown): Document {
  if (!isRecord(raw) || typeof raw['file'] !== 'string' || typeof raw['sha256'] !== 'string') throw damaged(file);
  return { file: raw['file'], sha256: raw['sha256'], root: parseNode(file, raw['root']) };
}

function parseNode(file: string, raw: unknown): Node {
  if (!isRecord(raw) || typeof raw['line'] !== 'number') throw damaged(file);
  const { kind, line, entries, items, value } = raw;
  if (kind === 'map' && Array.isArray(entries)) {
    return { kind, line, entries: entries.map((one: unknown) => parseEntry(file, one)) };
  }
  if (kind === 'list' && Array.isArray(items)) {
    return { kind, line, items: items.map((one: unknown) => parseNode(file, one)) };
  }
  if (kind !== 'value' || !isScalar(value)) throw damaged(file);
  return { kind, line, value };
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function parseEntry(file: string, raw: unknown): Entry {
  if (!isRecord(raw) || typeof raw['key'] !== 'string' || typeof raw['line'] !== 'number') throw damaged(file);
  return { key: raw['key'], line: raw['line'], value: parseNode(file, raw['value']) };
}

function damaged(file: string): Error {
  return new Error(`read ${file}: the file is damaged; install guardrail again`);
}
