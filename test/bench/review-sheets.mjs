import { createHmac } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { interleave, median } from './measure.mjs';
import { figure, line, ms, ratio, show } from './report.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMMITS = 300;
const ROUNDS = 5;
const LOOPS = 12;
const TOKENS = 30_000;
const NONCE = '9f86d081884c7d659a2f';

/** What a reviewer is sent beside what `git diff -U3` prints of the same change; no model is asked. */
export async function measureReviewSheets(world) {
  const engine = await world.load('test/bench/entry-review-sheets.ts');
  const history =
    world.repository('.').run('git', ['clone', '--quiet', '--no-hardlinks', ROOT, 'sheets']) &&
    world.repository('sheets');
  await measureTokens(engine, history, world.env);
  measureFixed(engine);
  await measureRounds(engine, history, world.env);
  await measureTime(engine, world);
}

const hmac = (text) => createHmac('sha256', 'bench').update(text).digest('hex');
const isGenerated = (path) => path === 'package-lock.json';

function sheetsOf(engine, material, more = {}) {
  return engine.renderSheets(material, { tokens: TOKENS, secretsIn: () => [], hmac, ...more });
}

async function measureTokens({ materialsFromGit, openGit, renderSheets, tokensOf }, history, env) {
  const commits = history.git('rev-list', '--no-merges', `--max-count=${COMMITS}`, 'HEAD').split('\n');
  const wanted = commits.map((commit) => ({ kind: 'commit', commit }));
  const materials = await materialsFromGit(openGit(history.root, env), wanted, isGenerated);
  let [ours, gits, lines, unequal] = [0, 0, 0, 0];
  const ratios = [];
  for (const [commit, material] of materials) {
    const { sheets, manifest } = sheetsOf({ renderSheets }, material);
    const numstat = history.git('show', '--numstat', '--format=', '-M', commit, '--', '.', ':!package-lock.json');
    const [told, counted] = [totalOf(manifest.files.filter(({ excused }) => !excused)), countOf(numstat)];
    unequal += told === counted ? 0 : 1;
    lines += counted;
    const diff = history
      .run('git', ['show', '-U3', '-M', '--format=', commit, '--', '.', ':!package-lock.json'])
      .stdout.toString();
    if (diff === '') continue;
    const [own, plain] = [sheets.reduce((sum, { text }) => sum + tokensOf(text), 0), tokensOf(diff)];
    ours += own;
    gits += plain;
    ratios.push(own / plain);
  }
  const over = ratios.filter((one) => one > 1).length;
  line(`${ratios.length} commits, ${lines} changed lines: ${unequal} commits whose manifest is not numstat's`);
  line(`median ${show(median(ratios))}x, most ${show(Math.max(...ratios))}x, ${over} of ${ratios.length} above 1.00x`);
  figure('tokens of the sheets, by those of git diff -U3', ours / gits, 1, 'x');
}

function totalOf(files) {
  return files.reduce((sum, { added, removed }) => sum + added + removed, 0);
}

function countOf(numstat) {
  return numstat.split('\n').reduce((sum, row) => {
    const [added, removed] = row.split('\t').map(Number);
    return Number.isFinite(added) && Number.isFinite(removed) ? sum + added + removed : sum;
  }, 0);
}

const NOTHING = { id: '1', text: '', lines: [], paths: [], tokens: 0 };

function questionOf(engine, sheet, more = {}) {
  const canary = engine.makeCanary(`${sheet.id} bench`, engine.languagesOf(sheet.paths));
  const fixed = { purpose: 'blind', failureModels: [], spec: null, open: [], messages: [], nonce: NONCE, canary };
  const whole = { ...fixed, sheet, model: 'bench', mostOutput: 8_000, secretsIn: engine.secretsIn, hmac, ...more };
  return engine.compose(whole).question;
}

function costOf({ tokensOf }, { system, prefix, prompt, schema }) {
  return tokensOf(system + prefix + prompt) + tokensOf(JSON.stringify(schema));
}

