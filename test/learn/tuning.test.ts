import { readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { effectsOf } from '../../src/learn/tuning/followed.ts';
import { patchOf } from '../../src/learn/tuning/patch.ts';
import { standing, turn, undoingOf } from '../../src/learn/tuning/turning.ts';
import type { Proposal } from '../../src/model/tuning.ts';
import { guardrailHere } from '../helpers/guarded.ts';
import { AGENT, CONFIG, makeShop, within } from '../helpers/shop.ts';
import type { Repo } from '../helpers/repo.ts';
import { type Found, findingsOf, reviewOf, rulingsOf, times, worldOf, type World } from './tuning-world.ts';

const RULE = 'shop.notes.touch';
const CONFIG_FILE = '.guardrail/config.yaml';
const OWN = '.guardrail/failure-models/errors/swallowed.yaml';
const SPEC = '.guardrail/specs/cart.md';
const SPEC_TEXT = [
  '# The cart',
  '',
  '## Acceptance Criteria',
  '',
  '- AC-1: A price is rounded',
  '  to cents, half up',
  '- AC-2: An empty cart has no price',
  '',
  '<!-- not a criterion -->',
  '',
].join('\r\n');

const textOf = (repo: Repo, path: string): Promise<string> => readFile(join(repo.root, path), 'utf8');

async function only(world: World): Promise<Proposal> {
  const { proposals, why } = await world.proposals();
  expect([why, proposals.map(({ contract }) => contract)]).toEqual(['', [expect.any(String)]]);
  const [proposal] = proposals;
  if (proposal === undefined) throw new Error('nothing is proposed');
  return proposal;
}

/** As `tune accept` does, without its terminal: test/e2e/tune.test.ts has one. */
async function acceptOnly(world: World): Promise<Proposal> {
  const proposal = await only(world);
  const patch = await world.read((log) => patchOf(world.gate, log, proposal, false));
  await turn(world.gate, world.repo, patch, { proposal, undone: false });
  return proposal;
}

async function undo(world: World, id: string): Promise<void> {
  const { turned } = await world.proposals();
  const one = standing(turned).find((known) => known.id === id);
  if (one === undefined) throw new Error(`${id} does not stand`);
  const undoing = undoingOf(one);
  const patch = await world.read((log) => patchOf(world.gate, log, undoing, true));
  await turn(world.gate, world.repo, patch, { proposal: undoing, undone: true });
}

describe('a rule that is mostly noise', () => {
  test('steps down for whom it was wrong about: shown, written, and once it has landed, heeded', async () => {
    await within(makeShop(), async (repo) => {
      const world = await worldOf(repo);
      await world.append(rulingsOf(world, RULE, [...times(10, 'wrong'), ...times(1, 'right'), { says: null }]));
      const before = await textOf(repo, CONFIG_FILE);
      const proposal = await only(world);
      expect(proposal).toMatchObject({
        id: expect.stringMatching(/^t-[0-9a-z]{6}$/),
        signal: 'noise',
        from: 'ask',
        to: 'agent warn, bot ask, unknown ask',
        n: 11,
        waits: '',
        replay: {
          statements: 12,
          silences: expect.any(Array),
          lets: [expect.any(String)],
          irreversible: [],
          unknown: 1,
        },
      });
      expect(proposal.replay.silences).toHaveLength(10);
      expect((await only(world)).id).toBe(proposal.id);
      await acceptOnly(world);
      const after = await textOf(repo, CONFIG_FILE);
      expect(after.startsWith(before)).toBe(true);
      expect(after).toContain(`rules: [ ${RULE} ]`);
      await repo.write('notes/new.md', 'a\n');
      await repo.git('add', 'notes/new.md');
      // written is not landed: the last commit still asks
      expect((await guardrailHere(repo, ['check'], { env: AGENT })).code).toBe(1);
      await repo.git('reset', '--quiet', 'notes/new.md');
      await repo.git('commit', '--quiet', '--no-verify', '-m', 'tune', '--', CONFIG_FILE);
      await repo.git('add', 'notes/new.md');
      const landed = await guardrailHere(repo, ['check', '--json'], { env: AGENT });
      expect([landed.code, landed.stdout.toString()]).toEqual([0, expect.stringContaining(RULE)]);
      expect((await (await worldOf(repo)).proposals()).proposals).toEqual([]);
    });
  });

  test('taken back it is as it was, and history says what became of it', async () => {
    await within(makeShop(), async (repo) => {
      const world = await worldOf(repo);
      await world.append(rulingsOf(world, RULE, times(12, 'wrong')));
      const { id } = await acceptOnly(world);
      await undo(world, id);
      expect(await textOf(repo, CONFIG_FILE)).toContain(`{ rules: [ ${RULE} ], level: ask }`);
      const effects = await world.read((log) => effectsOf(log, { ...world, settingOf: () => null }));
      expect(effects.map(({ turned, before, after }) => [turned.undone, before.kind, after.kind])).toEqual([
        [true, 'known', 'too few'],
        [false, 'known', 'too few'],
      ]);
      await expect(undo(world, id)).rejects.toThrow('does not stand');
      const told = await guardrailHere(repo, ['tune', 'history']);
      expect([told.code, told.stdout.toString()]).toEqual([0, expect.stringContaining('too early to tell')]);
      expect(told.stdout.toString()).toContain('before: noise 1.00 [');
    });
  });

  test('what would have let through something that nobody can undo is said first', async () => {
    await within(makeShop(), async (repo) => {
      const world = await worldOf(repo);
      await world.append(rulingsOf(world, RULE, [...times(11, 'wrong'), ...times(1, 'right')], 'data.drop'));
      const { replay } = await only(world);
      expect(replay.irreversible).toEqual(replay.lets);
      const told = await guardrailHere(repo, ['tune']);
      const [, , first] = told.stdout.toString().split('\n');
      expect(first).toContain('! would have let through 1 thing that nobody can undo');
    });
  });

  test('labels that came by themselves turn nothing: it waits for answers', async () => {
    await within(makeShop(), async (repo) => {
      const world = await worldOf(repo);
      await world.append(rulingsOf(world, RULE, times(15, 'wrong', null)));
      expect((await only(world)).waits).toContain('8 more that were drawn are needed (guardrail ask)');
    });
  });

  test('a locked rule, one of the gate itself and one that is gone are never proposed', async () => {
    const policy = `policy: guard.shop
title: Held
why: Because
rules:
  - id: guard.shop.notes
    when: { fact: file.modify, path: "a/**" }
    then: ask
    say: "a"
    instead: "b"
  - id: guarded.shop
    locked: true
    when: { fact: file.modify, path: "b/**" }
    then: ask
    say: "a"
    instead: "b"
`;
    await within(makeShop({ '.guardrail/policies/held.yaml': policy }), async (repo) => {
      const world = await worldOf(repo);
      for (const rule of ['guard.shop.notes', 'guarded.shop', 'shop.long.gone'])
        await world.append(rulingsOf(world, rule, times(12, 'wrong')));
      const { proposals, readings } = await world.proposals();
      expect(proposals).toEqual([]);
      expect(readings.join('\n')).toMatch(/guard\.shop\.notes is a rule that guards the gate itself/);
      expect(readings.join('\n')).toMatch(/guarded\.shop is locked/);
      expect(readings.join('\n')).toMatch(/not in force any more are left out: shop\.long\.gone/);
    });
  });
});

describe('what has changed meanwhile', () => {
  test('changes that nobody has committed, and a file changed while it was read, are left alone', async () => {
    await within(makeShop(), async (repo) => {
      const world = await worldOf(repo);
      await world.append(rulingsOf(world, RULE, times(12, 'wrong')));
      const proposal = await only(world);
      const patch = await world.read((log) => patchOf(world.gate, log, proposal, false));
      const changed = `${CONFIG}# mine\n`;
      await writeFile(join(repo.root, CONFIG_FILE), changed);
      await expect(turn(world.gate, world.repo, patch, { proposal, undone: false })).rejects.toThrow('changed while');
      await expect(world.read((log) => patchOf(world.gate, log, proposal, false))).rejects.toThrow('not committed');
      expect(await textOf(repo, CONFIG_FILE)).toBe(changed);
      expect((await world.proposals()).turned).toEqual([]);
    });
  });

  test('a level that is another one by now is refused', async () => {
    await within(makeShop(), async (repo) => {
      const world = await worldOf(repo);
      await world.append(rulingsOf(world, RULE, times(12, 'wrong')));
      const proposal = await only(world);
      await repo.commit('by hand', { [CONFIG_FILE]: `${CONFIG}overrides: [{ rules: [${RULE}], level: deny }]\n` });
      const later = await worldOf(repo);
      await expect(later.read((log) => patchOf(later.gate, log, proposal, false))).rejects.toThrow('is at deny by now');
    });
  });

  test('a list of overrides in one line, a comment and the line ends of Windows stay', async () => {
    const text = `${CONFIG}overrides: [{ rules: [shop.infra.touch], level: ask }] # why\n`.replaceAll('\n', '\r\n');
    await within(makeShop({ [CONFIG_FILE]: text }), async (repo) => {
      const world = await worldOf(repo);
      await world.append(rulingsOf(world, RULE, times(12, 'wrong')));
      await acceptOnly(world);
      const after = await textOf(repo, CONFIG_FILE);
      expect(after).toContain('# only what this shop wrote itself\r\n');
      expect(after).toContain('# why');
      expect(after).not.toMatch(/[^\r]\n/);
      expect(after).toContain(RULE);
    });
  });

  test('two clones at once: what one has turned, the other does not turn again', async () => {
    const config = `repo: 01HZZZZZZZZZZZZZZZZZZZZZZZ\n${CONFIG}`;
    await within(makeShop({ [CONFIG_FILE]: config }), async (repo) => {
      await repo.run('git', ['clone', '--quiet', repo.root, '../other']);
      const other = await worldOf(repo.in(join(repo.root, '../other')));
      const world = await worldOf(repo);
      await world.append(rulingsOf(world, RULE, times(12, 'wrong')));
      expect((await only(other)).id).toBe((await only(world)).id);
      await acceptOnly(world);
      expect((await other.proposals()).proposals).toEqual([]);
    });
  });

  test('rules that do not parse: said, and nothing is proposed', async () => {
    await within(makeShop(), async (repo) => {
      await repo.commit('broken', { [CONFIG_FILE]: 'version: 1\noverrides: {{\n' });
      const ran = await guardrailHere(repo, ['tune']);
      expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('the rules do not parse')]);
      await repo.commit('model', {
        [CONFIG_FILE]: CONFIG,
        '.guardrail/failure-models/a/b.yaml': 'failure-model: a.b\n',
      });
      const model = await guardrailHere(repo, ['tune', '--json']);
      expect([model.code, model.stderr]).toEqual([2, expect.stringContaining('a failure model does not parse')]);
      expect(JSON.parse(model.stdout.toString())).toMatchObject({ proposals: [] });
    });
  });
});

