import { basename, relative, resolve } from 'node:path';
import type { PlanFile } from '../changes/plan.ts';
import { readFacts } from '../guard.ts';
import { actorName } from '../log/verdict-event.ts';
import type { NewEvent } from '../model/event.ts';
import type { Label } from '../model/label.ts';
import type { Fact } from '../model/fact.ts';
import type { Ruling } from '../model/verdict.ts';
import { readBytes } from '../system/files.ts';
import { UsageError } from '../system/usage.ts';
import type { Inlet } from './inlet.ts';
import { type Judged, judge, prepare } from './judge.ts';
import type { Gate } from './open.ts';
import { remember } from './record.ts';

/** As large as one of a thousand resources with all their values. */
const LARGEST = 200 * 1024 * 1024;

/** By its place in the repository, so that a plan and the code beside it speak of the same addresses. */
export async function readPlanFile(gate: Gate, name: string, cwd: string): Promise<PlanFile> {
  const file = resolve(cwd, name);
  const path = relative(gate.repository.root ?? cwd, file).replaceAll('\\', '/');
  const bytes = await readBytes(file);
  if (bytes === null) throw new UsageError(`check --plan ${name}: there is no such file`, 'terraform show -json PLAN');
  if (bytes.length > LARGEST)
    throw new UsageError(
      `check --plan ${name}: it has ${bytes.length} bytes, at most ${LARGEST} are read`,
      'guardrail check --help',
    );
  return { path: path.startsWith('..') ? basename(file) : path, text: bytes.toString('utf8') };
}

export type Agreement = {
  readonly right: number;
  readonly wrong: readonly string[];
  readonly missed: readonly string[];
};

/**
 * What was stated of the code, held against what the plan knows: each answer is a label that nobody had to give. Only what
 * both can see is compared: a plan is of one folder or one stack.
 */
export async function labelByPlan(gate: Gate, planned: Judged, plan: PlanFile, code: Inlet): Promise<Agreement> {
  const { change, deps } = await prepare(gate, { kind: 'plan', plan });
  const facts = (await readFacts(change, deps)).filter(goes);
  const stated = await judge(gate, code, { record: false });
  const rulings = stated.verdict.rulings.filter(({ fact }) => goes(fact) && isOf(fact, plan, facts));
  const known = new Set(facts.map(nameOf));
  const said = new Set(rulings.map(({ fact }) => nameOf(fact)));
  const right = rulings.filter(({ fact }) => known.has(nameOf(fact)));
  const wrong = rulings.filter(({ fact }) => !known.has(nameOf(fact)));
  // with nothing to hold it against, a plan misses nothing: it was made of what has landed
  const looked = stated.change.parts.some(({ edits }) => edits.length > 0);
  const missed = looked ? planned.verdict.rulings.filter(({ fact }) => goes(fact) && !said.has(nameOf(fact))) : [];
  await remember(gate, [
    ...right.map((ruling) => labelOf(gate, change.repo, ruling, 'right', 'the plan does the same')),
    ...wrong.map((ruling) => labelOf(gate, change.repo, ruling, 'wrong', 'the plan leaves it alone')),
    ...missed.map((ruling) => labelOf(gate, change.repo, ruling, 'gap', 'only the plan shows it')),
  ]);
  const names = (some: readonly Ruling[]): readonly string[] => [...new Set(some.map(({ fact }) => fact.subject))];
  return { right: names(right).length, wrong: names(wrong), missed: names(missed) };
}

function goes({ kind }: Fact): boolean {
  return kind === 'infra.destroy' || kind === 'infra.replace';
}

function isOf({ subject, attributes }: Fact, { path }: PlanFile, planned: readonly Fact[]): boolean {
  const technology = planned[0]?.attributes['technology'] ?? 'terraform';
  if (attributes['technology'] !== technology) return false;
  if (technology !== 'terraform') return true;
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return folder === '' ? !subject.includes(':') : subject.startsWith(`${folder}:`);
}

/** Without the index of an instance; of CloudFormation without the template or the stack, which name it differently. */
function nameOf({ subject, attributes }: Fact): string {
  const plain = subject.replaceAll(/\[[^\]]*\]/g, '');
  return attributes['technology'] === 'cloudformation' ? plain.slice(plain.lastIndexOf(':') + 1) : plain;
}

function labelOf(gate: Gate, repo: string, ruling: Ruling, says: Label, because: string): NewEvent {
  return {
    ts: gate.now(),
    repo,
    checkout: gate.repository.root ?? gate.repository.gitDir,
    actor: actorName(gate.operator),
    kind: 'label',
    subject: ruling.id,
    // every ruling was compared: none was chosen
    payload: { target: ruling.id, rule: ruling.rule, says, because, p_sel: 1, strategy: 'plan' },
  };
}
