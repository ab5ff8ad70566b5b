import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { argumentsOf } from '../../src/commands/arguments.ts';
import { command } from '../../src/commands/failure-model.ts';

type Files = Readonly<Record<string, string>>;

/** The command in a folder of its own that holds these files. */
async function run(files: Files, ...argv: readonly string[]) {
  const cwd = await mkdtemp(join(tmpdir(), 'guardrail-failure-model-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(cwd, path)), { recursive: true });
      await writeFile(join(cwd, path), text);
    }
    let [out, err] = ['', ''];
    const io = {
      cwd,
      env: {},
      stdin: () => Promise.resolve(Buffer.alloc(0)),
      out: (text: string) => Promise.resolve(void (out += text)),
      err: (text: string) => Promise.resolve(void (err += text)),
      now: () => 0,
      isTerminal: false,
      parent: 0,
      columns: 80,
    };
    const code = await command.run(argumentsOf(command, argv), io);
    const made = argv[0] === 'new' ? await readFile(join(cwd, out.trim()), 'utf8') : '';
    return { code, out, err, made };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

const OWN = '.guardrail/failure-models/billing/rounding.yaml';

/** Every TODO of a skeleton decided. */
function filled(text: string): string {
  return text
    .replace('question: "TODO: what is the reviewer to find out?"', 'question: Is an amount rounded twice?')
    .replaceAll(/"TODO: ([^"]*)"/g, '"$1"');
}

describe('new', () => {
  test('writes a skeleton of which lint names each word that is left, and nothing more', async () => {
    const { made } = await run({}, 'new', 'billing.rounding');
    const { code, out } = await run({ [OWN]: made }, 'lint');
    expect(code).toBe(1);
    const left = out
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^.*?:\d+: /, ''));
    expect(left.map((line) => line.replace(/ (is )?still to be written.*/, '').replace(/ is$/, ''))).toEqual([
      'title',
      'trigger',
      'symptom',
      'fix',
      'question',
      'evidence',
      'origin',
      'case "TODO: a change that has it"',
      'case "TODO: the change that only looks like it"',
    ]);
  });

  test('is whole once that is written', async () => {
    const text = filled((await run({}, 'new', 'billing.rounding')).made);
    expect(await run({ [OWN]: text }, 'lint')).toMatchObject({
      code: 0,
      out: '',
      err: '1 file looked at, 0 problems\n',
    });
    expect(await run({ [OWN]: text }, 'test', 'billing.rounding')).toMatchObject({
      code: 0,
      err: '1 failure model, 2 cases: 0 of 0 found, 1 of 1 asked, 1 of 1 quiet as expected\n',
    });
  });

  test('overwrites nothing and wants a domain', async () => {
    await expect(run({ [OWN]: 'mine' }, 'new', 'billing.rounding')).rejects.toThrow('it is there already');
    await expect(run({}, 'new', 'rounding')).rejects.toThrow('it has a domain and a name');
    await expect(run({}, 'nwe')).rejects.toThrow('did you mean "new"?');
  });
});

describe('lint', () => {
  test('tells what is wrong with cases, also of a file that does not load', async () => {
    const { made } = await run({}, 'new', 'billing.rounding');
    const text = filled(made)
      .replace('severity: medium', 'severity: middling')
      .replace('expect: quiet', 'expect: quite')
      .replace('wrong: "src/a.ts:1"', 'wrong: "src/c.ts:1"');
    const { code, out } = await run({ [OWN]: text }, 'lint', OWN);
    expect(code).toBe(1);
    expect(out).toContain('rounding.yaml:10: severity must be one of high, medium, low, not "middling"');
    expect(out).toContain('did you mean "quiet"?');
    expect(out).toContain('wrong: no file of it is called "src/c.ts"');
    expect(out).toContain('it has no good case');
  });

  test('a case that changes nothing, two of one name, found without a detector', async () => {
    const { made } = await run({}, 'new', 'billing.rounding');
    const text = filled(made)
      .replace('export const a = 2', 'export const a = 1')
      .replace('the change that only looks like it', 'a change that has it')
      .replace('expect: asked', 'expect: found');
    const { out } = await run({ [OWN]: text }, 'lint', OWN);
    expect(out).toContain('before and after are the same');
    expect(out).toContain('two cases are called "a change that has it"');
    expect(out).toContain('without a detector nothing finds it; say "expect: asked"');
  });

  test('a folder without a failure model is no success', async () => {
    expect(await run({ 'own/README.md': '' }, 'lint', 'own')).toMatchObject({ code: 1 });
    await expect(run({}, 'lint')).rejects.toThrow('there is no such file or folder');
  });
});

