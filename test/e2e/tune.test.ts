import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asPerson } from '../helpers/person.ts';
import { AGENT, CONFIG, makeShop, within } from '../helpers/shop.ts';
import { rulingsOf, times, worldOf } from '../learn/tuning-world.ts';

const RULE = 'shop.notes.touch';

test('a person at a terminal accepts what the log proposes and takes it back; an agent at one does not', async () => {
  await within(makeShop(), async (repo) => {
    const config = (): Promise<string> => readFile(join(repo.root, '.guardrail/config.yaml'), 'utf8');
    const world = await worldOf(repo);
    await world.append(rulingsOf(world, RULE, times(12, 'wrong')));
    const [proposal] = (await world.proposals()).proposals;
    const id = proposal?.id ?? '';
    const refused = await asPerson(repo, ['tune', 'accept', id], { answer: 'accept\n', env: AGENT });
    expect(refused.stdout.toString()).toContain('by a person at a terminal: this process belongs to');
    const hesitant = await asPerson(repo, ['tune', 'accept', id], { answer: 'yes\n' });
    expect(hesitant.stdout.toString()).toContain('nothing was written');
    expect([refused.code, hesitant.code, await config()]).toEqual([1, 1, CONFIG]);
    const accepted = await asPerson(repo, ['tune', 'accept', id], { answer: 'accept\n' });
    const said = accepted.stdout.toString();
    expect(said).toContain('+overrides:');
    expect(said).toContain('Ana <ana@shop.example> accepts this:');
    expect(said).toContain(`git commit -m "Tune ${RULE} (${id})"`);
    expect([accepted.code, await config()]).toEqual([0, expect.stringContaining(RULE)]);
    const undone = await asPerson(repo, ['tune', 'undo', id], { answer: 'undo\n' });
    expect([undone.code, await config()]).toEqual([0, expect.stringContaining(`rules: [ ${RULE} ], level: ask`)]);
    const again = await asPerson(repo, ['tune', 'undo', id], { answer: 'undo\n' });
    expect([again.code, again.stdout.toString()]).toEqual([2, expect.stringContaining('stands accepted here')]);
  });
});
