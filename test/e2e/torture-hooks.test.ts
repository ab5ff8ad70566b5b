import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeWorld, situations } from '../changes/push-situations.ts';
import type { Situation, World } from '../changes/push-situations.ts';
import { copyInto } from '../helpers/copies.ts';
import type { Ran } from '../helpers/repo.ts';
import { makeTemplate, type Judges, type Template } from './clone.ts';

const RULES: Readonly<Record<string, string>> = {
  '.guardrail/config.yaml': 'version: 1\nrepo: 01JT0RTVRE0000000000000000\nextends: [recommended]\nprotected: [main]\n',
  '.guardrail/policies/secret-names.yaml': `policy: secret.names
title: Nothing called secret is pushed
why: It is what the hooks of other tools were tried with.
rules:
  - id: secret.names
    scope: history
    when: { fact: [file.add, file.modify, file.rename], path: "**/*secret*" }
    then: deny
    say: "{path} is called secret"
    instead: Leave it out
`,
};

/** Situations that bring nothing called secret, and are refused to a person for what they do to the refs. */
const REFS: Readonly<Record<string, string>> = {
  'a tag that moves back': 'git.tag-move',
  'a rewrite of a branch whose remote tip was never fetched': 'git.force-push.foreign',
};
/** Situations in which a person is told something and passes. */
const TOLD: Readonly<Record<string, string>> = {
  "a branch is deleted that holds another's commit": 'git.branch-delete.foreign',
};

/** Its daemon judges the situations that push-torture takes apart; what is only here, each hook judges by itself. */
let template: Template;
beforeAll(async () => {
  template = await makeTemplate(RULES, [], 'daemon');
});
afterAll(async () => {
  const answered = await template.answered();
  await template.remove();
  expect(answered).toBeGreaterThanOrEqual(situations.length);
});

/** The hooks that init wrote, the rules on `main` of the remote, and the clone where the situation begins. */
async function guardedWorld(init?: readonly string[]): Promise<World & { readonly guard: () => Promise<void> }> {
  const world = await makeWorld(init, RULES);
  const hooks = join(template.home, '..', 'work', '.git', 'hooks');
  return { ...world, guard: () => copyInto(hooks, join(world.repo.root, '.git', 'hooks')) };
}

async function push(
  situation: Pick<Situation, 'init' | 'arrange'>,
  look: (pushed: Pushed) => Promise<void>,
  judges: Judges = 'processes',
): Promise<void> {
  const world = await guardedWorld(situation.init);
  try {
    const words = await situation.arrange(world);
    await world.guard();
    const target = words.find((word) => word === 'origin' || word.startsWith('/')) ?? 'origin';
    const there = target === 'origin' ? world.remote.root : target;
    const refs = async (): Promise<string> =>
      (
        await world.repo.run('git', ['-C', there, 'for-each-ref', '--format=%(refname) %(objectname)'])
      ).stdout.toString();
    const objects = async (): Promise<string> =>
      (
        await world.repo.run('git', ['-C', there, 'cat-file', '--batch-all-objects', '--batch-check=%(objectname)'])
      ).stdout.toString();
    const before = { refs: await refs(), objects: await objects() };
    const served = { HOME: template.home, GUARDRAIL_DAEMON: 'on' };
    const ran = await world.repo.run('git', ['push', ...words], judges === 'daemon' ? { env: served } : {});
    await look({ ran, before, after: { refs: await refs(), objects: await objects() }, world });
  } finally {
    await world.remove();
  }
}
type Remote = { readonly refs: string; readonly objects: string };
type Pushed = { readonly ran: Ran; readonly before: Remote; readonly after: Remote; readonly world: World };

describe('a push through the real hook', () => {
  test.each(situations)('$name', async (situation) => {
    const refusal = situation.secret ? 'secret.names' : REFS[situation.name];
    await push(
      situation,
      async ({ ran, before, after }) => {
        if (refusal === undefined) {
          expect(ran.code, ran.stderr).toBe(0);
          expect(after.refs).not.toBe(before.refs);
          const told = TOLD[situation.name];
          if (told === undefined) expect(ran.stderr).not.toContain('guardrail:');
          else expect(ran.stderr).toContain(told);
        } else {
          expect(ran.code).not.toBe(0);
          expect(ran.stderr).toContain(refusal);
          expect(after).toEqual(before); // not one ref, not one object
        }
      },
      'daemon',
    );
  });
});

type More = Pick<Situation, 'name' | 'arrange'> & {
  readonly refusal: string | null;
  readonly look?: (pushed: Pushed) => Promise<void>;
};

