import { readBasis } from '../gate/basis.ts';
import { inletOf } from '../gate/inlet.ts';
import type { Inlet } from '../gate/inlet.ts';
import { prepare } from '../gate/judge.ts';
import { addApprovals, bodyOf, type NewApproval } from '../gate/approvals.ts';
import { openGate, type Gate } from '../gate/open.ts';
import { confirm, findPerson } from '../gate/person.ts';
import { remember } from '../gate/record.ts';
import { readRefusals, refusalsOf, type Refusal } from '../gate/refusals.ts';
import { signApproval } from '../gate/signed.ts';
import { decideAll, readFacts } from '../guard.ts';
import { approvalEvent } from '../log/approval-event.ts';
import { type Approval, grantedKind, grantOf, isGrantable } from '../model/approval.ts';
import { kinds } from '../model/kinds.ts';
import { didYouMean } from '../policy/nearest.ts';
import { escapeText, sayJson, showPath } from '../speak/escape.ts';
import { parseDuration } from '../speak/duration.ts';
import { newUlid } from '../system/ulid.ts';
import { UsageError } from '../system/usage.ts';
import type { Command } from './command.ts';

const DEFAULT = '24h';
const LONGEST_DAYS = 30;

export const command: Command = {
  name: 'approve',
  summary: 'Let exactly this pass: a person, at a terminal, with a reason and an end',
  takes: 'r-ID... [BASE..HEAD] | KIND SUBJECT',
  examples: [
    ['guardrail approve r-7f3k2m4 --because "old bucket, emptied on Monday"', 'one reason of a refusal'],
    ['guardrail approve r-7f3k2m4 r-9ab2c3d --because "..." --for 2h', 'several, for two hours'],
    ['guardrail approve r-7f3k2m4 --because "..." --sign', 'signed with your SSH key, so that it counts in CI'],
    ['guardrail approve r-7f3k2m4 origin/main..work --because "..." --sign', 'what CI refused, seen in your clone'],
    [
      'guardrail approve infra.destroy infra/prod:aws_sqs_queue.old --because "..."',
      'a grant, before the change is made: this one consequence for this one subject',
    ],
    ['git push origin refs/guardrail/approvals', 'let CI and your colleagues see it'],
  ],
  flags: [
    { name: 'because', type: 'text', hint: 'TEXT', says: 'why; it is kept and shown' },
    { name: 'for', type: 'text', hint: 'TIME', says: `how long it counts: 30m, 8h, 3d (default ${DEFAULT})` },
    { name: 'sign', type: 'boolean', says: 'with your SSH signing key (assurance A1): what CI asks for by default' },
    {
      name: 'grant',
      type: 'boolean',
      says: 'in whatever change brings it, also by an agent; as KIND SUBJECT names it',
    },
    { name: 'json', type: 'boolean', says: 'the approvals as JSON' },
  ],
  run: async (args, io) => {
    const range = args.words.find((word) => word.includes('..'));
    const ids = args.words.filter((word) => word !== range);
    if (ids.length === 0) throw new UsageError('approve: name what is approved by its id', 'guardrail explain');
    const because = args.text('because')?.trim() ?? '';
    if (because === '')
      throw new UsageError('approve: say why', `guardrail approve ${args.words.join(' ')} --because "..."`);
    const gate = await openGate(io);
    const person = findPerson(gate.operator);
    if (person.kind === 'nobody') {
      await io.err(
        `guardrail: an approval is given by a person at a terminal: ${escapeText(person.why)}\n  next: ask the person you work for\n`,
      );
      return 1;
    }
    const inlet = await inletOf(range === undefined ? [] : [range], null, io);
    const wanted = isGrant(ids)
      ? [await grantFrom(gate, ids, inlet)]
      : (await findAll(gate, ids, inlet)).map((refusal) => (args.has('grant') ? asGrant(refusal) : refusal));
    const lasts = parseDuration(args.text('for') ?? DEFAULT, LONGEST_DAYS);
    const until = new Date(io.now() + lasts).toISOString().slice(0, 16).replace('T', ' ');
    const question = [
      `${person.name} <${person.email}> approves, until ${until} UTC, because "${escapeText(because)}":`,
      ...wanted.map(
        (refusal) =>
          `  ${refusal.id}  ${refusal.rule}  ${showPath(refusal.subject)}\n             ${escapeText(refusal.say)}`,
      ),
    ].join('\n');
    if (!(await confirm(io, question, 'approve'))) {
      await io.err('guardrail: not approved\n');
      return 1;
    }
    const approvals = await approveAll(gate, wanted, { person, because, lasts, isSigned: args.has('sign') });
    await io.out(args.has('json') ? `${sayJson({ v: 1, approvals })}\n` : tellApproved(approvals));
    return 0;
  },
};

