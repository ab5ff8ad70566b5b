import type { Agent } from '../../agents/agent.ts';
import { refusedLately } from '../../log/read.ts';
import { openLog } from '../../log/open.ts';
import type { Actor } from '../../model/actor.ts';
import { rolesOf, type Role, type ScopeWords } from '../../policy/role.ts';
import type { Rules } from '../../policy/rules.ts';
import { type Brief, type BriefRole, tellBrief } from '../../speak/brief.ts';
import { likelyModels } from '../../review/likely.ts';
import { failureModelsInForce } from '../failure-models/in-force.ts';
import type { Gate } from '../open.ts';
import type { Caller } from './judge-call.ts';
import { groundOf } from './ground.ts';

const DAYS_30 = 30 * 24 * 60 * 60 * 1000;

/** What an agent should know before it begins: its role and its bounds, what was refused here, what files like these invite. */
export async function briefFor(
  agent: Pick<Agent, 'title'> & { readonly actor: Actor },
  caller: Caller,
  open: Brief['open'] = [],
): Promise<string> {
  const { actor } = agent;
  const ground = await groundOf({ ...caller, operator: actor });
  const { rules, place, context } = ground;
  const roles = rules.flatMap((one) => rolesOf(one.roles, actor, place.branch).map(wordsOf));
  const names = ground.ground === null ? [] : await namesInHead(ground.ground);
  const brief: Brief = {
    actor: agent.title,
    roles: [...new Map(roles.map((role) => [JSON.stringify(role), role])).values()],
    protected: place.protected,
    refused: await lately(rules, context.repo, caller),
    likely: likelyTitles(rules, names),
    open,
    reviewed: ground.gate === null ? [] : await reviewedTitles(ground.gate, names),
  };
  return tellBrief(brief);
}

function wordsOf({ name, may, mayNot }: Role): BriefRole {
  return { name, may: sortsOf(may.words), mayNot: sortsOf(mayNot.words) };
}

function sortsOf({ paths, facts, commands }: ScopeWords): readonly string[] {
  return [
    ...(paths === null ? [] : [`the files ${paths.join(', ')}`]),
    ...(facts === null ? [] : [`what guardrail calls ${facts.join(', ')}`]),
    ...(commands === null
      ? []
      : [`the commands ${commands.map((command) => Object.values(command).join(' ')).join(', ')}`]),
  ];
}

async function namesInHead({
  git,
  repository,
}: NonNullable<Awaited<ReturnType<typeof groundOf>>['ground']>): Promise<readonly string[]> {
  if (repository.headTree === null) return [];
  return (await git.text(['ls-tree', '-r', '-z', '--name-only', '--full-tree', repository.headTree])).split('\0');
}

/** Which policy files of a kind meet: a repository without a database need not hear about databases. */
const INVITES: readonly (readonly [file: RegExp, policies: readonly string[]])[] = [
  [
    /\.tf(\.json)?$|\.tofu$|cdk\.json$|Pulumi\.ya?ml$|template\.ya?ml$|\.bicep$/,
    ['infra.stateful', 'infra.protection'],
  ],
  [/(^|\/)(migrations?|migrate|db)\/|\.sql$|schema\.prisma$/, ['data.drop']],
  [
    /(^|\/)(Chart|kustomization|values[\w.-]*)\.ya?ml$|(^|\/)(k8s|kubernetes|manifests|deploy)\//,
    ['infra.critical', 'network.expose'],
  ],
  [/^\.github\/workflows\/|\.gitlab-ci\.ya?ml$/, ['pipeline.gates', 'pipeline.rights']],
  [
    /(^|\/)(package|composer)\.json$|requirements[\w-]*\.txt$|go\.mod$|Cargo\.toml$|pyproject\.toml$/,
    ['dependency.source'],
  ],
  [/[._](test|spec)\.\w+$|(^|\/)tests?\/|_test\.go$/, ['test.delete']],
];

function likelyTitles(rules: readonly Rules[], names: readonly string[]): readonly string[] {
  const invited = INVITES.flatMap(([file, policies]) => (names.some((name) => file.test(name)) ? policies : []));
  const titles = rules.flatMap((one) =>
    invited.flatMap((policy) => one.rules.find((rule) => rule.policy === policy)?.title ?? []),
  );
  return [...new Set(titles)];
}

const MOST_REVIEWED = 5;

/** By what the last commit holds. Those that cannot be read are said in one line, since no review could be concluded. */
async function reviewedTitles(gate: Gate, names: readonly string[]): Promise<readonly string[]> {
  const { head } = gate.repository;
  const found = await failureModelsInForce(gate, {
    landed: [],
    own: head === null ? null : { name: 'HEAD', tree: head },
  });
  if (found.kind === 'broken')
    return ['the failure models of this repository cannot be read: guardrail failure-model lint'];
  return likelyModels(found.models, names, MOST_REVIEWED).map(({ title }) => title);
}

/** A log that cannot be read tells nothing; it must not keep a session from starting. */
async function lately(rules: readonly Rules[], repo: string, caller: Caller): Promise<Brief['refused']> {
  const log = await openLog({ env: caller.env, readOnly: true });
  try {
    if (log.schema !== 'ours') return [];
    return refusedLately(log, repo, caller.now() - DAYS_30, 3).map(({ rule, times }) => {
      const title = rules.flatMap((one) => one.rules).find((one) => one.id === rule)?.title ?? rule;
      return { rule, title, times };
    });
  } catch {
    return [];
  } finally {
    log.close();
  }
}