const more: readonly More[] = [
  {
    name: 'a protected branch is deleted',
    arrange: async () => ['origin', '--delete', 'main'],
    refusal: 'git.branch-delete.protected',
  },
  {
    name: 'a protected branch is rewritten',
    arrange: async ({ repo }) => {
      await repo.git('switch', '--quiet', 'main');
      await repo.git('commit', '--quiet', '--amend', '--message', 'other');
      return ['--force', 'origin', 'main'];
    },
    refusal: 'git.force-push.protected',
  },
  {
    name: '--all brings the branch nobody thought of',
    arrange: async ({ repo }) => {
      await repo.git('switch', '--quiet', '--create', 'forgotten');
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      await repo.git('switch', '--quiet', 'work');
      await repo.commit('clean', { 'a.txt': 'a\n' });
      return ['--all', 'origin'];
    },
    refusal: 'secret.names',
  },
  {
    name: 'a dry run is judged, and nothing lands',
    arrange: async ({ repo }) => {
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      return ['--dry-run', 'origin', 'work'];
    },
    refusal: 'secret.names',
  },
  {
    name: 'the secret is only in the second parent of a merge whose tree is clean',
    arrange: async ({ repo }) => {
      await repo.git('switch', '--quiet', '--create', 'side');
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      await repo.git('switch', '--quiet', 'work');
      await repo.git('merge', '--quiet', '--no-ff', '--strategy=ours', '--no-edit', 'side');
      return ['origin', 'work'];
    },
    refusal: 'secret.names',
  },
  {
    name: 'a commit that nobody can reach by name, pushed by its id',
    arrange: async ({ repo }) => {
      const dirty = await repo.commit('dirty', { 'secret.txt': 'x\n' });
      await repo.git('reset', '--quiet', '--hard', 'main');
      return ['origin', `${dirty}:refs/heads/by-id`];
    },
    refusal: 'secret.names',
  },
  {
    name: 'a ref outside heads and tags',
    arrange: async ({ repo }) => {
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      return ['origin', 'work:refs/for/main'];
    },
    refusal: 'secret.names',
  },
  {
    name: 'an annotated tag of an annotated tag',
    arrange: async ({ repo }) => {
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      await repo.git('tag', '--annotate', '--message', 'one', 'v1');
      await repo.git('-c', 'advice.nestedTag=false', 'tag', '--annotate', '--message', 'two', 'v2', 'v1');
      await repo.git('reset', '--quiet', '--hard', 'main');
      return ['origin', 'v2'];
    },
    refusal: 'secret.names',
  },
  {
    name: 'a history of its own, with no parent here',
    arrange: async ({ repo }) => {
      await repo.git('switch', '--quiet', '--orphan', 'pages');
      await repo.commit('dirty', { 'secret.txt': 'x\n' });
      return ['origin', 'pages'];
    },
    refusal: 'secret.names',
  },
  {
    name: 'of 500 branches one is bad, and only that is named',
    look: async ({ ran, world }) => {
      const oids = (await world.repo.git('rev-parse', 'b320', 'b321', 'b322')).split('\n');
      const [before = '', named = '', after = ''] = oids;
      expect(ran.stderr).toMatch(new RegExp(`secret321.txt in ${named.slice(0, 9)}`));
      for (const oid of [before, after]) expect(ran.stderr).not.toContain(oid.slice(0, 9));
    },
    arrange: async ({ repo }) => {
      const main = await repo.git('rev-parse', 'main');
      const entry = (n: number): string =>
        `commit refs/heads/b${n}\ncommitter Ana <ana@shop.example> 1700000000 +0000\ndata 2\nb\nfrom ${main}\nM 100644 inline ${n === 321 ? 'secret' : 'f'}${n}.txt\ndata 2\nx\n\n`;
      await repo.run('git', ['fast-import', '--quiet'], {
        input: Array.from({ length: 500 }, (_, n) => entry(n)).join(''),
      });
      return ['origin', 'refs/heads/b*:refs/heads/b*'];
    },
    refusal: 'secret.names',
  },
  {
    name: '500 clean branches land',
    arrange: async ({ repo }) => {
      const main = await repo.git('rev-parse', 'main');
      const entry = (n: number): string =>
        `commit refs/heads/b${n}\ncommitter Ana <ana@shop.example> 1700000000 +0000\ndata 2\nb\nfrom ${main}\nM 100644 inline f${n}.txt\ndata 2\nx\n\n`;
      await repo.run('git', ['fast-import', '--quiet'], {
        input: Array.from({ length: 500 }, (_, n) => entry(n)).join(''),
      });
      return ['origin', 'refs/heads/b*:refs/heads/b*'];
    },
    refusal: null,
  },
];

describe('more that must not land, and what must', () => {
  test.each(more)('$name', async ({ arrange, refusal, look }) => {
    await push({ arrange }, async (pushed) => {
      const { ran, before, after } = pushed;
      await look?.(pushed);
      if (refusal === null) {
        expect(ran.code, ran.stderr).toBe(0);
        expect(ran.stderr).not.toContain('guardrail:');
        expect(after.refs).not.toBe(before.refs);
        return;
      }
      expect(ran.code).not.toBe(0);
      expect(ran.stderr).toContain(refusal);
      expect(after).toEqual(before);
    });
  });
});