/** Half of what it says is said unsurely, and that half is noise. */
const NOISY: readonly Found[] = [
  ...Array.from({ length: 10 }, (_, i) => ({ says: 'wrong' as const, confidence: 0.71 + i / 200 })),
  ...Array.from({ length: 8 }, (_, i) => ({ says: 'right' as const, confidence: 0.9 + i / 100 })),
];

describe('a failure model', () => {
  test('is set surer in a copy of its own, with its cases; taken back, the copy is gone', async () => {
    await within(makeShop(), async (repo) => {
      const world = await worldOf(repo);
      await world.append(findingsOf(world, 'errors.swallowed', NOISY));
      const proposal = await only(world);
      expect(proposal).toMatchObject({ knob: { kind: 'confidence' }, from: '0.7', to: '0.8', replay: { lets: [] } });
      expect(proposal.replay.silences).toHaveLength(10);
      await acceptOnly(world);
      const text = await textOf(repo, OWN);
      const shipped = await readFile(new URL('../../failure-models/errors/swallowed.yaml', import.meta.url), 'utf8');
      expect(text.replace('confidence: 0.8\n', '')).toBe(shipped);
      const lint = await guardrailHere(repo, ['failure-model', 'lint', OWN]);
      expect(lint.code, lint.stdout.toString()).toBe(0);
      await undo(world, proposal.id);
      expect(existsSync(join(repo.root, OWN))).toBe(false);
    });
  });

  test('no confidence helps: what is always wrong refuses no more, and a comment beside it stays', async () => {
    const shipped = await readFile(new URL('../../failure-models/errors/swallowed.yaml', import.meta.url), 'utf8');
    const own = shipped.replace('blocks: reviewer', 'blocks:   reviewer # since May').replaceAll('\n', '\r\n');
    await within(makeShop({ [OWN]: own }), async (repo) => {
      const world = await worldOf(repo);
      const wrong = Array.from({ length: 14 }, (_, i) => ({ says: 'wrong' as const, confidence: 0.71 + i / 50 }));
      await world.append(findingsOf(world, 'errors.swallowed', wrong));
      expect(await acceptOnly(world)).toMatchObject({ knob: { kind: 'blocks' }, from: 'reviewer', to: 'never' });
      expect(await textOf(repo, OWN)).toBe(own.replace('reviewer # since', 'never # since'));
    });
  });

  test('that is in force nowhere is left out', async () => {
    await within(makeShop(), async (repo) => {
      const world = await worldOf(repo);
      await world.append(findingsOf(world, 'long.gone', NOISY));
      const { proposals, readings } = await world.proposals();
      expect([proposals, readings]).toEqual([[], [expect.stringContaining('long.gone')]]);
    });
  });

  test('a bug that was mended becomes a draft for a person to finish', async () => {
    await within(makeShop({ 'src/cart-0.ts': 'export const price = (a: number) => a;\n' }), async (repo) => {
      const wrong = await repo.commit('wrong', { 'src/cart-0.ts': 'export const price = (a: number) => a * 100;\n' });
      const right = await repo.commit('right', {
        'src/cart-0.ts': 'export const price = (a: number) => Math.round(a * 100);\n',
      });
      const world = await worldOf(repo);
      const one = { id: 'f-errors0', model: 'errors.swallowed', spec: '', nth: 0, confidence: 0.9 };
      await world.append(findingsOf(world, 'errors.swallowed', [{ says: 'right', confidence: 0.9, head: wrong }]));
      expect((await world.proposals()).proposals).toEqual([]);
      await world.append([reviewOf(world, { ...one, round: 2, state: 'fixed', head: right })]);
      const { id } = await acceptOnly(world);
      const draft = await textOf(repo, '.guardrail/failure-models/incidents/f-errors0.yaml');
      expect(draft).toContain('failure-model: incidents.f-errors0');
      expect(draft).toContain('Math.round(a * 100)');
      expect((await world.proposals()).proposals).toEqual([]);
      await undo(world, id);
      expect((await world.proposals()).proposals.map((again) => again.id)).toEqual([id]);
    });
  });
});

