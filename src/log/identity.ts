import { createHash } from 'node:crypto';

/** All that makes a reader's answers comparable: another model, prompt, program or mode is another reader. */
export type Identified = {
  readonly vendor: string;
  /** As the answer names it, else as it was asked for. */
  readonly model: string;
  /** Program and version that spoke. */
  readonly by: string;
  /** Hash of the system text and the schema of the answer. */
  readonly prompt: string;
  readonly mode: string;
};

/** `gpt-5.2@3f1a9c`: a name people know and six letters of what makes it this one. */
export function identityOf({ vendor, model, by, prompt, mode }: Identified): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([vendor, model, by, prompt, mode]))
    .digest('hex');
  return `${model}@${hash.slice(0, 6)}`;
}

/** A follow-up is asked of the same reader in the same way. */
export function modeOf(purpose: string): string {
  return purpose === 'follow-up' ? 'blind' : purpose;
}