function measureFixed(engine) {
  const most = ['blind', 'aware', 'refute', 'follow-up'].map((purpose) =>
    costOf(engine, questionOf(engine, NOTHING, { purpose, canary: null })),
  );
  figure('tokens of a question about nothing, its schema among them', Math.max(...most), 1_400, '');
}

/** Round 1 reads the last commits as one change; each later round what one more commit touches of it, and three open findings. */
async function measureRounds(engine, history, env) {
  const heads = history.git('rev-list', '--first-parent', '--max-count=200', 'HEAD').split('\n');
  const trees = heads.map((head) => history.git('rev-parse', `${head}^{tree}`));
  const shares = [];
  for (let loop = 0; loop < LOOPS; loop += 1) {
    const at = loop * 14;
    const rounds = Array.from({ length: ROUNDS }, (_, round) => ({
      kind: 'trees',
      before: trees[at + 13],
      after: trees[at + 4 - round],
    }));
    if (rounds.some(({ before, after }) => before === undefined || after === undefined)) break;
    const materials = await engine.materialsFromGit(engine.openGit(history.root, env), rounds, isGenerated);
    const sizes = rounds.map(({ before, after }, round) => {
      const files = history.git('diff', '--name-only', trees[at + 5 - round], after).split('\n');
      const only = round === 0 ? undefined : new Set(files);
      const { sheets } = sheetsOf(engine, materials.get(`${before} ${after}`), only === undefined ? {} : { only });
      const open = round === 0 ? [] : openOn(sheets);
      return sheets.reduce((sum, sheet) => sum + costOf(engine, questionOf(engine, sheet, { open })), 0);
    });
    shares.push(...sizes.slice(1).map((size) => size / sizes[0]));
  }
  line(`${shares.length} later rounds: the largest ${show(Math.max(...shares) * 100)} % of its first`);
  figure('a later round, by the first', median(shares) * 100, 40, ' %');
}

function openOn([sheet]) {
  return (sheet?.lines ?? [])
    .filter(({ changed }) => changed)
    .slice(0, 3)
    .map(({ path, side, line: at, text }, index) => ({
      id: `f-${index}bench`,
      failureModel: 'errors.swallowed',
      path,
      side,
      line: at,
      quote: text.slice(0, 200),
      title: 'The error ends where nobody learns of it',
      why: 'When the call fails, an empty list is returned, and the caller takes it for an answer.',
    }));
}

async function measureTime(engine, world) {
  const repository = world.repository('sheets-time');
  const text = (file, round) =>
    Array.from(
      { length: 100 },
      (_, at) => `  const value${at} = compute(${at}, ${at % 4 === 0 ? round : 0}, other.thing[${file}]);\n`,
    ).join('');
  world.repository('.').run('git', ['init', '--quiet', 'sheets-time']);
  const write = (round) => {
    for (let file = 0; file < 20; file += 1) repository.write(`src/file-${file}.ts`, text(file, round));
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--no-verify', '--message', `${round}`);
    return repository.git('rev-parse', 'HEAD');
  };
  write(1);
  const commit = write(2);
  const [material] = (
    await engine.materialsFromGit(engine.openGit(repository.root, world.env), [{ kind: 'commit', commit }])
  ).values();
  const changed = material.files.reduce((sum, { edit }) => sum + edit.lines.added + edit.lines.removed, 0);
  const render = (secretsIn) => {
    const { sheets } = sheetsOf(engine, material, { secretsIn });
    for (const sheet of sheets) questionOf(engine, sheet);
  };
  const began = performance.now();
  render(engine.secretsIn);
  const first = performance.now() - began;
  const times = interleave(15, [
    { name: 'git', run: () => repository.run('git', ['diff', 'HEAD~1', 'HEAD']) },
    { name: 'ours', run: () => render(engine.secretsIn) },
    { name: 'bare', run: () => render(() => []) },
  ]);
  line(
    `${changed} changed lines in 20 files: ${ms(times.ours)} (${ratio(times.ours, times.git)} of git diff), the first time ${ms(first)}`,
  );
  line(`beside it: git diff ${ms(times.git)}, without looking for secrets ${ms(times.bare)}`);
  figure('sheets and questions of 1,000 lines, the first time', first, 300, ' ms');
}
