import { failureModelsInForce } from '../gate/failure-models/in-force.ts';
import type { Gate } from '../gate/open.ts';
import { readReadings } from '../gate/readings.ts';
import { answersOn } from '../log/answers.ts';
import type { Log } from '../log/open.ts';
import { type Origin, originOfFinding, originOfRuling } from '../log/origin.ts';
import { keptRounds } from '../log/reviews.ts';
import type { Evidence, Shown } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { PastAnswer } from '../model/question.ts';
import { redact } from '../model/redact.ts';
import type { Statement } from '../model/statement.ts';
import { changedLines } from './changed-lines.ts';

/** Everything a person may want to see before they answer, put together from the log and from git's objects. */
export type Evident = Evidence & { readonly past: readonly PastAnswer[] };

export async function evidenceOf(gate: Gate, log: Log, statement: Statement): Promise<Evident> {
  const contract = await contractOf(gate, statement);
  const past = answersOn(log, statement.id);
  const found = statement.kind === 'finding' ? findingOf(gate, log, statement) : NOT_A_FINDING;
  const origin = statement.kind === 'finding' ? originOfFinding(log, statement.id) : originOfRuling(log, statement.id);
  const shown = await shownOf(gate, origin, statement, found);
  return {
    ...contract,
    said: redact(found.finding?.title ?? ''),
    because: redact(found.finding?.why ?? ''),
    author: authorOf(origin),
    shown,
    past,
  };
}

type Words = { readonly finding: Finding | null; readonly why: string };
const NOT_A_FINDING: Words = { finding: null, why: '' };

/** The words of a review lie in a blob that may have been deleted, which is said and not passed over. */
function findingOf({ env }: Gate, log: Log, { id, loop }: Statement): Words {
  const rounds = keptRounds(log, env, loop);
  for (const round of rounds.toReversed()) {
    const entry = round.value?.ledger.find(({ finding }) => finding.id === id);
    if (entry !== undefined) return { finding: entry.finding, why: '' };
  }
  const isChanged = rounds.some(({ blob }) => blob.kind === 'changed');
  return {
    finding: null,
    why: isChanged ? 'the words of its review were changed' : 'the words of its review were deleted',
  };
}

async function shownOf(gate: Gate, origin: Origin | null, statement: Statement, words: Words): Promise<Shown> {
  const { finding, why } = words;
  if (statement.kind === 'finding' && finding === null) return { kind: 'gone', why };
  const removed = finding?.side === 'before';
  const { path, line } = finding ?? statement;
  const lines: Shown =
    origin === null
      ? { kind: 'gone', why: 'the log no longer says what it was made of' }
      : await changedLines(gate.git, origin, { path, line, removed });
  if (lines.kind === 'lines' || finding === null || finding.quote === '') return lines;
  // git has forgotten the objects: the review has kept the lines it speaks of
  const texts = redact(finding.quote).split('\n').slice(0, 14);
  const quoted = texts.map((text, i) => ({
    mark: removed ? ('-' as const) : ('+' as const),
    number: finding.line === 0 ? 0 : finding.line + i,
    text,
  }));
  return { kind: 'lines', lines: quoted };
}

function authorOf(origin: Origin | null): string {
  const [kind = '', name = ''] = (origin?.actor ?? '').split(/:(.*)/s, 2);
  if (kind === 'human') return redact(name === '' ? 'a person' : name);
  return kind === '' || kind === 'unknown' ? 'an unknown author' : redact(`${kind} ${name}`.trim());
}

type Contract = Pick<Evidence, 'title' | 'why' | 'asks'>;
const UNKNOWN: Contract = { title: 'nothing of this name is in force here now', why: '', asks: '' };
/** A role or a limit says it, which is a line of the configuration and no rule of a policy. */
const CONFIGURED: Contract = { title: 'what .guardrail/config.yaml allows here', why: '', asks: '' };

/** As it stands here now: an old one is not kept by its words. A configuration that cannot be read leaves its name alone. */
async function contractOf(gate: Gate, { kind, of }: Statement): Promise<Contract> {
  return kind === 'finding' ? await failureModelOf(gate, of) : await ruleOf(gate, of);
}

async function ruleOf(gate: Gate, id: string): Promise<Contract> {
  const { head } = gate.repository;
  const { usable } = await readReadings(gate, head === null ? [] : [{ name: 'HEAD', tree: head }]);
  const rule = usable.flatMap(({ rules }) => rules.rules).find((one) => one.id === id);
  if (rule === undefined) return /^(?:role|limits?)\./.test(id) ? CONFIGURED : UNKNOWN;
  return { title: rule.title, why: rule.why, asks: '' };
}

async function failureModelOf(gate: Gate, id: string): Promise<Contract> {
  const { head } = gate.repository;
  const own = head === null ? null : { name: 'HEAD', tree: head };
  const { models } = await failureModelsInForce(gate, { landed: [], own });
  const model = models.find((one) => one.id === id);
  return model === undefined ? UNKNOWN : { title: model.title, why: model.symptom, asks: model.question };
}
