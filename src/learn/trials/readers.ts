import type { Gate } from '../../gate/open.ts';
import { speakerOf } from '../../gate/review/asking.ts';
import { promptHash } from '../../gate/review/prompt-hash.ts';
import { listReviewers, reviewRules } from '../../gate/review/reviewers.ts';
import { readUserConfig, type UserConfig } from '../../gate/review/user-config.ts';
import { identityOf } from '../../log/identity.ts';
import type { Rows } from '../../log/open.ts';
import { lastServed } from '../../log/trials.ts';
import type { CallRecord, ReviewerRule, ReviewRules } from '../../model/review.ts';
import { ANSWER_SCHEMA, SCHEMA_NAME } from '../../review/prompt/schema.ts';
import { SYSTEM_TEXT } from '../../review/prompt/system-text.ts';
import { isSameModel } from '../../review/served-model.ts';

/** Only the blind reading is tried: in the others a reader is told where to look. */
export const MODE = 'blind';

/** A reviewer that may be asked, and who it will be taken for: what it answered as the last time. */
export type Reader = { readonly rule: ReviewerRule; readonly identity: string };
export type Readers = {
  readonly rules: ReviewRules | null;
  readonly user: UserConfig;
  readonly readers: readonly Reader[];
  /** Named by the rules and not to be asked, and why; one sentence each. */
  readonly unreached: readonly { readonly name: string; readonly why: string }[];
  readonly broken: readonly string[];
};

/** INVARIANT: nobody but those whom the rules name, the user's own configuration allows and a key leads to. */
export async function readReaders(gate: Gate, log: Rows): Promise<Readers> {
  const [{ rules, broken }, user] = await Promise.all([reviewRules(gate), readUserConfig(gate.env)]);
  const listed = rules === null ? [] : await listReviewers(rules, user, gate.env);
  const unreached = listed.flatMap(({ rule: { name }, allowed, line }) => {
    if (!allowed) return [{ name, why: 'your own configuration turns it off' }];
    return line.kind === 'missing' ? [{ name, why: line.why }] : [];
  });
  const ready = listed.filter(({ allowed, line }) => allowed && line.kind === 'line');
  const readers = ready.map(({ rule }) => ({ rule, identity: expectedOf(log, rule) }));
  return { rules, user, readers, unreached, broken };
}

/** As whom its next answer will be remembered, unless its vendor has changed the model meanwhile. */
function expectedOf(log: Rows, { name, vendor, model, via }: ReviewerRule): string {
  const served = lastServed(log, name, vendor);
  return identityOf({
    vendor,
    model: served !== null && isSameModel(model, served) ? served : model,
    by: speakerOf(via),
    prompt: promptHash({ system: SYSTEM_TEXT, schema: ANSWER_SCHEMA, schemaName: SCHEMA_NAME }),
    mode: MODE,
  });
}

/** Who answered, as the row of its call has it. */
export function answeredBy({ vendor, model, served, more }: CallRecord): {
  readonly identity: string;
  readonly model: string;
} {
  const answered = served ?? model;
  const identity = identityOf({ vendor, model: answered, by: more?.by ?? '', prompt: more?.prompt ?? '', mode: MODE });
  return { identity, model: answered };
}
