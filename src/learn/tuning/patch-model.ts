import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failureModelsInForce } from '../../gate/failure-models/in-force.ts';
import { OWN_FOLDER } from '../../gate/failure-models/find.ts';
import type { Gate } from '../../gate/open.ts';
import type { Problem } from '../../model/document.ts';
import type { FailureModel } from '../../model/failure-model.ts';
import { readFailureModel } from '../../policy/failure-models/read-model.ts';
import { absent, type FileState, sha256, textFile } from '../../system/files.ts';
import { shippedFolder } from '../../system/shipped.ts';
import { UsageError } from '../../system/usage.ts';
import { parseYaml } from '../../system/yaml.ts';
import { fileHere, type Patch } from './file-here.ts';

type Key = 'confidence' | 'blocks';
const NEW_FILE = 0o644;

/** The repository's own file of this failure model, begun as a copy of the shipped one, with one value changed. */
export async function setInModel(
  gate: Gate,
  id: string,
  key: Key,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Patch> {
  const { head } = gate.repository;
  const own = head === null ? null : { name: 'HEAD', tree: head };
  const { models } = await failureModelsInForce(gate, { landed: [], own });
  const model = models.find((one) => one.id === id);
  if (model === undefined)
    throw new UsageError(`tune: no failure model in force is called "${id}"`, 'guardrail failure-model list');
  const isOwn = model.source.file.startsWith('.guardrail/');
  const name = isOwn ? model.source.file : join(OWN_FOLDER, `${id.replace('.', '/')}.yaml`);
  const { path, current } = await fileHere(gate, name);
  const text = await textOf(model, current);
  const before = read(name, text);
  if (String(before[key]) !== from)
    throw new UsageError(
      `tune: ${key} of ${id} is ${String(before[key])} by now, not ${from}: look again`,
      'guardrail tune',
    );
  const edited = setKey(text, key, to);
  const after = read(name, edited);
  // what we would write is read back: everything else must be as it was
  const wanted = { ...before, [key]: key === 'confidence' ? Number(to) : to };
  if (said(after) !== said(wanted))
    throw new UsageError(
      `tune: ${name} is written in a way that cannot be followed; set "${key}: ${to}" in it yourself`,
      `guardrail failure-model lint ${name}`,
    );
  const isShipped = current.kind === 'file' && isAsShipped(edited, key, after, await shippedText(id), name);
  return {
    path,
    current,
    wanted: isShipped ? absent : textFile(edited, current.kind === 'file' ? current.mode : NEW_FILE),
  };
}

/** Turned back to what is shipped, a copy would only hold it at the shipped file of today. */
function isAsShipped(text: string, key: Key, model: FailureModel, shipped: string | null, name: string): boolean {
  if (shipped === null || said(read(name, shipped)) !== said(model)) return false;
  return text === shipped || text.replace(new RegExp(`^${key}:.*\\n`, 'm'), '') === shipped;
}

async function textOf({ id, source }: FailureModel, current: FileState): Promise<string> {
  if (current.kind === 'file') return current.bytes.toString('utf8');
  if (current.kind === 'link')
    throw new UsageError(`tune: ${source.file} is a link, and rules are files`, 'guardrail tune');
  const text = await shippedText(id);
  if (text === null)
    throw new UsageError(
      `tune: the cases of ${id} lie in the package of guardrail, and this copy of it has none`,
      'npx guardrail tune',
    );
  return text;
}

async function shippedText(id: string): Promise<string | null> {
  const file = join(shippedFolder('failure-models'), `${id.replace('.', '/')}.yaml`);
  return await readFile(file, 'utf8').catch(() => null);
}

function read(file: string, text: string): FailureModel {
  const problems: Problem[] = [];
  const parsed = parseYaml(text);
  if (parsed.kind === 'broken')
    throw new UsageError(
      `tune: ${file} does not parse: ${parsed.problems[0]?.message ?? ''}`,
      `guardrail failure-model lint ${file}`,
    );
  const document = { file, sha256: sha256(text), root: parsed.root };
  const model = readFailureModel(
    document,
    { file, report: (line, message) => void problems.push({ file, line, message }) },
    sha256,
  );
  const [problem] = problems;
  if (problem === undefined) return model;
  throw new UsageError(`tune: ${file}:${problem.line}: ${problem.message}`, `guardrail failure-model lint ${file}`);
}

/** All that a file says but where its lines stand, and what is made of it. */
function said({ matches: _matches, source: _source, hash: _hash, ...rest }: FailureModel): string {
  return JSON.stringify(rest);
}

/** One line of it; what is left out is said after the line that comes before it in every shipped file. */
function setKey(text: string, key: Key, to: string): string {
  const line = new RegExp(`^(${key}:[ \\t]*)[^\\s#]+`, 'm');
  if (line.test(text)) return text.replace(line, (_all, start: string) => `${start}${to}`);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return text.replace(
    /^(?:blocks|severity):.*$/m,
    (before) => `${before.replace(/\r$/, '')}${end}${key}: ${to}${before.endsWith('\r') ? '\r' : ''}`,
  );
}
