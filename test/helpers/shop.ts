import { makeRepo, type Repo, type Variables } from './repo.ts';

/** What the hooks of an agent's shell see. */
export const AGENT: Variables = { CLAUDECODE: '1' };

export const POLICY = `policy: shop.infra
title: Infrastructure is changed by people
why: Deleting and recreating an environment is how a routine change became a 13 hour outage.
rules:
  - id: shop.infra.touch
    when: { fact: [file.add, file.modify, file.delete], path: "infra/**" }
    then: { agent: deny, human: ask }
    say: "{path} is infrastructure"
    instead: "Describe the change in a ticket"
  - id: shop.notes.touch
    when: { fact: [file.add, file.modify, file.delete], path: "notes/**" }
    then: ask
    say: "{path} is asked about"
    instead: "Keep it elsewhere"
  - id: shop.keys.add
    when: { fact: secret.add }
    then: deny
    say: "{path} holds a secret"
    instead: "Keep it in the vault"
  - id: shop.draft.touch
    when: { fact: [file.add, file.modify], path: "drafts/**" }
    then: warn
    say: "{path} is a draft"
    instead: "Finish it"
`;

export const CONFIG = `version: 1
# only what this shop wrote itself
extends: []
roles:
  writer:
    who: { agent: claude-code }
    may: { paths: ["content/**", "drafts/**", "notes/**", "*.pem"] }
`;

/** A repository with rules of its own on main, so that no wording of a shipped policy matters. */
export async function makeShop(more: Readonly<Record<string, string>> = {}): Promise<Repo> {
  const repo = await makeRepo();
  await repo.commit('rules', {
    '.guardrail/config.yaml': CONFIG,
    '.guardrail/policies/infra.yaml': POLICY,
    'content/a.md': 'a\n',
    'infra/main.tf': '# one\n',
    ...more,
  });
  return repo;
}

/** The shop with a bare remote that has its main branch. */
export async function makeShared(more: Readonly<Record<string, string>> = {}): Promise<Repo> {
  const repo = await makeShop(more);
  await repo.run('git', ['init', '--quiet', '--bare', '../remote.git']);
  await repo.git('remote', 'add', 'origin', '../remote.git');
  await repo.git('push', '--quiet', '--no-verify', 'origin', 'main');
  await repo.git('remote', 'set-head', 'origin', 'main');
  await repo.git('fetch', '--quiet', 'origin');
  return repo;
}

export async function within(making: Promise<Repo>, act: (repo: Repo) => Promise<void>): Promise<void> {
  const repo = await making;
  try {
    await act(repo);
  } finally {
    await repo.remove();
  }
}