describe('a criterion that people do not understand alike', () => {
  const gaps: readonly Found[] = Array.from({ length: 12 }, (_, i) => ({
    says: i < 9 ? ('gap' as const) : ('right' as const),
    confidence: 0.9,
    criterion: 'AC-1',
    chance: null,
  }));

  test('gets a question under it, in the line ends of its file, and loses it again', async () => {
    await within(makeShop({ [SPEC]: SPEC_TEXT }), async (repo) => {
      const world = await worldOf(repo);
      await world.append(findingsOf(world, 'errors.swallowed', gaps, SPEC));
      const { proposals } = await world.proposals();
      expect(proposals[0]).toMatchObject({ signal: 'gap', contract: `${SPEC}#AC-1`, waits: '', n: 12 });
      expect(proposals[0]?.examples).toHaveLength(5);
      const proposal = await acceptOnly(world);
      const lines = (await textOf(repo, SPEC)).split('\r\n');
      expect(lines[6]).toMatch(/^ {2}\[NEEDS CLARIFICATION: AC-1 is underspecified: .*src\/cart-8\.ts.*\(t-\w{6}\)\]$/);
      expect(lines.toSpliced(6, 1).join('\r\n')).toBe(SPEC_TEXT);
      await repo.commit('asked');
      expect((await (await worldOf(repo)).proposals()).proposals).toEqual([]);
      await undo(world, proposal.id);
      expect(await textOf(repo, SPEC)).toBe(SPEC_TEXT);
    });
  });

  test("a spec that lies elsewhere is nobody's to touch, whatever the log says", async () => {
    await within(makeShop(), async (repo) => {
      const world = await worldOf(repo);
      const knob = { kind: 'criterion', spec: '../home/.gitconfig', criterion: 'AC-1' } as const;
      const forged = {
        id: 't-forged',
        knob,
        contract: `${knob.spec}#AC-1`,
        from: 'NEEDS CLARIFICATION',
        to: '',
        why: '',
        examples: [],
      };
      await expect(world.read((log) => patchOf(world.gate, log, forged, true))).rejects.toThrow('lies outside');
    });
  });

  test('a spec that is gone, and a criterion that is', async () => {
    await within(makeShop({ [SPEC]: SPEC_TEXT }), async (repo) => {
      const world = await worldOf(repo);
      await world.append(findingsOf(world, 'errors.swallowed', gaps, SPEC));
      const proposal = await only(world);
      await repo.commit('other', { [SPEC]: SPEC_TEXT.replace('AC-1', 'AC-7') });
      const later = await worldOf(repo);
      await expect(later.read((log) => patchOf(later.gate, log, proposal, false))).rejects.toThrow('no criterion AC-1');
      expect((await later.proposals()).proposals).toEqual([]);
      await repo.git('rm', '--quiet', SPEC);
      await repo.commit('gone');
      const last = await worldOf(repo);
      expect((await last.proposals()).proposals).toEqual([]);
      await expect(last.read((log) => patchOf(last.gate, log, proposal, false))).rejects.toThrow('there is no');
    });
  });
});

