import { join } from 'node:path';
import { findProtected } from '../../../changes/protected.ts';
import { compile } from '../../../policy/compile.ts';
import { PolicyError } from '../../../policy/problem.ts';
import type { Rules } from '../../../policy/rules.ts';
import { readBytes } from '../../../system/files.ts';
import { openGate, type Gate } from '../../open.ts';
import { readReadings } from '../../readings.ts';
import { CONFIG_PATH } from '../starter-config.ts';
import { AGAIN, fine, wrong, type Check, type Row, type Scene } from './check.ts';

/** The rules of this repository are there, can be read, and hold. */
export const checkRules: Check = async (scene) => {
  const gate = await openGate(scene.io);
  const head = gate.repository.head;
  const {
    usable,
    broken,
    protected: patterns,
  } = await readReadings(gate, head === null ? [] : [{ name: 'HEAD', tree: head }]);
  const rules = usable.map((reading) => reading.rules);
  const read = broken.map((error) => wrong('rules in force', error.message, `mend ${CONFIG_PATH} and commit it`));
  const packs = [...new Set(rules.flatMap((reading) => reading.packs.map((pack) => pack.name)))];
  const inForce = fine(
    'rules in force',
    rules.length === 0
      ? 'the shipped pack recommended'
      : `${rules.map((one) => one.name).join(' and ')}: ${packs.join(', ')}`,
  );
  return [
    ...(read.length > 0 ? read : [inForce]),
    await checkConfig(scene, gate),
    await checkSince(scene, rules),
    checkProtected(gate, patterns),
  ];
};

async function checkConfig({ layout, git }: Scene, gate: Gate): Promise<Row> {
  const bytes = await readBytes(join(layout.root, CONFIG_PATH));
  if (bytes === null) return wrong('config', `there is no ${CONFIG_PATH}, so the shipped rules alone hold`, AGAIN);
  const problem = await problemOf(bytes.toString('utf8'), gate);
  if (problem !== null) return wrong('config', problem, `mend ${CONFIG_PATH}`);
  const state = await git.at(layout.root).text(['status', '--porcelain', '--', CONFIG_PATH]);
  if (state === '') return fine('config', `${CONFIG_PATH} is committed`);
  return wrong(
    'config',
    `${CONFIG_PATH} is not committed, so it does not hold yet`,
    `git add ${CONFIG_PATH} && git commit`,
  );
}

/** What is wrong with the file as it lies in the working tree; the gate reads only what is committed. */
async function problemOf(text: string, { shipped }: Gate): Promise<string | null> {
  const { parseYaml } = await import('../../../system/yaml.ts');
  try {
    compile({ name: 'the working tree', files: [{ path: CONFIG_PATH, text }], shipped, parse: parseYaml });
    return null;
  } catch (error) {
    // a pack or inventory of its own lies in other files, which the reading in force has looked at
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
}

async function checkSince({ git }: Scene, rules: readonly Rules[]): Promise<Row> {
  const since = rules.flatMap((reading) => reading.since);
  const known = await Promise.all(since.map((oid) => git.ask(['cat-file', '-e', `${oid}^{commit}`])));
  const missing = since.filter((_, i) => known[i]?.code !== 0);
  if (missing.length === 0) return fine('since', since.length === 0 ? 'everything is judged' : since.join(', '));
  const detail = `${missing.join(', ')} is not in this clone, so older history would be judged again`;
  return wrong('since', detail, `git fetch, or name a commit that is here in ${CONFIG_PATH}`);
}

function checkProtected(gate: Gate, patterns: readonly string[]): Row {
  const { tips } = findProtected(gate.repository, patterns);
  if (gate.repository.head === null) return fine('protected branches', 'there is no commit yet');
  if (tips.length > 0) return fine('protected branches', tips.map((tip) => tip.branch).join(', '));
  const named = patterns.length === 0 ? 'none is named' : `nothing here is called ${patterns.join(', ')}`;
  return wrong(
    'protected branches',
    `${named}, so a loosened rule holds at once`,
    `name them in ${CONFIG_PATH}: protected: [main]`,
  );
}
