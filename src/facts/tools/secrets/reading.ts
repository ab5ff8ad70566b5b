import type { Truth } from '../../../model/change.ts';
import { effect } from '../effects.ts';
import type { Effect } from '../family.ts';
import { type SecretName, secretNameOf } from './names.ts';

export type Reading = {
  readonly subject: string;
  readonly what: string;
  readonly how: 'file' | 'environment' | 'store' | 'history' | 'memory';
  readonly strong: Truth;
  readonly usual: Truth;
  readonly remedy?: string;
  readonly path?: string;
};

/** One reading of a secret. Never its value. */
export function reads({ subject, what, how, strong, usual, remedy = '', path }: Reading): Effect {
  const because = `${what} would be copied into the conversation, and from there to whoever serves the model`;
  const why = { technology: 'secrets', subject, because, remedy };
  return effect('secret.read', path === undefined ? why : { ...why, path }, { how, strong, usual });
}

/** A file that is named: `cat .env`, or a tool that shows it. */
export function readsFile(path: string, name: SecretName, usual = false): Effect {
  const { what, how, strong, certainty } = name;
  return reads({
    subject: path,
    path,
    what,
    how,
    strong,
    usual: usual || certainty === 'possible',
    remedy: remedyOf(path, name),
  });
}

export function ofPath(path: string): readonly Effect[] {
  const name = secretNameOf(path);
  return name === null ? [] : [readsFile(path, name)];
}

/** Its names without their values: nearly always all that is needed. */
function remedyOf(path: string, { how, strong }: SecretName): string {
  if (how !== 'file' || strong === true || !/env/i.test(path) || !/^[\w./~-]+$/.test(path)) return '';
  return `cut -d= -f1 ${path}`;
}