type Given = {
  readonly person: Approval['by'];
  readonly because: string;
  readonly lasts: number;
  readonly isSigned: boolean;
};

async function approveAll(gate: Gate, wanted: readonly Refusal[], given: Given): Promise<readonly Approval[]> {
  const made: NewApproval[] = [];
  for (const refusal of wanted) {
    const approval = approvalOf(refusal, given, gate.now());
    const body = bodyOf(approval);
    made.push({ approval, body, signature: given.isSigned ? await signApproval(gate, body) : null });
  }
  await addApprovals(gate.git, made, given.person);
  const approvals = made.map(({ approval }) => approval);
  const checkout = gate.repository.root ?? gate.repository.gitDir;
  await remember(
    gate,
    approvals.map((approval) => approvalEvent(approval, { checkout, operator: gate.operator })),
  );
  return approvals;
}

/** From the refusals kept in this clone, else by judging what is staged, or the range, once more. */
async function findAll(gate: Gate, ids: readonly string[], inlet: Inlet): Promise<readonly Refusal[]> {
  const kept = new Map((await readRefusals(gate)).map((refusal) => [refusal.id, refusal]));
  if (ids.some((id) => !kept.has(id))) {
    const { change, deps } = await prepare(gate, inlet);
    const decision = await decideAll(change, await readFacts(change, deps), deps);
    for (const refusal of refusalsOf(decision.rulings, change.repo, change.at)) kept.set(refusal.id, refusal);
  }
  return ids.map((id) => {
    const refusal = kept.get(id);
    if (refusal === undefined) {
      throw new UsageError(
        `approve: nothing here was refused as ${escapeText(id)}`,
        `guardrail check, or name the range it was refused in: guardrail approve ${escapeText(id)} origin/main..HEAD`,
      );
    }
    return refusal;
  });
}

/** `infra.destroy infra/prod:aws_sqs_queue.old`: a kind of fact is never the id of a ruling. */
function isGrant(words: readonly string[]): boolean {
  return !(words[0] ?? '').startsWith('r-') && (words[0] ?? '').includes('.');
}

async function grantFrom(gate: Gate, words: readonly string[], inlet: Inlet): Promise<Refusal> {
  const [kind = '', subject = '', ...rest] = words;
  if (kinds[kind] === undefined) {
    throw new UsageError(
      `approve: "${escapeText(kind)}" is no kind of fact${didYouMean(kind, Object.keys(kinds).filter(isGrantable))}`,
      'guardrail explain',
    );
  }
  if (!isGrantable(kind))
    throw new UsageError(`approve: ${kind} cannot be granted beforehand; approve it by its id`, 'guardrail explain');
  if (subject === '' || rest.length > 0)
    throw new UsageError(
      'approve: a grant names one kind of fact and one subject',
      `guardrail approve ${kind} SUBJECT --because "..."`,
    );
  const { repo } = (await readBasis(gate, inlet, null)).context;
  return {
    id: 'grant',
    repo,
    rule: grantOf(kind),
    kind,
    subject,
    before: null,
    after: null,
    say: GRANT,
    at: gate.now(),
  };
}

const GRANT = 'a grant: this consequence for this subject, in whatever change brings it, also by an agent';

function asGrant(refusal: Refusal): Refusal {
  const { kind } = refusal;
  if (!isGrantable(kind))
    throw new UsageError(`approve: ${kind} cannot be granted beforehand; leave --grant out`, 'guardrail explain');
  return { ...refusal, rule: grantOf(kind), before: null, after: null, say: GRANT };
}

function approvalOf(refusal: Refusal, { person, because, lasts, isSigned }: Given, at: number): Approval {
  const { repo, rule, subject, before, after } = refusal;
  const { name, email } = person;
  const assurance = isSigned ? 'A1' : 'A0';
  const expires = at + lasts;
  return { id: newUlid(at), repo, rule, subject, before, after, by: { name, email }, assurance, at, expires, because };
}

function tellApproved(approvals: readonly Approval[]): string {
  return [
    ...approvals.map(
      (approval) => `approved ${approval.rule} for ${showPath(approval.subject)} (${approval.assurance})`,
    ),
    approvals.every((approval) => grantedKind(approval) !== null)
      ? 'It counts for whatever change does exactly this, until it ends: commit or push again.'
      : 'It counts for exactly these contents, also after a rebase. Commit or push again yourself.',
    ...(approvals.some(({ assurance }) => assurance === 'A0')
      ? ['CI asks for a signature unless the config says otherwise: add --sign.']
      : ['CI believes the signature if .guardrail/allowed_signers of the protected branch lists your key.']),
    'For CI and colleagues: git push origin refs/guardrail/approvals',
    '',
  ].join('\n');
}