describe('test', () => {
  const model = (cases: string, more = ''): string =>
    `failure-model: billing.rounding\ntitle: t\ntrigger: t\nsymptom: s\nfix: f\nquestion: Is it?\nevidence: e\nseverity: low\norigin: o\n${more}cases:\n${cases}`;

  test('says of each case that disagrees what was seen instead, with its line', async () => {
    const text = model(
      '  - { name: a secret, after: { a.ts: "x" }, expect: found }\n  - { name: not for it, after: { a.ts: "x" }, expect: asked }\n',
      'applies: { languages: [python] }\ndetector: { fact: secret.add }\n',
    );
    const { code, out, err } = await run({ [OWN]: text }, 'test', OWN);
    expect(code).toBe(1);
    expect(out).toBe(
      `${OWN}:13: billing.rounding, a secret: expected found: no detector stated it; they stated file.add\n` +
        `${OWN}:14: billing.rounding, not for it: expected asked: no reviewer would be asked for it: its paths, languages, facts or words do not fit this change\n`,
    );
    expect(err).toBe('1 failure model, 2 cases: 0 of 1 found, 0 of 1 asked, 0 of 0 quiet as expected\n');
  });

  test('holds a detector to the line that is wrong, and to its silence', async () => {
    const skipped = String.raw`before: { a.test.ts: "\nit('b', () => expect(1).toBe(2));\n" }, after: { a.test.ts: "\nit.skip('b', () => expect(1).toBe(2));\n" }`;
    const text = (expected: string): string =>
      model(`  - { name: skipped, ${skipped}, expect: ${expected} }\n`, 'detector: { fact: test.skip }\n');
    expect((await run({ [OWN]: text('found, wrong: "a.test.ts:2"') }, 'test', OWN)).out).toBe('');
    const elsewhere = await run({ [OWN]: text('found, wrong: "a.test.ts:1"') }, 'test', OWN);
    expect(elsewhere.out).toContain('it was stated elsewhere: test.skip at a.test.ts:2');
    expect((await run({ [OWN]: text('quiet') }, 'test', OWN)).out).toContain(
      'a detector stated it: test.skip at a.test.ts:2',
    );
  });

  test('answers as JSON, a file that cannot be read among them', async () => {
    const files = {
      'm/billing/rounding.yaml': model('  - { name: a, after: { a.ts: x }, expect: asked }\n'),
      'm/a/b.yaml': 'x: [',
    };
    const { code, out } = await run(files, 'test', 'm', '--json');
    const answer: unknown = JSON.parse(out);
    expect(code).toBe(1);
    expect(answer).toMatchObject({
      v: 1,
      cases: [
        { file: 'm/a/b.yaml', expected: null, agrees: false },
        { model: 'billing.rounding', name: 'a', expected: 'asked', found: false, asked: true, agrees: true, why: '' },
      ],
      summary: { cases: 2, agree: 1, disagree: 1 },
    });
  });

  test('takes the id of a shipped one, and knows the nearest', async () => {
    expect(await run({}, 'test', 'tests.deleted')).toMatchObject({ code: 0, out: '' });
    await expect(run({}, 'test', 'tests.deletde')).rejects.toThrow('did you mean "tests.deleted"?');
    await expect(run({}, 'test', 'no/where')).rejects.toThrow('there is no such file or folder');
  });
});