describe('guardrail tune', () => {
  test('says so where there is nothing to turn, and where it is used wrongly', async () => {
    await within(makeShop(), async (repo) => {
      const empty = await guardrailHere(repo, ['tune']);
      expect([empty.code, empty.stdout.toString()]).toEqual([0, expect.stringContaining('next: guardrail ask')]);
      const history = await guardrailHere(repo, ['tune', 'history', '--json']);
      expect(JSON.parse(history.stdout.toString())).toEqual({ v: 1, effects: [] });
      for (const words of [['turn'], ['show'], ['history', 't-1'], ['show', 't-nothere']])
        expect((await guardrailHere(repo, ['tune', ...words])).code, words.join(' ')).toBe(2);
    });
  });

  test('shows a proposal as a diff and as JSON, and lets nobody without a terminal accept it', async () => {
    await within(makeShop(), async (repo) => {
      const world = await worldOf(repo);
      await world.append(rulingsOf(world, RULE, times(12, 'wrong')));
      const { id } = await only(world);
      const shown = (await guardrailHere(repo, ['tune', 'show', id])).stdout.toString();
      expect(shown).toContain('+overrides:');
      expect(shown).toContain(`next: guardrail tune accept ${id}`);
      const json = await guardrailHere(repo, ['tune', 'show', id, '--json']);
      expect(JSON.parse(json.stdout.toString())).toMatchObject({
        proposal: { id },
        diff: expect.stringContaining('+'),
      });
      for (const env of [{}, AGENT]) {
        const ran = await guardrailHere(repo, ['tune', 'accept', id], { env });
        expect([ran.code, ran.stderr]).toEqual([1, expect.stringContaining('by a person at a terminal')]);
      }
      expect(await textOf(repo, CONFIG_FILE)).toBe(CONFIG);
    });
  });
});
